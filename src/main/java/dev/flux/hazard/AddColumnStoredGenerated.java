package dev.flux.hazard;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.Dialect;
import java.util.List;

/**
 * Catches {@code ADD COLUMN … GENERATED ALWAYS AS (…) STORED}.
 *
 * <p>In production: the value is computed for each row, so the table and its indexes are written
 * anew under a lock that stops reads and writes. A virtual column changes nothing but the schema.
 *
 * <p>Engines: PostgreSQL 12 and later, MySQL, MariaDB.
 *
 * <p>Safe path: add a plain column that a trigger or the application writes, and backfill it in
 * batches; or a virtual column (PostgreSQL 18, MySQL, MariaDB).
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, Notes, and Generated Columns; measured.
 */
final class AddColumnStoredGenerated extends OperationHazard<AddColumn> {
  AddColumnStoredGenerated() {
    super("add-column-stored-generated", Severity.DANGER, AddColumn.class);
  }

  @Override
  List<Finding> examine(AddColumn add, ExaminedClause clause) {
    if (add.column().generated().filter(ColumnDefinition.Generated::stored).isEmpty()
        || clause.isNew(add.table())
        || clause.engine().dialect() == Dialect.SQLITE) {
      return List.of();
    }
    return clause.finding(
        this,
        OnlineWork.effect(clause, add.table(), "until every row is written anew"),
        Words.column(add.table(), add.columnName()) + " is computed and stored for each row",
        "Add a plain column that a trigger writes, and backfill the existing rows in batches.");
  }
}
