package dev.flux.sql;

import java.util.Optional;

/** Operations on one column of a table. */
public sealed interface ColumnOperation extends Operation {

  /** The table of the column. */
  ObjectName table();

  /** The column's name before the operation. */
  String columnName();

  /**
   * Where ADD, MODIFY and CHANGE of MySQL and MariaDB put a column.
   *
   * @param after the column in front of it; empty for the first place
   */
  record Position(Optional<String> after) {}

  /**
   * ALTER TABLE … ADD COLUMN.
   *
   * @param position empty for the last place
   */
  record AddColumn(
      ObjectName table, ColumnDefinition column, boolean ifNotExists, Optional<Position> position)
      implements ColumnOperation {
    @Override
    public String columnName() {
      return column.name();
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER TABLE … DROP COLUMN. */
  record DropColumn(ObjectName table, String columnName, boolean ifExists, boolean cascade)
      implements ColumnOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * ALTER TABLE … RENAME COLUMN.
   *
   * @param ofView whether ALTER VIEW says it; ALTER TABLE may be said of a view too
   */
  record RenameColumn(ObjectName table, String columnName, String to, boolean ofView)
      implements ColumnOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER TABLE … ALTER COLUMN … TYPE. */
  record ChangeColumnType(
      ObjectName table,
      String columnName,
      SqlType type,
      Optional<Expression> using,
      Optional<String> collation)
      implements ColumnOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * ALTER TABLE … MODIFY or CHANGE of MySQL and MariaDB: the whole definition anew, and perhaps a
   * new name.
   *
   * @param position empty where it stays where it is
   */
  record ModifyColumn(
      ObjectName table, String columnName, ColumnDefinition column, Optional<Position> position)
      implements ColumnOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER COLUMN … SET NOT NULL. */
  record SetNotNull(ObjectName table, String columnName) implements ColumnOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER COLUMN … DROP NOT NULL. */
  record DropNotNull(ObjectName table, String columnName) implements ColumnOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER COLUMN … SET DEFAULT. */
  record SetDefault(ObjectName table, String columnName, Expression value)
      implements ColumnOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER COLUMN … DROP DEFAULT. */
  record DropDefault(ObjectName table, String columnName) implements ColumnOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER COLUMN … ADD GENERATED … AS IDENTITY. */
  record AddIdentity(ObjectName table, String columnName, String text) implements ColumnOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER COLUMN … DROP IDENTITY. */
  record DropIdentity(ObjectName table, String columnName, boolean ifExists)
      implements ColumnOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER COLUMN … DROP EXPRESSION. */
  record DropExpression(ObjectName table, String columnName, boolean ifExists)
      implements ColumnOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER COLUMN … SET EXPRESSION (PostgreSQL 17). */
  record SetExpression(ObjectName table, String columnName, Expression expression)
      implements ColumnOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * An ALTER COLUMN action that changes neither values nor their rules.
   *
   * @param text exact text of the action
   */
  record SetColumnOption(ObjectName table, String columnName, Option option, String text)
      implements ColumnOperation {
    /** The actions, as far as their locks differ. */
    public enum Option {
      STATISTICS,
      STORAGE,
      COMPRESSION,
      ATTRIBUTES,
      IDENTITY_SEQUENCE,
      /** MySQL. */
      VISIBILITY
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** Names every operation of this group. */
  interface Visitor<R> {
    R visit(AddColumn operation);

    R visit(DropColumn operation);

    R visit(RenameColumn operation);

    R visit(ChangeColumnType operation);

    R visit(ModifyColumn operation);

    R visit(SetNotNull operation);

    R visit(DropNotNull operation);

    R visit(SetDefault operation);

    R visit(DropDefault operation);

    R visit(AddIdentity operation);

    R visit(DropIdentity operation);

    R visit(DropExpression operation);

    R visit(SetExpression operation);

    R visit(SetColumnOption operation);
  }
}
