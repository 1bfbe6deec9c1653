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
 * <p>Engines: PostgreSQL, every version; MySQL and MariaDB, which copy the table unless
 * foreign_key_checks is off.
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
        || clause.isNew(add.table())) {
      return List.of();
    }
    if (clause.mysql()) {
      return copied(add, clause);
    }
    if (!clause.postgresql() || (clause.impact().isPresent() && !clause.scans())) {
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

  /** MySQL and MariaDB copy the table, unless they are told not to check. */
  private List<Finding> copied(AddConstraint add, ExaminedClause clause) {
    return OnlineWork.copies(clause)
        ? clause.finding(
            this,
            OnlineWork.effect(
                clause, add.table(), "until the table is copied and every row is checked"),
            "foreign_key_checks is on, so that the key cannot be added in place",
            "Look for rows without a partner first, then add the key with "
                + Words.code("SET SESSION foreign_key_checks = 0")
                + " and ALGORITHM=INPLACE in a migration of its own.")
        : List.of();
  }
}
