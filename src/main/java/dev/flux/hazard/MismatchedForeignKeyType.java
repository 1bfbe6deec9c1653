package dev.flux.hazard;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Catches a foreign key whose column is shorter than the one it refers to, or of another kind.
 *
 * <p>In production: once the parent's keys outgrow the child's type, its rows cannot be referred to
 * and inserts fail. Of another kind, PostgreSQL refuses the foreign key; MySQL and MariaDB refuse
 * every difference.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version.
 *
 * <p>Safe path: give the column the type of the column it refers to.
 *
 * <p>Source: PostgreSQL manual, 5.5.5 Foreign Keys; 8.1.1 Integer Types; MySQL manual, 13.1.20.5
 * FOREIGN KEY Constraints.
 */
final class MismatchedForeignKeyType implements Hazard {
  private static final Map<String, Integer> INTEGERS =
      Map.of("smallint", 2, "integer", 4, "int", 4, "bigint", 8);
  private static final Map<String, String> KINDS =
      Map.of(
          "smallint", "number",
          "integer", "number",
          "int", "number",
          "bigint", "number",
          "numeric", "number",
          "uuid", "uuid",
          "text", "text",
          "character varying", "text",
          "varchar", "text");

  @Override
  public String id() {
    return "mismatched-foreign-key-type";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    Catalog after = migration.after();
    return NewForeignKey.of(migration).stream().flatMap(key -> examine(key, after)).toList();
  }

  private Stream<Finding> examine(NewForeignKey key, Catalog after) {
    List<String> parents = key.parentColumns(after);
    if (parents.size() != key.columns().size()) {
      return Stream.empty();
    }
    return IntStream.range(0, parents.size())
        .boxed()
        .flatMap(i -> examine(key, key.columns().get(i), parents.get(i), after).stream());
  }

  private List<Finding> examine(NewForeignKey key, String column, String parent, Catalog after) {
    Optional<SqlType> own = key.findColumn(after, column).flatMap(Column::type);
    Optional<SqlType> other =
        after
            .findTable(key.parent())
            .flatMap(table -> table.findColumn(parent))
            .flatMap(Column::type);
    if (own.isEmpty() || other.isEmpty()) {
      return List.of();
    }
    String cause =
        Words.column(key.child(), column)
            + " is "
            + Words.code(own.get().name())
            + " and "
            + Words.column(key.parent(), parent)
            + " is "
            + Words.code(other.get().name());
    String remedy = "Give the column the type " + Words.code(other.get().name()) + ".";
    if (unlike(own.get(), other.get())) {
      return key.clause().finding(this, "The foreign key is refused", cause, remedy);
    }
    return shorter(own.get(), other.get())
        ? key.clause().finding(this, "Inserts fail once the keys outgrow the column", cause, remedy)
        : List.of();
  }

  private static boolean unlike(SqlType own, SqlType other) {
    String kind = KINDS.get(own.name());
    String otherKind = KINDS.get(other.name());
    return kind != null && otherKind != null && !kind.equals(otherKind);
  }

  private static boolean shorter(SqlType own, SqlType other) {
    return INTEGERS.containsKey(own.name())
        && INTEGERS.getOrDefault(own.name(), 0) < INTEGERS.getOrDefault(other.name(), 0);
  }
}
