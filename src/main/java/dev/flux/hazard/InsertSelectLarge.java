package dev.flux.hazard;

import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.DataOperation.Merge;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.List;

/**
 * Catches {@code INSERT … SELECT}, MERGE, and on MySQL {@code CREATE TABLE … SELECT}, that read a
 * table which may hold many rows.
 *
 * <p>In production: one long transaction: the new rows are seen all at once at its end, replicas
 * fall behind, and old rows cannot be cleaned up meanwhile. MySQL locks the rows that are read
 * until then, so that writes to them wait.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: batches along the primary key of the table that is read, each its own commit.
 *
 * <p>Source: PostgreSQL manual, 24.1.2 Recovering Disk Space; 13.2.2 Repeatable Read; MySQL 8.0
 * manual, 17.7.3 Locks Set by Different SQL Statements.
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
    List<ObjectName> large = reads(clause).stream().filter(table -> !clause.isNew(table)).toList();
    return large.isEmpty() || Rebuild.isPart(clause)
        ? List.of()
        : clause.finding(
            this,
            "One long transaction copies all rows that it reads",
            (clause.operation() instanceof CreateTable
                    ? "CREATE TABLE … SELECT"
                    : "INSERT … SELECT")
                + " reads "
                + Words.codes(large)
                + (clause.mysql() ? ", whose rows stay locked against writes" : ""),
            "Copy in batches along its primary key, each its own commit.");
  }

  /** Reading only the table it writes is how single rows are guarded against repetition. */
  private static List<ObjectName> reads(ExaminedClause clause) {
    Operation operation = clause.operation();
    if (operation instanceof CreateTable create) {
      return create.asQuery() && clause.mysql() ? create.reads() : List.of();
    }
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
