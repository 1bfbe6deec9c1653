package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation;
import java.util.List;

/**
 * Catches {@code DROP TABLE} of a table that the running application may use.
 *
 * <p>In production: queries of the version that still runs fail, and the data is gone.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: stop using the table, rename it away in one deploy, export it, and drop it a
 * release later.
 *
 * <p>Source: PostgreSQL manual, DROP TABLE.
 */
final class DropTable extends OperationHazard<TableOperation.DropTable> {
  DropTable() {
    super("drop-table", Severity.DANGER, TableOperation.DropTable.class);
  }

  @Override
  List<Finding> examine(TableOperation.DropTable drop, ExaminedClause clause) {
    List<ObjectName> used =
        drop.tables().stream()
            .filter(table -> !clause.isNew(table))
            .filter(table -> !(drop.ifExists() && clause.isMissing(table)))
            .toList();
    if (used.isEmpty()) {
      return List.of();
    }
    return clause.finding(
        this,
        "The application version that still runs fails, and the data is gone",
        Words.codes(used) + " may be in use and is dropped",
        "Stop using it in one deploy, export what must be kept, and drop it in a later one.");
  }
}
