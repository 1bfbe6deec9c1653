package dev.flux.hazard;

import dev.flux.migration.TransactionMode;
import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation.BeginTransaction;
import dev.flux.sql.SessionOperation.CommitTransaction;
import dev.flux.sql.SessionOperation.RollbackTransaction;
import java.util.List;

/**
 * Catches BEGIN, COMMIT and ROLLBACK in a file that the tool wraps in a transaction, a transaction
 * that a file leaves open, a BEGIN inside of another, and an end without a beginning.
 *
 * <p>In production: COMMIT ends the tool's transaction: what follows runs without one, and a
 * failure leaves half of the file applied while the tool believes that nothing was. A transaction
 * left open is rolled back, or holds its locks.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: leave transactions to the tool, or switch its wrapping off for this file in the
 * tool's own way.
 *
 * <p>Source: PostgreSQL manual, BEGIN, Notes; COMMIT, Notes.
 */
final class TransactionControlInMigration implements Hazard {
  @Override
  public String id() {
    return "transaction-control-in-migration";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    TransactionMode mode = clause.migration().transaction();
    if (clause.operation() instanceof RunBlock block
        && clause.postgresql()
        && clause.inTransaction()
        && BlockLoops.commit(block)) {
      return clause.finding(
          this,
          "The migration fails, and nothing of it is applied",
          "the block commits, and it runs inside of a transaction",
          "Let it run without a transaction around it, in a file of its own.");
    }
    return mode.kind() == TransactionMode.Kind.WRAPPED && isControl(clause.operation())
        ? clause.finding(
            this,
            "A failure leaves half of the file applied",
            "it begins or ends a transaction itself, and " + mode.reason(),
            "Leave transactions to the tool, or switch its wrapping off for this file.")
        : List.of();
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    List<ExaminedClause> control =
        migration.clauses().stream().filter(clause -> isControl(clause.operation())).toList();
    if (control.isEmpty()
        || migration.migration().transaction().kind() == TransactionMode.Kind.WRAPPED) {
      return List.of();
    }
    ExaminedClause last = control.get(control.size() - 1);
    return last.operation() instanceof BeginTransaction
        ? last.finding(
            this,
            "What follows is rolled back, or its locks stay",
            "the file leaves this transaction open",
            "End it with COMMIT.")
        : unpaired(control, migration.migration().transaction());
  }

  /** The first that begins a transaction inside of another, or ends one where there is none. */
  private List<Finding> unpaired(List<ExaminedClause> control, TransactionMode mode) {
    boolean open = false;
    for (ExaminedClause clause : control) {
      boolean begins = clause.operation() instanceof BeginTransaction;
      if (begins == open && (begins || lacks(clause, mode))) {
        return clause.finding(
            this,
            Severity.WARNING,
            begins
                ? "The first COMMIT ends it all, and what follows runs without a transaction"
                : "What ran before cannot be taken back together",
            begins
                ? "a transaction is open when this one is to begin"
                : "no transaction is open that this could end",
            "Pair each BEGIN with one COMMIT.");
      }
      open = begins;
    }
    return List.of();
  }

  /** Outside a transaction an end has nothing to end; MySQL takes it without a word. */
  private static boolean lacks(ExaminedClause clause, TransactionMode mode) {
    return mode.kind() == TransactionMode.Kind.NONE && !clause.mysql();
  }

  private static boolean isControl(Operation operation) {
    return operation instanceof BeginTransaction
        || operation instanceof CommitTransaction
        || operation instanceof RollbackTransaction;
  }
}
