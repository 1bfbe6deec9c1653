package dev.flux.hazard;

import dev.flux.engine.LockMode;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SessionOperation;
import java.util.List;

/**
 * Catches {@code LOCK TABLE} in a mode that stops writes.
 *
 * <p>In production: writes, and with ACCESS EXCLUSIVE reads, wait until the transaction ends.
 *
 * <p>Engines: PostgreSQL, MySQL; every version.
 *
 * <p>Safe path: leave the lock to the statement that needs it; set a short lock_timeout.
 *
 * <p>Source: PostgreSQL manual, LOCK; 13.3.1 Table-Level Locks.
 */
final class LockTable extends OperationHazard<SessionOperation.LockTable> {
  LockTable() {
    super("lock-table", Severity.WARNING, SessionOperation.LockTable.class);
  }

  @Override
  List<Finding> examine(SessionOperation.LockTable lock, ExaminedClause clause) {
    List<ObjectName> old = lock.tables().stream().filter(table -> !clause.isNew(table)).toList();
    if (old.isEmpty() || !blocksWrites(lock.mode())) {
      return List.of();
    }
    return clause.mysql()
        ? clause.finding(
            this,
            "Statements on " + Words.codes(old) + " wait until UNLOCK TABLES",
            "LOCK TABLES keeps the table for this session",
            "Leave the lock to the statement that needs it, and set a short lock_wait_timeout.")
        : clause.finding(
            this,
            "Statements on " + Words.codes(old) + " wait until this transaction ends",
            "LOCK TABLE takes " + lock.mode(),
            "Leave the lock to the statement that needs it, and set a short lock_timeout.");
  }

  private static boolean blocksWrites(String mode) {
    for (LockMode known : LockMode.values()) {
      if (known.words().equalsIgnoreCase(mode)) {
        return known.blocksWrites();
      }
    }
    return true;
  }
}
