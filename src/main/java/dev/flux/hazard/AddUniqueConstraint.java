package dev.flux.hazard;

import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import java.util.List;

/**
 * Catches {@code ADD UNIQUE} without {@code USING INDEX}.
 *
 * <p>In production: a unique index is built under ACCESS EXCLUSIVE: nothing reads or writes the
 * table meanwhile. It fails where values repeat.
 *
 * <p>Engines: PostgreSQL, every version; MySQL and MariaDB build it while writes go on, and fail
 * where values repeat.
 *
 * <p>Safe path: {@code CREATE UNIQUE INDEX CONCURRENTLY} in a migration of its own, then {@code ADD
 * CONSTRAINT … UNIQUE USING INDEX}.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, ADD table_constraint_using_index.
 */
final class AddUniqueConstraint extends OperationHazard<AddConstraint> {
  AddUniqueConstraint() {
    super("add-unique-constraint", Severity.DANGER, AddConstraint.class);
  }

  @Override
  List<Finding> examine(AddConstraint add, ExaminedClause clause) {
    Constraint constraint = add.constraint();
    if (constraint.kind() != Constraint.Kind.UNIQUE
        || constraint.usingIndex().isPresent()
        || clause.isNew(add.table())) {
      return List.of();
    }
    if (clause.mysql()) {
      return clause.finding(
          this,
          "The migration fails at the first two rows of "
              + Words.code(add.table())
              + " that are alike, and from then on so do writes of the running application",
          Words.codes(constraint.columns()) + " must be unique from one moment to the next",
          "Count the rows that are alike first, and let the application refuse new ones before.");
    }
    if (!clause.postgresql()) {
      return List.of();
    }
    return clause.finding(
        this,
        "Reads and writes of " + Words.code(add.table()) + " wait while a unique index is built",
        "the UNIQUE constraint on "
            + Words.codes(constraint.columns())
            + " is added without USING INDEX",
        "Create the unique index with CONCURRENTLY in a migration of its own, and adopt it with"
            + " USING INDEX.");
  }
}
