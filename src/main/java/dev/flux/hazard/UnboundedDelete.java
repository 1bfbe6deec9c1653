package dev.flux.hazard;

import dev.flux.sql.DataOperation.Delete;
import java.util.List;

/**
 * Catches {@code DELETE} without a WHERE, or with one that can match most rows, on a table that may
 * hold many.
 *
 * <p>In production: one transaction locks and writes every matching row: other writes of them wait
 * until the commit, replicas fall behind, and the table grows by the dead rows.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: batches along the primary key, each its own commit, with a pause, that can be
 * resumed and are sure to end.
 *
 * <p>Source: PostgreSQL manual, 13.3.2 Row-Level Locks; 24.1.2 Recovering Disk Space.
 */
final class UnboundedDelete extends OperationHazard<Delete> {
  UnboundedDelete() {
    super("unbounded-delete", Severity.DANGER, Delete.class);
  }

  @Override
  List<Finding> examine(Delete delete, ExaminedClause clause) {
    if (clause.isNew(delete.table())
        || Bookkeeping.holds(delete.table())
        || Reach.of(delete.where(), delete.table(), clause) == Reach.KEY) {
      return List.of();
    }
    String rows = delete.where().isEmpty() ? "All rows of " : "All matching rows of ";
    return clause.finding(
        this,
        rows + Words.code(delete.table()) + " stay locked against other writes until the commit",
        delete.where().isEmpty()
            ? "DELETE without WHERE deletes the whole table in one transaction"
            : (BlockLoops.repeat(clause)
                ? "the loop does not commit, and all its turns are one transaction"
                : "the WHERE is not bound by a key, and one transaction deletes all it matches"),
        "Work in batches along the primary key, each its own commit.");
  }
}
