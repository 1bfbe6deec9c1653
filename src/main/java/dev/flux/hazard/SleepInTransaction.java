package dev.flux.hazard;

import dev.flux.sql.DataOperation.Query;
import java.util.List;
import java.util.Set;

/**
 * Catches a query that waits, such as {@code pg_sleep}, inside of a transaction.
 *
 * <p>In production: what the transaction has locked stays locked meanwhile, and no row that died
 * since it began can be cleaned up. Under a lock that keeps others out it is a danger.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version.
 *
 * <p>Safe path: commit, then wait; a lock_timeout and another try where something is waited for.
 *
 * <p>Source: PostgreSQL manual, 9.9.5 Delaying Execution; 13.3 Explicit Locking.
 */
final class SleepInTransaction extends OperationHazard<Query> {
  private static final Set<String> WAITS =
      Set.of("pg_sleep", "pg_sleep_for", "pg_sleep_until", "sleep");

  SleepInTransaction() {
    super("sleep-in-transaction", Severity.WARNING, Query.class);
  }

  @Override
  List<Finding> examine(Query query, ExaminedClause clause) {
    if (!clause.inTransaction() || query.functions().stream().noneMatch(WAITS::contains)) {
      return List.of();
    }
    boolean locked = clause.held().stream().anyMatch(lock -> lock.mode().blocksWrites());
    return clause.finding(
        this,
        locked ? Severity.DANGER : severity(),
        locked
            ? "Statements of the application wait as long, behind the locks that are held"
            : "What the transaction has locked stays locked meanwhile",
        "it waits inside of the transaction",
        "Commit before it waits.");
  }
}
