package dev.flux.engine.postgresql;

import dev.flux.schema.Index;
import dev.flux.sql.Dialect;
import dev.flux.sql.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Expressions that an index sorts by, as they can be found again in a condition. */
final class IndexText {
  /** What is written in one place and left out in another: casts, owners, quotes, brackets. */
  private static final Pattern OPTIONAL =
      Pattern.compile("::\\s*(?:character varying|[\\w.]+)(?:\\(\\d+\\))?|[\\w$]+\\.|[\\s\"()]");

  private IndexText() {}

  /** What is told of an expression, however it is written. */
  static String bare(String expression) {
    return OPTIONAL.matcher(expression.toLowerCase(Locale.ROOT)).replaceAll("");
  }

  /** Those among the keys of an index; none where it has plain columns only. */
  static Stream<String> expressions(Index index) {
    String definition = index.definition();
    int open = definition.indexOf('(');
    List<String> found = new ArrayList<>();
    int depth = 0;
    int start = open + 1;
    for (int i = open; open >= 0 && i < definition.length(); i++) {
      char c = definition.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0 || (depth == 1 && c == ',')) {
        found.add(definition.substring(start, i));
        start = i + 1;
      }
      if (depth == 0) {
        break;
      }
    }
    return found.stream()
        .filter(key -> key.indexOf('(') >= 0)
        .map(key -> bare(key.substring(0, key.lastIndexOf(')'))));
  }

  /** Whether a condition asks for rows that the index of this part of a table leaves out. */
  static boolean refutes(List<String> conditions, String part) {
    return Predicate.parts(part, Dialect.POSTGRESQL).stream()
        .map(IndexText::bare)
        .map(Value::of)
        .anyMatch(kept -> conditions.stream().map(Value::of).anyMatch(kept::isOther));
  }

  /** What a condition says that something is; itself where it says it in no known way. */
  private record Value(String subject, String value) {
    private static final Pattern EQUAL =
        Pattern.compile("([\\w$]+)(?:=|(?<=[\\w$])is(?=true|false|null|notnull))(.+)");
    private static final Pattern NEGATED = Pattern.compile("not([\\w$]+)");
    private static final Pattern CONSTANT = Pattern.compile("true|false|null|-?[\\d.]+|'[^']*'");

    static Value of(String bare) {
      Matcher equal = EQUAL.matcher(bare);
      Matcher negated = NEGATED.matcher(bare);
      return equal.matches()
          ? new Value(equal.group(1), equal.group(2))
          : negated.matches() ? new Value(negated.group(1), "false") : new Value(bare, "true");
    }

    boolean isOther(Value other) {
      return subject.equals(other.subject)
          && !value.equals(other.value)
          && CONSTANT.matcher(value).matches()
          && CONSTANT.matcher(other.value).matches();
    }
  }
}
