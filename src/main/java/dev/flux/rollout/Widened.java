package dev.flux.rollout;

import dev.flux.sql.Constraint;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Whether whatever keeps one constraint keeps another, as far as their texts show it. */
final class Widened {
  private static final Pattern LITERAL =
      Pattern.compile("'(?:[^']|'')*+'(?:::[\\w ]+?(?=[,)\\]]))?");
  private static final Pattern LIST = Pattern.compile("\\? ?(?:, ?\\? ?)*");
  private static final Pattern ONE_LIST =
      Pattern.compile(
          "(?!.*(?:\\b(?:not|case|all|false)\\b|<>|!=))[^*]*(?:\\bin ?\\( ?|\\barray ?\\["
              + " ?)\\*[^*]*");

  private Widened() {}

  /** A foreign key to the same columns, or a CHECK with more values in its one list of them. */
  static boolean of(Constraint old, Constraint fresh) {
    if (old.reference().isPresent() && fresh.reference().isPresent()) {
      return old.columns().equals(fresh.columns())
          && old.reference().get().table().equals(fresh.reference().get().table())
          && old.reference().get().columns().equals(fresh.reference().get().columns());
    }
    return old.check().isPresent()
        && fresh.check().isPresent()
        && listed(old).equals(listed(fresh))
        && ONE_LIST.matcher(listed(fresh)).matches()
        && values(fresh).containsAll(values(old));
  }

  /** The condition with {@code *} for its list of values. */
  private static String listed(Constraint check) {
    String text = check.check().orElseThrow().text().replaceAll("\\s+", " ");
    String lists = LIST.matcher(LITERAL.matcher(text).replaceAll("?")).replaceAll("*");
    return lists.toLowerCase(Locale.ROOT);
  }

  private static List<String> values(Constraint check) {
    return LITERAL
        .matcher(check.check().orElseThrow().text())
        .results()
        .map(MatchResult::group)
        .toList();
  }
}
