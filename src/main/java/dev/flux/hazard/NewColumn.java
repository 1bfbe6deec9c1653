package dev.flux.hazard;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.List;
import java.util.stream.Stream;

/**
 * A column that a migration writes out, in CREATE TABLE or ADD COLUMN.
 *
 * @param primaryKey whether it alone is the primary key
 * @param clause that says so
 */
record NewColumn(
    ObjectName table, ColumnDefinition column, boolean primaryKey, ExaminedClause clause) {

  /** Those of one migration, in order; not those of temporary tables. */
  static List<NewColumn> of(ExaminedMigration migration) {
    return migration.clauses().stream().flatMap(NewColumn::of).toList();
  }

  private static Stream<NewColumn> of(ExaminedClause clause) {
    if (clause.operation() instanceof CreateTable create && !create.temporary()) {
      return create.ifNotExists() && clause.findTable(create.table()).isPresent()
          ? Stream.empty()
          : create.columns().stream()
              .map(column -> new NewColumn(create.table(), column, isKey(column, create), clause));
    }
    return clause.operation() instanceof AddColumn add
        ? Stream.of(new NewColumn(add.table(), add.column(), isKey(add.column()), clause))
        : Stream.empty();
  }

  private static boolean isKey(ColumnDefinition column, CreateTable create) {
    return isKey(column)
        || create.constraints().stream()
            .anyMatch(
                constraint ->
                    constraint.kind() == Constraint.Kind.PRIMARY_KEY
                        && constraint.columns().equals(List.of(column.name())));
  }

  private static boolean isKey(ColumnDefinition column) {
    return column.has(Constraint.Kind.PRIMARY_KEY);
  }

  /** Name of its type without modifiers, see {@link dev.flux.sql.SqlType}; empty where none is. */
  String type() {
    return column.type().map(type -> type.name()).orElse("");
  }

  @Override
  public String toString() {
    return table + "." + column.name();
  }
}
