package dev.flux.hazard;

import dev.flux.sql.IndexOperation.SetIndexOption;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Catches statements that write a whole table anew: VACUUM FULL, CLUSTER, SET LOGGED, SET
 * TABLESPACE and any other that has no hazard of its own; on MySQL and MariaDB also those that do
 * so in place while writes go on, as a warning.
 *
 * <p>In production: nothing reads or writes the table under ACCESS EXCLUSIVE until every row is
 * written anew.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version.
 *
 * <p>Safe path: pg_repack, or a planned window; plain VACUUM where only space is the concern.
 *
 * <p>Source: PostgreSQL manual, VACUUM, CLUSTER, ALTER TABLE, Notes; MySQL 8.0 manual, 17.12.1
 * Online DDL Operations, Rebuilds Table.
 */
final class RewriteTable implements Hazard {
  @Override
  public String id() {
    return "rewrite-table";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    boolean asked =
        clause.operation() instanceof TableOperation.RewriteTable rewrite
            && rewrite.table().filter(clause::isNew).isEmpty()
            && clause.postgresql();
    if (clause.operation() instanceof SetIndexOption option && isMoved(option)) {
      return clause.finding(
          this,
          "Queries that would use "
              + Words.code(option.index())
              + " and all writes of its table wait",
          "SET TABLESPACE copies the index under ACCESS EXCLUSIVE",
          "Build a new index there CONCURRENTLY, and drop the old one.");
    }
    if (clause.mysql()) {
      return ofMysql(clause);
    }
    if (clause.sqlite() || (!asked && !clause.rewrites())) {
      return List.of();
    }
    String tables =
        clause
            .impact()
            .map(impact -> impact.filled(impact.rewrites()))
            .filter(names -> !names.isEmpty())
            .map(Words::codes)
            .orElse("every table");
    return clause.finding(
        this,
        "Reads and writes of " + tables + " wait until every row is written anew",
        "this rewrites the table under ACCESS EXCLUSIVE",
        isOfWal(clause)
            ? "PostgreSQL has no online way, and pg_repack does not do this: create another table"
                + " of that kind, copy the rows in batches while a trigger follows them and"
                + " exchange the names, or plan a window."
            : "Use a tool that rewrites online, such as pg_repack, or plan a window.");
  }

  private List<Finding> ofMysql(ExaminedClause clause) {
    Optional<ObjectName> table = OnlineWork.table(clause);
    if (!clause.rewrites()) {
      return List.of();
    }
    if (table.isEmpty()) {
      return clause.operation() instanceof TableOperation.SetTableOption set
          ? worked(set.table(), Severity.DANGER, clause)
          : List.of();
    }
    if (clause.operation() instanceof TableOperation.RewriteTable) {
      return worked(table.get(), Severity.DANGER, clause);
    }
    boolean unnoticed = !OnlineWork.copies(clause) && !OnlineWork.blocksWrites(clause);
    return unnoticed ? worked(table.get(), Severity.WARNING, clause) : List.of();
  }

  /** Whether it begins or ends to write the table's changes to the log. */
  private static boolean isOfWal(ExaminedClause clause) {
    return clause.operation() instanceof TableOperation.RewriteTable rewrite
        && (rewrite.cause() == TableOperation.RewriteTable.Cause.SET_LOGGED
            || rewrite.cause() == TableOperation.RewriteTable.Cause.SET_UNLOGGED);
  }

  private List<Finding> worked(ObjectName table, Severity weight, ExaminedClause clause) {
    return clause.finding(
        this,
        weight,
        OnlineWork.effect(clause, table, "until every row is written anew"),
        OnlineWork.copies(clause)
            ? "this copies the table"
            : "this writes the whole table anew in place",
        "Do it in a quiet hour, or with an online change tool such as gh-ost or"
            + " pt-online-schema-change.");
  }

  private static boolean isMoved(SetIndexOption option) {
    return option.text().toLowerCase(Locale.ROOT).matches("set\\s+tablespace\\b.*");
  }

  @Override
  public boolean isSaidBy(Finding other) {
    return other.severity() == Severity.DANGER || other.hazard().equals("refresh-view-blocking");
  }
}
