package dev.flux.sql;

import java.util.List;

/** Operations on the session, the transaction and locks. */
public sealed interface SessionOperation extends Operation {

  /**
   * SET, also through {@code SELECT set_config(…)}.
   *
   * @param name in lower case
   * @param value without quotes
   */
  record SetSetting(String name, String value, Scope scope) implements SessionOperation {
    /** How long it holds. */
    public enum Scope {
      SESSION,
      LOCAL,
      GLOBAL
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** RESET; {@code all} for all. */
  record ResetSetting(String name) implements SessionOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** BEGIN, START TRANSACTION. */
  record BeginTransaction(String text) implements SessionOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** COMMIT, END. */
  record CommitTransaction(String text) implements SessionOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ROLLBACK, ABORT, of the whole transaction. */
  record RollbackTransaction(String text) implements SessionOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** SAVEPOINT, RELEASE, ROLLBACK TO. */
  record Savepoint(String text) implements SessionOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * LOCK TABLE, LOCK TABLES.
   *
   * @param mode as the manual spells it, such as {@code ACCESS EXCLUSIVE}
   */
  record LockTable(List<ObjectName> tables, String mode) implements SessionOperation {
    public LockTable {
      tables = List.copyOf(tables);
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * VACUUM (not FULL), ANALYZE, CHECKPOINT.
   *
   * @param tables empty where all are meant
   */
  record Maintain(Kind maintenance, List<ObjectName> tables, String text)
      implements SessionOperation {
    public Maintain {
      tables = List.copyOf(tables);
    }

    /** The kinds. */
    public enum Kind {
      VACUUM,
      ANALYZE,
      CHECKPOINT
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Anything else that touches neither schema nor rows: PREPARE, DISCARD, LISTEN, NOTIFY, SHOW,
   * EXPLAIN, USE, PRAGMA.
   */
  record Session(String text) implements SessionOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** Names every operation of this group. */
  interface Visitor<R> {
    R visit(SetSetting operation);

    R visit(ResetSetting operation);

    R visit(BeginTransaction operation);

    R visit(CommitTransaction operation);

    R visit(RollbackTransaction operation);

    R visit(Savepoint operation);

    R visit(LockTable operation);

    R visit(Maintain operation);

    R visit(Session operation);
  }
}
