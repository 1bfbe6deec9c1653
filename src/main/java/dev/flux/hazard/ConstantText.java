package dev.flux.hazard;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression of MySQL whose value is one of a few texts, whatever the data: strings, numbers,
 * variables that hold such, CONCAT of them, and IF between them.
 */
final class ConstantText {
  private static final int MOST = 16;
  private static final int DEEPEST = 30;
  private static final Pattern SPACE = Pattern.compile("(?:\\s++|--\\s[^\n]*+|#[^\n]*+)*+");
  private static final Pattern STRING =
      Pattern.compile(
          "'((?:[^'\\\\]++|''|\\\\.)*+)'|\"((?:[^\"\\\\]++|\"\"|\\\\.)*+)\"", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern VARIABLE = Pattern.compile("(@?)`?(\\w+)`?");
  private static final Pattern ASSIGNS = Pattern.compile(":?=");
  private static final Pattern CALL =
      Pattern.compile("(concat|if)\\s*\\(", Pattern.CASE_INSENSITIVE);
  private static final Pattern BRACKET =
      Pattern.compile("\\(\\s*(?:select\\s)?", Pattern.CASE_INSENSITIVE);

  private final String text;
  private final Map<String, Set<String>> variables;
  private int at;
  private int depth;

  private ConstantText(String text, Map<String, Set<String>> variables) {
    this.text = text;
    this.variables = variables;
  }

  /** The texts that the whole expression may give; empty where only a run tells. */
  static Optional<Set<String>> of(String expression, Map<String, Set<String>> variables) {
    ConstantText reader = new ConstantText(expression, variables);
    Optional<Set<String>> value = reader.value();
    return reader.next(SPACE).isPresent() && reader.at == expression.length()
        ? value
        : Optional.empty();
  }

  /** Follows {@code @a = …, @b := …}; a variable whose value is not known is forgotten. */
  static void assign(String assignments, Map<String, Set<String>> variables) {
    ConstantText reader = new ConstantText(assignments, variables);
    do {
      Optional<Matcher> name = reader.next(VARIABLE);
      if (name.isEmpty() || reader.next(ASSIGNS).isEmpty()) {
        return;
      }
      String variable = name(name.get());
      int begin = reader.at;
      Optional<Set<String>> value = reader.value();
      int end = reader.at;
      reader.at = begin;
      reader.skipArgument();
      if (value.isPresent()
          && end <= reader.at
          && assignments.substring(end, reader.at).isBlank()) {
        variables.put(variable, value.get());
      } else {
        variables.remove(variable);
      }
    } while (reader.takes(','));
  }

  /** Each of a list that a bracket ends; empty where only a run tells. */
  static List<Optional<Set<String>>> list(String text) {
    ConstantText reader = new ConstantText(text, Map.of());
    List<Optional<Set<String>>> values = new ArrayList<>();
    do {
      int begin = reader.at;
      Optional<Set<String>> value = reader.value();
      int end = reader.at;
      reader.at = begin;
      reader.skipArgument();
      boolean all = end <= reader.at && text.substring(end, reader.at).isBlank();
      values.add(all ? value : Optional.empty());
    } while (reader.takes(','));
    return values;
  }

  private static String name(Matcher variable) {
    return variable.group(1) + variable.group(2).toLowerCase(Locale.ROOT);
  }

  private Optional<Set<String>> value() {
    if (depth == DEEPEST) {
      return Optional.empty();
    }
    depth++;
    Optional<Set<String>> value = part();
    depth--;
    return value;
  }

  private Optional<Set<String>> part() {
    Optional<Matcher> found = next(STRING);
    if (found.isPresent()) {
      return Optional.of(Set.of(plain(found.get())));
    }
    found = next(NUMBER);
    if (found.isPresent()) {
      return Optional.of(Set.of(found.get().group()));
    }
    found = next(CALL);
    if (found.isPresent()) {
      return found.get().group(1).equalsIgnoreCase("if") ? choice() : joined();
    }
    found = next(VARIABLE);
    if (found.isPresent()) {
      return Optional.ofNullable(variables.get(name(found.get())));
    }
    if (next(BRACKET).isPresent()) {
      Optional<Set<String>> inner = value();
      return takes(')') ? inner : Optional.empty();
    }
    return Optional.empty();
  }

  /** Behind {@code IF(}: either value, whatever the condition. */
  private Optional<Set<String>> choice() {
    skipArgument();
    if (!takes(',')) {
      return Optional.empty();
    }
    Optional<Set<String>> one = value();
    if (one.isEmpty() || !takes(',')) {
      return Optional.empty();
    }
    Optional<Set<String>> other = value();
    if (other.isEmpty() || !takes(')')) {
      return Optional.empty();
    }
    Set<String> either = new LinkedHashSet<>(one.get());
    either.addAll(other.get());
    return few(either);
  }

  /** Behind {@code CONCAT(}. */
  private Optional<Set<String>> joined() {
    Set<String> joined = Set.of("");
    do {
      Optional<Set<String>> part = value();
      if (part.isEmpty()) {
        return Optional.empty();
      }
      Set<String> longer = new LinkedHashSet<>();
      for (String before : joined) {
        part.get().forEach(tail -> longer.add(before + tail));
      }
      joined = longer;
    } while (joined.size() <= MOST && takes(','));
    return takes(')') ? few(joined) : Optional.empty();
  }

  private static Optional<Set<String>> few(Set<String> values) {
    return values.size() <= MOST ? Optional.of(values) : Optional.empty();
  }

  /** Passes over an expression, up to the comma or bracket that ends it. */
  private void skipArgument() {
    int open = 0;
    while (at < text.length()) {
      Matcher string = STRING.matcher(text).region(at, text.length());
      char c = text.charAt(at);
      if (string.lookingAt()) {
        at = string.end();
        continue;
      }
      if (open == 0 && (c == ',' || c == ')')) {
        return;
      }
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      at++;
    }
  }

  private boolean takes(char symbol) {
    next(SPACE);
    boolean found = at < text.length() && text.charAt(at) == symbol;
    at += found ? 1 : 0;
    return found;
  }

  private Optional<Matcher> next(Pattern pattern) {
    Matcher space = SPACE.matcher(text).region(at, text.length());
    int from = space.lookingAt() ? space.end() : at;
    Matcher matcher = pattern.matcher(text).region(from, text.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    at = matcher.end();
    return Optional.of(matcher);
  }

  private static String plain(Matcher string) {
    boolean single = string.group(1) != null;
    String quote = single ? "'" : "\"";
    String inner = single ? string.group(1) : string.group(2);
    return inner.replace(quote + quote, quote).replaceAll("\\\\(.)", "$1");
  }
}
