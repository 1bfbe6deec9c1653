package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation;
import java.util.List;

/**
 * Catches {@code TRUNCATE} of a table that may hold rows.
 *
 * <p>In production: all rows are gone, and reads and writes wait for running queries on it to end.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version.
 *
 * <p>Safe path: export the rows, and delete them in batches, each its own commit.
 *
 * <p>Source: PostgreSQL manual, TRUNCATE.
 */
final class TruncateTable extends OperationHazard<TableOperation.TruncateTable> {
  TruncateTable() {
    super("truncate-table", Severity.DANGER, TableOperation.TruncateTable.class);
  }

  @Override
  List<Finding> examine(TableOperation.TruncateTable truncate, ExaminedClause clause) {
    List<ObjectName> old =
        truncate.tables().stream().filter(table -> !clause.isNew(table)).toList();
    if (old.isEmpty()) {
      return List.of();
    }
    return clause.finding(
        this,
        "All rows of " + Words.codes(old) + " are gone",
        "TRUNCATE empties the table",
        "Export what must be kept, and delete in batches what must go.");
  }
}
