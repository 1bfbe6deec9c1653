package dev.flux.sql;

/** Operations on constraints of a table. */
public sealed interface ConstraintOperation extends Operation {

  /** The table of the constraint. */
  ObjectName table();

  /** ALTER TABLE … ADD CONSTRAINT, named or not. */
  record AddConstraint(ObjectName table, Constraint constraint) implements ConstraintOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER TABLE … VALIDATE CONSTRAINT. */
  record ValidateConstraint(ObjectName table, String name) implements ConstraintOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * ALTER TABLE … DROP CONSTRAINT.
   *
   * @param name on MySQL {@code PRIMARY} for the primary key
   */
  record DropConstraint(ObjectName table, String name, boolean ifExists, boolean cascade)
      implements ConstraintOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER TABLE … RENAME CONSTRAINT. */
  record RenameConstraint(ObjectName table, String name, String to) implements ConstraintOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * ALTER TABLE … ALTER CONSTRAINT.
   *
   * @param text exact text of the action
   */
  record AlterConstraint(ObjectName table, String name, String text)
      implements ConstraintOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** Names every operation of this group. */
  interface Visitor<R> {
    R visit(AddConstraint operation);

    R visit(ValidateConstraint operation);

    R visit(DropConstraint operation);

    R visit(RenameConstraint operation);

    R visit(AlterConstraint operation);
  }
}
