package dev.flux.sql;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern NAME = Pattern.compile("(?s)\"[^\"]+\"|[^\\s\";]+");

    /** Its name, the last word, as the engine folds it. */
    public String name() {
      String name = text;
      Matcher words = NAME.matcher(text);
      while (words.find()) {
        name = words.group();
      }
      return name.startsWith("\"")
          ? name.substring(1, name.length() - 1)
          : name.toLowerCase(Locale.ROOT);
    }

    /** Whether it is made here. */
    public boolean sets() {
      return starts("savepoint");
    }

    /** Whether everything since is undone, and every lock taken since is given up. */
    public boolean goesBack() {
      return starts("rollback") || starts("abort");
    }

    private boolean starts(String word) {
      return text.strip().regionMatches(true, 0, word, 0, word.length());
    }

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
