package dev.flux.hazard;

import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.Dialect;
import java.util.List;

/**
 * Catches a serial, identity or AUTO_INCREMENT column that is added to an existing table.
 *
 * <p>In production: each row gets a number, so the table and its indexes are written anew under a
 * lock that stops reads and writes.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version.
 *
 * <p>Safe path: add a plain nullable column and a sequence, {@code SET DEFAULT nextval(…)},
 * backfill in batches, then set NOT NULL.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, Notes; measured, identity too. MySQL 8.0 manual,
 * 17.12.1.
 */
final class AddColumnAutoIncrement extends OperationHazard<AddColumn> {
  AddColumnAutoIncrement() {
    super("add-column-auto-increment", Severity.DANGER, AddColumn.class);
  }

  @Override
  List<Finding> examine(AddColumn add, ExaminedClause clause) {
    if (!add.column().autoIncrement()
        || clause.isNew(add.table())
        || clause.engine().dialect() == Dialect.SQLITE) {
      return List.of();
    }
    return clause.finding(
        this,
        OnlineWork.effect(clause, add.table(), "until every row is written anew"),
        Words.column(add.table(), add.columnName()) + " gives each row a number of its own",
        "Add a plain nullable column with a sequence as its default, and number the existing rows"
            + " in batches.");
  }
}
