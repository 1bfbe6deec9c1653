package dev.flux.hazard;

import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.DataOperation.Merge;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import java.util.List;

/**
 * Catches {@code INSERT … SELECT} and MERGE that read a table which may hold many rows.
 *
 * <p>In production: one long transaction: the new rows are seen all at once at its end, replicas
 * fall behind, and old rows cannot be cleaned up meanwhile.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: batches along the primary key of the table that is read, each its own commit.
 *
 * <p>Source: PostgreSQL manual, 24.1.2 Recovering Disk Space; 13.2.2 Repeatable Read.
 */
final class InsertSelectLarge implements Hazard {
  @Override
  public String id() {
    return "insert-select-large";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    List<ObjectName> large =
        reads(clause.operation()).stream().filter(table -> !clause.isNew(table)).toList();
    return large.isEmpty() || Rebuild.isPart(clause)
        ? List.of()
        : clause.finding(
            this,
            "One long transaction copies all rows that it reads",
            "INSERT … SELECT reads " + Words.codes(large),
            "Copy in batches along its primary key, each its own commit.");
  }

  /** Reading only the table it writes is how single rows are guarded against repetition. */
  private static List<ObjectName> reads(Operation operation) {
    if (operation instanceof Merge merge) {
      return merge.reads();
    }
    return operation instanceof Insert insert && insert.source() == Insert.Source.QUERY
        ? insert.reads().stream().filter(table -> !table.equals(insert.table())).toList()
        : List.of();
  }

  @Override
  public boolean isSaidBy(Finding other) {
    return other.severity() == Severity.DANGER;
  }
}
