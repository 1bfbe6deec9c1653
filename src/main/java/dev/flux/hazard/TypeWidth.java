package dev.flux.hazard;

import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Whether a type holds less than another. Source: PostgreSQL manual, 8.1 and 8.3. */
final class TypeWidth {
  private static final Set<String> LENGTHS =
      Set.of("character varying", "varchar", "character", "char", "bit", "bit varying");
  private static final Set<String> UNBOUNDED =
      Set.of("text", "citext", "mediumtext", "longtext", "json", "jsonb");
  private static final Map<String, Integer> INTEGERS =
      Map.of("tinyint", 1, "smallint", 2, "mediumint", 3, "integer", 4, "int", 4, "bigint", 8);

  private TypeWidth() {}

  /** Whether values of the old type may not fit the new one. */
  static boolean narrows(SqlType old, SqlType type) {
    if (INTEGERS.containsKey(old.name()) && INTEGERS.containsKey(type.name())) {
      return INTEGERS.getOrDefault(type.name(), 0) < INTEGERS.getOrDefault(old.name(), 0);
    }
    if (LENGTHS.contains(type.name())) {
      return shortens(old, type);
    }
    return type.name().equals("numeric")
        && old.name().equals("numeric")
        && number(type, 0).isPresent()
        && (number(old, 0).isEmpty() || whole(type) < whole(old) || scale(type) < scale(old));
  }

  /** A condition that finds the values which do not fit; empty where none is simple. */
  static Optional<String> misfits(SqlType type, String column) {
    if (LENGTHS.contains(type.name())) {
      return length(type).stream()
          .mapToObj(length -> "length(" + column + ") > " + length)
          .findFirst();
    }
    return switch (type.name()) {
      case "smallint" -> Optional.of(column + " NOT BETWEEN -32768 AND 32767");
      case "integer" -> Optional.of(column + " NOT BETWEEN -2147483648 AND 2147483647");
      default -> Optional.empty();
    };
  }

  private static boolean shortens(SqlType old, SqlType type) {
    OptionalInt length = length(type);
    if (length.isEmpty()) {
      return false;
    }
    return UNBOUNDED.contains(old.name())
        || (LENGTHS.contains(old.name())
            && (length(old).isEmpty() || length.getAsInt() < length(old).getAsInt()));
  }

  /** A bare char is one character long, a bare varchar has no limit. */
  private static OptionalInt length(SqlType type) {
    OptionalInt written = number(type, 0);
    boolean one = Set.of("character", "char", "bit").contains(type.name());
    return written.isEmpty() && one ? OptionalInt.of(1) : written;
  }

  private static int whole(SqlType type) {
    return number(type, 0).orElse(0) - scale(type);
  }

  private static int scale(SqlType type) {
    return number(type, 1).orElse(0);
  }

  private static OptionalInt number(SqlType type, int index) {
    List<String> modifiers = type.modifiers();
    return index < modifiers.size() && modifiers.get(index).strip().matches("\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(modifiers.get(index).strip()))
        : OptionalInt.empty();
  }
}
