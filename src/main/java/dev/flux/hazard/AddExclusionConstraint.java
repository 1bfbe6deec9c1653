package dev.flux.hazard;

import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import java.util.List;

/**
 * Catches {@code ADD EXCLUDE}.
 *
 * <p>In production: its index is built under ACCESS EXCLUSIVE: nothing reads or writes the table
 * meanwhile. It can be neither NOT VALID nor built beforehand.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: a new table with the constraint, kept in step by a trigger, filled in batches, then
 * swapped; or a planned window.
 *
 * <p>Source: PostgreSQL manual, CREATE TABLE, EXCLUDE; ALTER TABLE, Notes.
 */
final class AddExclusionConstraint extends OperationHazard<AddConstraint> {
  AddExclusionConstraint() {
    super("add-exclusion-constraint", Severity.DANGER, AddConstraint.class);
  }

  @Override
  List<Finding> examine(AddConstraint add, ExaminedClause clause) {
    Constraint constraint = add.constraint();
    if (constraint.kind() != Constraint.Kind.EXCLUSION
        || constraint.usingIndex().isPresent()
        || !clause.postgresql()
        || clause.isNew(add.table())) {
      return List.of();
    }
    return clause.finding(
        this,
        "Reads and writes of "
            + Words.code(add.table())
            + " wait while an index is built and every row is checked",
        "an exclusion constraint can neither be NOT VALID nor adopt an index, so that PostgreSQL"
            + " has no online way",
        "Build a new table with the constraint and move the rows in batches, refuse what overlaps"
            + " in a trigger that takes an advisory lock, or plan a window.");
  }
}
