package dev.flux.hazard;

import dev.flux.sql.DataOperation.CallRoutine;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts that variables of MySQL may hold when a statement begins.
 *
 * @param texts by name in lower case, that of a session's own with its {@code @}
 */
record Variables(Map<String, Set<String>> texts) {
  static final Variables NONE = new Variables(Map.of());

  private static final Pattern PARAMETER =
      Pattern.compile("(?i)\\s*(?:(?:in|inout)\\s+)?`?(\\w+)`?\\s.*", Pattern.DOTALL);

  Variables {
    texts = Map.copyOf(texts);
  }

  /** What the parameters of a procedure hold where constant text is given for them. */
  static Variables given(CreateRoutine routine, CallRoutine call) {
    int open = call.text().indexOf('(');
    if (open < 0) {
      return NONE;
    }
    List<Optional<Set<String>>> values = ConstantText.list(call.text().substring(open + 1));
    Map<String, Set<String>> texts = new HashMap<>();
    for (int i = 0; i < routine.arguments().size() && i < values.size(); i++) {
      Matcher parameter = PARAMETER.matcher(routine.arguments().get(i));
      if (parameter.matches() && values.get(i).isPresent()) {
        texts.put(parameter.group(1).toLowerCase(Locale.ROOT), values.get(i).get());
      }
    }
    return new Variables(texts);
  }
}
