package dev.flux.rollout.mysql;

import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether values come back from another type as they were (MySQL 8.0 manual, 11.1 Numeric Data
 * Types, 11.2.8 Conversion Between Date and Time Types).
 */
final class ValuesLost {
  private static final Set<String> WHOLE =
      Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "year", "bit", "boolean");

  private static final Set<String> ROUNDED = Set.of("float", "double");

  private static final Set<String> TEXT =
      Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext");

  /** What of a moment a type holds. */
  private static final Map<String, Set<String>> MOMENTS =
      Map.of(
          "datetime", Set.of("day", "time"),
          "timestamp", Set.of("day", "time"),
          "date", Set.of("day"),
          "time", Set.of("time"));

  private ValuesLost() {}

  /** In words, for the way back; empty where a value of the first type survives the second. */
  static Optional<String> of(String column, SqlType old, SqlType now) {
    return isLossy(old, now)
        ? Optional.of(
            "what of the values of `%s` its other type `%s` does not hold"
                .formatted(column, now.text()))
        : Optional.empty();
  }

  private static boolean isLossy(SqlType old, SqlType now) {
    if (TEXT.contains(old.name())) {
      return isNumber(now) || MOMENTS.containsKey(now.name());
    }
    if (MOMENTS.containsKey(old.name())) {
      return MOMENTS.containsKey(now.name())
          ? digits(now, 0) < digits(old, 0)
              || !MOMENTS
                  .getOrDefault(now.name(), Set.of())
                  .containsAll(MOMENTS.getOrDefault(old.name(), Set.of()))
          : isNumber(now);
    }
    if (ROUNDED.contains(old.name())) {
      return isNumber(now) && !now.name().equals("double") && !now.name().equals(old.name());
    }
    boolean fraction = old.name().equals("decimal") && digits(old, 1) > 0;
    return isNumber(old)
        && isNumber(now)
        && (ROUNDED.contains(now.name()) || (fraction && digits(now, 1) < digits(old, 1)));
  }

  private static boolean isNumber(SqlType type) {
    return WHOLE.contains(type.name())
        || ROUNDED.contains(type.name())
        || type.name().equals("decimal");
  }

  /** The number that stands in the type's parentheses; 0 where none does. */
  private static int digits(SqlType type, int place) {
    List<String> said = type.modifiers();
    boolean whole = WHOLE.contains(type.name()); // of which it is the width of display
    return whole || said.size() <= place || !said.get(place).matches("\\d{1,4}")
        ? 0
        : Integer.parseInt(said.get(place));
  }
}
