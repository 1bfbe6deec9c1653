package dev.flux.hazard;

import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import java.util.List;

/**
 * Catches {@code ADD CHECK} without {@code NOT VALID}.
 *
 * <p>In production: every row is read under ACCESS EXCLUSIVE: nothing reads or writes the table
 * meanwhile.
 *
 * <p>Engines: PostgreSQL, every version; MySQL and MariaDB, which copy the table.
 *
 * <p>Safe path: add it with {@code NOT VALID}, then {@code VALIDATE CONSTRAINT} in a migration of
 * its own.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, Notes; measured.
 */
final class AddCheckValidating extends OperationHazard<AddConstraint> {
  AddCheckValidating() {
    super("add-check-validating", Severity.DANGER, AddConstraint.class);
  }

  @Override
  List<Finding> examine(AddConstraint add, ExaminedClause clause) {
    Constraint constraint = add.constraint();
    if (constraint.kind() != Constraint.Kind.CHECK
        || constraint.notValid()
        || clause.isNew(add.table())) {
      return List.of();
    }
    if (clause.mysql()) {
      return OnlineWork.copies(clause)
          ? clause.finding(
              this,
              OnlineWork.effect(
                  clause, add.table(), "until the table is copied and every row is checked"),
              "a CHECK that is enforced cannot be added in place",
              "Let the application hold the rule, or add it with an online change tool.")
          : List.of();
    }
    if (!clause.postgresql() || (clause.impact().isPresent() && !clause.scans())) {
      return List.of();
    }
    return clause.finding(
        this,
        "Reads and writes of " + Words.code(add.table()) + " wait while every row is checked",
        "the CHECK is added without NOT VALID",
        "Add it with NOT VALID, and validate it in a migration of its own.");
  }
}
