package dev.flux.hazard;

import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import java.util.List;

/**
 * Catches {@code ADD FOREIGN KEY} without {@code NOT VALID}.
 *
 * <p>In production: writes to both tables wait under SHARE ROW EXCLUSIVE while every row is checked
 * against the referenced table.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: add it with {@code NOT VALID}, then {@code VALIDATE CONSTRAINT} in a migration of
 * its own, which lets reads and writes go on.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, Notes; measured on both tables.
 */
final class AddForeignKeyValidating extends OperationHazard<AddConstraint> {
  AddForeignKeyValidating() {
    super("add-foreign-key-validating", Severity.DANGER, AddConstraint.class);
  }

  @Override
  List<Finding> examine(AddConstraint add, ExaminedClause clause) {
    Constraint constraint = add.constraint();
    if (constraint.kind() != Constraint.Kind.FOREIGN_KEY
        || constraint.notValid()
        || !clause.postgresql()
        || clause.isNew(add.table())) {
      return List.of();
    }
    return clause.finding(
        this,
        "Writes to "
            + Words.codes(
                constraint
                    .reference()
                    .map(reference -> List.of(add.table(), reference.table()))
                    .orElse(List.of(add.table())))
            + " wait while every row is checked",
        "the foreign key is added without NOT VALID",
        "Add it with NOT VALID, and validate it in a migration of its own.");
  }
}
