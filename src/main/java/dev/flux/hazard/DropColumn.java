package dev.flux.hazard;

import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ObjectName;
import java.util.List;

/**
 * Catches {@code DROP COLUMN} of a column that the running application may use.
 *
 * <p>In production: queries of the version that still runs fail on the missing column, also every
 * query of an ORM that lists its columns; the data is gone.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version. SQLite refuses it before 3.35 and
 * where a key, index, view or trigger uses the column.
 *
 * <p>Safe path: stop reading and writing the column in one deploy, drop it in a later one, and
 * export what must be kept.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, DROP COLUMN.
 */
final class DropColumn extends OperationHazard<ColumnOperation.DropColumn> {
  DropColumn() {
    super("drop-column", Severity.DANGER, ColumnOperation.DropColumn.class);
  }

  @Override
  List<Finding> examine(ColumnOperation.DropColumn drop, ExaminedClause clause) {
    if (clause.unused(drop.table(), drop.columnName())
        || (drop.ifExists()
            && (clause.isMissing(drop.table())
                || clause.isMissing(drop.table(), drop.columnName())))) {
      return List.of();
    }
    return finding(drop.table(), drop.columnName(), clause);
  }

  /** A column that a rebuild of SQLite leaves out is dropped as well. */
  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    return RebuiltTable.in(migration).stream()
        .flatMap(
            rebuilt ->
                rebuilt.columnsLeftOut().stream()
                    .flatMap(column -> finding(rebuilt.name(), column, rebuilt.clause()).stream()))
        .toList();
  }

  private List<Finding> finding(ObjectName table, String column, ExaminedClause clause) {
    return clause.finding(
        this,
        "The application version that still runs fails, and the data is gone",
        Words.column(table, column) + " is dropped while it may be in use",
        "Stop reading and writing the column in one deploy, export what must be kept, and drop it"
            + " in a later one.");
  }
}
