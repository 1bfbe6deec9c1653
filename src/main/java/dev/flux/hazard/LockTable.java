package dev.flux.hazard;

import dev.flux.engine.LockMode;
import dev.flux.sql.DataOperation.Query;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Catches {@code LOCK TABLE} in a mode that stops writes, and {@code FOR UPDATE} of all rows.
 *
 * <p>In production: writes, and with ACCESS EXCLUSIVE reads, wait until the transaction ends.
 *
 * <p>Engines: PostgreSQL, MySQL; every version.
 *
 * <p>Safe path: leave the lock to the statement that needs it; set a short lock_timeout.
 *
 * <p>Source: PostgreSQL manual, LOCK; 13.3.1 Table-Level Locks.
 */
final class LockTable extends OperationHazard<Operation> {
  private static final Pattern NARROWED =
      Pattern.compile("\\b(?:where|limit|fetch)\\b", Pattern.CASE_INSENSITIVE);

  LockTable() {
    super("lock-table", Severity.WARNING, Operation.class);
  }

  @Override
  List<Finding> examine(Operation operation, ExaminedClause clause) {
    if (operation instanceof Query query) {
      return rows(query, clause);
    }
    return operation instanceof SessionOperation.LockTable lock ? table(lock, clause) : List.of();
  }

  private List<Finding> rows(Query query, ExaminedClause clause) {
    List<ObjectName> old = query.reads().stream().filter(table -> !clause.isOwn(table)).toList();
    return query.locking()
            && clause.inTransaction()
            && !old.isEmpty()
            && !NARROWED.matcher(clause.statement().sql()).find()
        ? clause.finding(
            this,
            "Writes of all rows of " + Words.codes(old) + " wait until this transaction ends",
            "the query locks every row that it reads",
            "Lock the rows that are needed, by their key.")
        : List.of();
  }

  private List<Finding> table(SessionOperation.LockTable lock, ExaminedClause clause) {
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
