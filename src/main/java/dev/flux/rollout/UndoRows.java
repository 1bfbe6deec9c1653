package dev.flux.rollout;

import dev.flux.sql.DataOperation;
import dev.flux.sql.SessionOperation;

/** Ways back of operations on rows and on the session. */
public interface UndoRows
    extends DataOperation.Visitor<WayBack>, SessionOperation.Visitor<WayBack>, UndoContext {

  @Override
  default WayBack visit(DataOperation.Insert operation) {
    return before().isNew(operation.table())
        ? WayBack.NONE
        : WayBack.lost("which rows were there before: the added rows stay");
  }

  @Override
  default WayBack visit(DataOperation.Update operation) {
    return before().isNew(operation.table())
        ? WayBack.NONE
        : WayBack.lost("the values that it overwrites");
  }

  @Override
  default WayBack visit(DataOperation.Delete operation) {
    return before().isNew(operation.table())
        ? WayBack.NONE
        : WayBack.lost("the rows that it deletes");
  }

  @Override
  default WayBack visit(DataOperation.Merge operation) {
    return WayBack.lost("the rows as they were before");
  }

  @Override
  default WayBack visit(DataOperation.Query operation) {
    return operation.functions().isEmpty()
        ? WayBack.NONE
        : WayBack.lost("what the called functions change");
  }

  @Override
  default WayBack visit(DataOperation.CopyRows operation) {
    return operation.from() && !before().isNew(operation.table())
        ? WayBack.lost("which rows were there before: the added rows stay")
        : WayBack.NONE;
  }

  @Override
  default WayBack visit(DataOperation.CallRoutine operation) {
    return WayBack.lost("what `" + operation.routine() + "` changes");
  }

  @Override
  default WayBack visit(DataOperation.RunBlock operation) {
    return WayBack.lost("what the block changes");
  }

  @Override
  default WayBack visit(SessionOperation.SetSetting operation) {
    return WayBack.NONE;
  }

  @Override
  default WayBack visit(SessionOperation.ResetSetting operation) {
    return WayBack.NONE;
  }

  @Override
  default WayBack visit(SessionOperation.BeginTransaction operation) {
    return WayBack.NONE;
  }

  @Override
  default WayBack visit(SessionOperation.CommitTransaction operation) {
    return WayBack.NONE;
  }

  @Override
  default WayBack visit(SessionOperation.RollbackTransaction operation) {
    return WayBack.NONE;
  }

  @Override
  default WayBack visit(SessionOperation.Savepoint operation) {
    return WayBack.NONE;
  }

  @Override
  default WayBack visit(SessionOperation.LockTable operation) {
    return WayBack.NONE;
  }

  @Override
  default WayBack visit(SessionOperation.Maintain operation) {
    return WayBack.NONE;
  }

  @Override
  default WayBack visit(SessionOperation.Session operation) {
    return WayBack.NONE;
  }
}
