package dev.flux.hazard;

import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import java.util.List;

/**
 * Catches {@code ADD FOREIGN KEY} without {@code NOT VALID}, and {@code ALTER CONSTRAINT …
 * ENFORCED} of PostgreSQL 18.
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
final class AddForeignKeyValidating extends OperationHazard<ConstraintOperation> {
  AddForeignKeyValidating() {
    super("add-foreign-key-validating", Severity.DANGER, ConstraintOperation.class);
  }

  @Override
  List<Finding> examine(ConstraintOperation operation, ExaminedClause clause) {
    if (operation instanceof ConstraintOperation.AlterConstraint alter) {
      return clause.postgresql() && !clause.isNew(alter.table()) && clause.scans()
          ? enforced(alter, clause)
          : List.of();
    }
    return operation instanceof AddConstraint add ? added(add, clause) : List.of();
  }

  /** ENFORCED of PostgreSQL 18 has no NOT VALID: it compares every row at once. */
  private List<Finding> enforced(ConstraintOperation.AlterConstraint alter, ExaminedClause clause) {
    return clause.finding(
        this,
        "Reads and writes of " + Words.code(alter.table()) + " wait while every row is checked",
        Words.code(alter.name()) + " is enforced from now on, under ACCESS EXCLUSIVE",
        "Drop it, add it with NOT VALID, and validate it in a migration of its own.");
  }

  private List<Finding> added(AddConstraint add, ExaminedClause clause) {
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
