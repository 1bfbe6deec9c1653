package dev.flux.hazard;

import dev.flux.engine.Impact;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.List;

/**
 * Catches a strong lock on a table in use while no lock_timeout holds. Spoken once a file.
 *
 * <p>In production: the statement waits for the longest running query on the table, and every later
 * query waits behind it: a short change becomes an outage.
 *
 * <p>Engines: PostgreSQL; MySQL and MariaDB with lock_wait_timeout.
 *
 * <p>Safe path: {@code SET lock_timeout = '5s'} ({@code SET LOCAL} in a transaction) before it, and
 * try again when it strikes.
 *
 * <p>Source: PostgreSQL manual, 20.11.1 Statement Behavior, lock_timeout; 13.3.1 Table-Level Locks.
 */
final class NoLockTimeout implements Hazard {
  @Override
  public String id() {
    return "no-lock-timeout";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    return migration.clauses().stream()
        .filter(clause -> !clause.lockTimeout() && !creates(clause))
        .filter(clause -> clause.strongLocks().findFirst().isPresent())
        .findFirst()
        .map(this::finding)
        .orElse(List.of());
  }

  private List<Finding> finding(ExaminedClause clause) {
    Impact.TableLock lock = clause.strongLocks().findFirst().orElseThrow();
    if (clause.mysql()) {
      return clause.finding(
          this,
          "All queries on "
              + Words.code(lock.table())
              + " queue up behind this statement while it waits for open transactions",
          "it needs the exclusive metadata lock for an instant, and no lock_wait_timeout bounds"
              + " the wait (a year by default on MySQL)",
          "Begin the file with "
              + Words.code("SET SESSION lock_wait_timeout = 5")
              + ", and try again when it strikes.");
    }
    String setting =
        clause.inTransaction() ? "SET LOCAL lock_timeout = '5s'" : "SET lock_timeout = '5s'";
    return clause.finding(
        this,
        "All queries on "
            + Words.code(lock.table())
            + " queue up behind this statement while it waits",
        "it needs " + lock.mode().words() + " and no lock_timeout bounds the wait",
        "Begin the file with " + Words.code(setting) + ", and try again when it strikes.");
  }

  /** A new table's foreign keys lock their parents for an instant; nobody waits on the table. */
  private static boolean creates(ExaminedClause clause) {
    return clause.operation() instanceof CreateTable
        || Subject.of(clause.operation()).filter(clause::isNew).isPresent();
  }
}
