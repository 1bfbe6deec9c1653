package dev.flux.schema;

import dev.flux.sql.Constraint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Names that an engine makes up for constraints and indexes. PostgreSQL's are those of {@code
 * ChooseRelationName} and {@code ChooseConstraintName}: table, columns and a label, cut to 63
 * bytes, numbered on collision (measured on 16; before 12 a foreign key was named after its first
 * column only).
 */
public final class GeneratedNames {
  private static final int LIMIT = 63;

  private GeneratedNames() {}

  /** The label of a kind on PostgreSQL. */
  static String label(Constraint.Kind kind) {
    return switch (kind) {
      case PRIMARY_KEY -> "pkey";
      case UNIQUE -> "key";
      case FOREIGN_KEY -> "fkey";
      case CHECK -> "check";
      case EXCLUSION -> "excl";
      case NOT_NULL -> "not_null";
    };
  }

  /**
   * The first name of this form that is free.
   *
   * @param middle names of columns; may be empty
   */
  static String postgresql(
      String table, List<String> middle, String label, Predicate<String> taken) {
    String columns = String.join("_", middle);
    String name = join(table, columns, label);
    for (int pass = 1; taken.test(name); pass++) {
      name = join(table, columns, label + pass);
    }
    return name;
  }

  /**
   * The name that PostgreSQL gives a partition's index that is part of its parent's.
   *
   * @param kind of the constraint that owns it; empty for an index alone
   */
  public static String ofPartition(
      String partition,
      Optional<Constraint.Kind> kind,
      List<String> columns,
      Predicate<String> taken) {
    boolean key = kind.filter(Constraint.Kind.PRIMARY_KEY::equals).isPresent();
    String label = kind.map(GeneratedNames::label).orElse("idx");
    return postgresql(partition, key ? List.of() : columns, label, taken);
  }

  /** A free name of MySQL: the first column of an index, {@code t_ibfk_1}, {@code t_chk_1}. */
  static String mysql(
      String table, List<String> columns, Constraint.Kind kind, Predicate<String> taken) {
    return switch (kind) {
      case PRIMARY_KEY -> "PRIMARY";
      case FOREIGN_KEY -> numbered(table + "_ibfk_", taken);
      case CHECK, NOT_NULL -> numbered(table + "_chk_", taken);
      case UNIQUE, EXCLUSION -> mysqlIndex(columns, taken);
    };
  }

  /** A free name of an index on MySQL. */
  static String mysqlIndex(List<String> columns, Predicate<String> taken) {
    String first = columns.isEmpty() ? "functional_index" : columns.get(0);
    if (!taken.test(first)) {
      return first;
    }
    for (int number = 2; ; number++) {
      if (!taken.test(first + "_" + number)) {
        return first + "_" + number;
      }
    }
  }

  private static String numbered(String prefix, Predicate<String> taken) {
    for (int number = 1; ; number++) {
      if (!taken.test(prefix + number)) {
        return prefix + number;
      }
    }
  }

  private static String join(String table, String columns, String label) {
    int room = LIMIT - label.length() - 1 - (columns.isEmpty() ? 0 : 1);
    int first = bytes(table);
    int second = bytes(columns);
    while (first + second > room) {
      if (first > second) {
        first--;
      } else {
        second--;
      }
    }
    String middle = columns.isEmpty() ? "" : "_" + cut(columns, second);
    return cut(table, first) + middle + "_" + label;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** As many whole characters as fit. */
  private static String cut(String text, int limit) {
    int end = text.length();
    while (bytes(text.substring(0, end)) > limit) {
      end--;
    }
    return text.substring(0, end);
  }
}
