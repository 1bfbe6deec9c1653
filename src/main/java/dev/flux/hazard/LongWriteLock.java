package dev.flux.hazard;

import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.DataOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.List;

/**
 * Catches what writes a populated table anew, copies it or builds an index of it. Spoken once a
 * file.
 *
 * <p>In production: SQLite has one writer for the whole file: every write of every table waits
 * until the commit, and fails with "database is locked" where its busy_timeout is shorter. Readers
 * go on in WAL mode.
 *
 * <p>Engines: SQLite; every version.
 *
 * <p>Safe path: run it while little is written, with a busy_timeout in the application that
 * outlasts it; change rows in batches, each its own commit.
 *
 * <p>Source: SQLite, File Locking And Concurrency; Write-Ahead Logging, 2.2 Concurrency.
 */
final class LongWriteLock implements Hazard {
  @Override
  public String id() {
    return "long-write-lock";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    return migration.clauses().stream()
        .filter(ExaminedClause::sqlite)
        .filter(LongWriteLock::isLong)
        .findFirst()
        .map(this::finding)
        .orElse(List.of());
  }

  /** Changes of rows have hazards of their own, but for the copy of a rebuild. */
  private static boolean isLong(ExaminedClause clause) {
    if (clause.operation() instanceof DataOperation) {
      return Rebuild.isPart(clause) && clause.scans();
    }
    if (clause.operation() instanceof CreateTable create) {
      return create.asQuery() && !create.temporary() && clause.scans();
    }
    return clause.rewrites()
        || clause.builds()
        || (clause.operation() instanceof AddColumn && clause.scans());
  }

  private List<Finding> finding(ExaminedClause clause) {
    List<ObjectName> tables =
        clause
            .rebuilds()
            .find(clause.statement())
            .map(rebuild -> List.of(rebuild.table()))
            .orElseGet(
                () ->
                    clause.impact().stream()
                        .flatMap(impact -> impact.scans().stream())
                        .filter(table -> !clause.isOwn(table))
                        .distinct()
                        .toList());
    return clause.finding(
        this,
        "Every other write of this database file waits, or fails as locked",
        "one statement "
            + work(clause)
            + Words.few(tables)
            + ", and SQLite has one writer at a time",
        "Run it while little is written, with a `busy_timeout` that outlasts it.");
  }

  private static String work(ExaminedClause clause) {
    if (clause.rewrites()) {
      return "rewrites ";
    }
    if (clause.builds()) {
      return "builds an index of ";
    }
    return clause.operation() instanceof AddColumn ? "tests every row of " : "copies ";
  }
}
