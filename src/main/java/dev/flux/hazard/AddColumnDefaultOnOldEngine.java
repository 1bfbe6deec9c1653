package dev.flux.hazard;

import dev.flux.engine.EngineVersion;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation.AddColumn;
import java.util.List;

/**
 * Catches {@code ADD COLUMN … DEFAULT} on servers that write the default into every row.
 *
 * <p>In production: the whole table is written anew under a lock that stops reads and writes.
 *
 * <p>Engines: PostgreSQL before 11, MySQL before 8.0.12, MariaDB before 10.3.
 *
 * <p>Safe path: add the column without a default, {@code SET DEFAULT}, backfill in batches; or
 * upgrade the server first.
 *
 * <p>Source: PostgreSQL 11 release notes, E.23.3.1; MySQL 8.0 manual, 17.12.1; MariaDB manual,
 * Instant ADD COLUMN.
 */
final class AddColumnDefaultOnOldEngine extends OperationHazard<AddColumn> {
  AddColumnDefaultOnOldEngine() {
    super("add-column-default-on-old-engine", Severity.DANGER, AddColumn.class);
  }

  @Override
  List<Finding> examine(AddColumn add, ExaminedClause clause) {
    ColumnDefinition column = add.column();
    if (column.defaultValue().filter(value -> !value.text().equalsIgnoreCase("null")).isEmpty()
        || !writesDefaults(clause)
        || clause.isNew(add.table())) {
      return List.of();
    }
    return clause.finding(
        this,
        OnlineWork.effect(clause, add.table(), "until every row is written anew"),
        clause.engine().dialect().title()
            + " "
            + clause.engine().version()
            + " writes the default of "
            + Words.column(add.table(), add.columnName())
            + " into each row",
        "Add the column without a default, set the default in a second statement, and backfill in"
            + " batches.");
  }

  private static boolean writesDefaults(ExaminedClause clause) {
    EngineVersion version = clause.engine().version();
    return switch (clause.engine().dialect()) {
      case POSTGRESQL -> !version.atLeast(11);
      case MYSQL -> !version.atLeast(8, 0, 12) && !version.equals(new EngineVersion(8, 0, 0));
      case MARIADB -> !version.atLeast(10, 3, 0);
      case SQLITE -> false;
    };
  }
}
