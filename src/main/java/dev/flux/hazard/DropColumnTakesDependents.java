package dev.flux.hazard;

import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.Constraint;
import java.util.List;
import java.util.stream.Stream;

/**
 * Catches the drop of a column that an index, a constraint or a view depends on.
 *
 * <p>In production: indexes and constraints over the column go with it: queries that relied on them
 * become slow, and rules are no longer kept. A view stops the migration, unless CASCADE drops it
 * too.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: build what must stay without the column first, and drop the dependents by name.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, DROP COLUMN.
 */
final class DropColumnTakesDependents implements Hazard {
  @Override
  public String id() {
    return "drop-column-takes-dependents";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    if (!(clause.operation() instanceof DropColumn drop)
        || clause.unused(drop.table(), drop.columnName())) {
      return List.of();
    }
    List<String> dependents =
        clause
            .findTable(drop.table())
            .map(table -> dependents(table, drop.columnName()))
            .orElse(List.of());
    return dependents.isEmpty()
        ? List.of()
        : clause.finding(
            this,
            "Dropped as well: " + String.join(", ", dependents),
            "they depend on " + Words.column(drop.table(), drop.columnName()),
            "Build what must stay without the column first.");
  }

  private static List<String> dependents(Table table, String column) {
    Stream<String> indexes =
        table.indexes().stream()
            .filter(index -> index.constraint().isEmpty() && uses(index, column))
            .map(index -> "index " + Words.code(index.name()));
    Stream<String> constraints =
        table.constraints().stream()
            .filter(c -> c.definition().kind() != Constraint.Kind.NOT_NULL)
            .filter(c -> c.definition().columns().contains(column))
            .map(c -> "constraint " + Words.code(c.name()));
    return Stream.concat(indexes, constraints).toList();
  }

  private static boolean uses(Index index, String column) {
    return index.columns().contains(column)
        || index.where().filter(where -> where.names().contains(column)).isPresent();
  }
}
