package dev.flux.hazard;

import dev.flux.sql.DataOperation.Merge;
import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.ObjectName;
import java.util.List;

/**
 * Catches {@code UPDATE} without a WHERE, or with one that can match most rows, on a table that may
 * hold many; and MERGE that changes a row for each one of another table.
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
final class UnboundedUpdate implements Hazard {
  @Override
  public String id() {
    return "unbounded-update";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    if (clause.operation() instanceof Update update) {
      return update(update, clause);
    }
    return clause.operation() instanceof Merge merge && merge.changes()
        ? merge(merge, clause)
        : List.of();
  }

  private List<Finding> update(Update update, ExaminedClause clause) {
    if (clause.isNew(update.table())
        || Bookkeeping.holds(update.table())
        || Reach.of(update.where(), update.table(), clause) == Reach.KEY) {
      return List.of();
    }
    return finding(
        update.table(),
        update.where().isEmpty() ? "All rows of " : "All matching rows of ",
        update.where().isEmpty()
            ? "UPDATE without WHERE writes the whole table in one transaction"
            : (BlockLoops.repeat(clause)
                ? "the loop does not commit, and all its turns are one transaction"
                : "the WHERE is not bound by a key, and one transaction writes all it matches"),
        clause);
  }

  /** As many rows as the table that is read has, unless it is one of this change. */
  private List<Finding> merge(Merge merge, ExaminedClause clause) {
    boolean bounded = merge.reads().stream().allMatch(clause::isNew);
    return bounded || clause.isNew(merge.table())
        ? List.of()
        : finding(
            merge.table(),
            "All matching rows of ",
            "MERGE changes a row for each one that it reads, in one transaction",
            clause);
  }

  private List<Finding> finding(
      ObjectName table, String rows, String because, ExaminedClause clause) {
    return clause.finding(
        this,
        rows + Words.code(table) + " stay locked against other writes until the commit",
        because,
        "Work in batches along the primary key, each its own commit.");
  }
}
