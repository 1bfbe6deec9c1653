package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Names and lists as findings write them. */
final class Words {
  private static final int FEW = 3;

  private Words() {}

  /** In backticks. */
  static String code(Object name) {
    return "`" + name + "`";
  }

  /** A column with its table, in backticks. */
  static String column(ObjectName table, String column) {
    return code(table + "." + column);
  }

  /** Each in backticks: {@code `a`, `b` and `c`}. */
  static String codes(Collection<?> names) {
    List<String> words = names.stream().map(Words::code).distinct().toList();
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  /** The first three, each in backticks: {@code `a`, `b`, `c` and 4 more}. */
  static String few(Collection<?> names) {
    List<?> distinct = names.stream().distinct().toList();
    if (distinct.size() <= FEW) {
      return codes(distinct);
    }
    return distinct.stream().limit(FEW).map(Words::code).collect(Collectors.joining(", "))
        + " and "
        + (distinct.size() - FEW)
        + " more";
  }
}
