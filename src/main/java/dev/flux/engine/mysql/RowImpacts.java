package dev.flux.engine.mysql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;
import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.ROW_SHARE;
import static dev.flux.engine.LockMode.SHARE;

import dev.flux.engine.Impact;
import dev.flux.engine.ImpactDraft;
import dev.flux.sql.DataOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Predicate;
import dev.flux.sql.SessionOperation;
import java.util.List;
import java.util.Optional;

/**
 * Facts about operations on rows, the session and locks. Rows that a change reads are locked until
 * the end of the transaction, and so are the gaps between them (MySQL manual, 17.7.3 Locks Set by
 * Different SQL Statements in InnoDB; measured on MySQL 8.0.33 and MariaDB 11.4).
 */
interface RowImpacts
    extends DataOperation.Visitor<Optional<Impact>>,
        SessionOperation.Visitor<Optional<Impact>>,
        Scene {
  /** Where locks of rows are described. */
  String ROWS = "Locks Set by Different SQL Statements in InnoDB";

  private ImpactDraft changed(ObjectName table, List<ObjectName> reads) {
    ImpactDraft draft = draft(ROWS).lock(table, ROW_EXCLUSIVE);
    reads.forEach(other -> draft.lock(other, ROW_SHARE));
    return draft;
  }

  private ImpactDraft scanUnless(
      ImpactDraft draft, ObjectName table, Optional<Predicate> condition) {
    return Predicate.meansAll(condition) ? draft.scan(table) : draft;
  }

  @Override
  default Optional<Impact> visit(DataOperation.Insert operation) {
    return Optional.of(changed(operation.table(), operation.reads()).impact());
  }

  @Override
  default Optional<Impact> visit(DataOperation.Update operation) {
    ImpactDraft draft = changed(operation.table(), operation.reads());
    return Optional.of(scanUnless(draft, operation.table(), operation.where()).impact());
  }

  @Override
  default Optional<Impact> visit(DataOperation.Delete operation) {
    ImpactDraft draft = changed(operation.table(), operation.reads());
    return Optional.of(scanUnless(draft, operation.table(), operation.where()).impact());
  }

  @Override
  default Optional<Impact> visit(DataOperation.Merge operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(DataOperation.Query operation) {
    ImpactDraft draft = draft("SELECT");
    operation
        .reads()
        .forEach(table -> draft.lock(table, operation.locking() ? ROW_SHARE : ACCESS_SHARE));
    return Optional.of(draft.impact());
  }

  @Override
  default Optional<Impact> visit(DataOperation.CopyRows operation) {
    return Optional.of(draft("LOAD DATA").lock(operation.table(), ROW_EXCLUSIVE).impact());
  }

  @Override
  default Optional<Impact> visit(DataOperation.CallRoutine operation) {
    return Optional.of(
        draft("CALL")
            .assume("What the procedure `" + operation.routine() + "` does was not read.")
            .impact());
  }

  @Override
  default Optional<Impact> visit(DataOperation.RunBlock operation) {
    return nothing("BEGIN END");
  }

  private Optional<Impact> nothing(String section) {
    return Optional.of(draft(section).impact());
  }

  @Override
  default Optional<Impact> visit(SessionOperation.SetSetting operation) {
    return nothing("SET");
  }

  @Override
  default Optional<Impact> visit(SessionOperation.ResetSetting operation) {
    return nothing("SET");
  }

  @Override
  default Optional<Impact> visit(SessionOperation.BeginTransaction operation) {
    return nothing("START TRANSACTION");
  }

  @Override
  default Optional<Impact> visit(SessionOperation.CommitTransaction operation) {
    return nothing("COMMIT");
  }

  @Override
  default Optional<Impact> visit(SessionOperation.RollbackTransaction operation) {
    return nothing("ROLLBACK");
  }

  @Override
  default Optional<Impact> visit(SessionOperation.Savepoint operation) {
    return nothing("SAVEPOINT");
  }

  @Override
  default Optional<Impact> visit(SessionOperation.LockTable operation) {
    boolean write = operation.mode().equals("WRITE");
    return Optional.of(
        draft("LOCK TABLES").lock(operation.tables(), write ? ACCESS_EXCLUSIVE : SHARE).impact());
  }

  @Override
  default Optional<Impact> visit(SessionOperation.Maintain operation) {
    return Optional.of(draft("ANALYZE TABLE").lock(operation.tables(), ACCESS_SHARE).impact());
  }

  @Override
  default Optional<Impact> visit(SessionOperation.Session operation) {
    return nothing("SQL Statements");
  }
}
