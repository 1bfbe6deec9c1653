package dev.flux.hazard;

import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.ConstraintOperation.ValidateConstraint;
import java.util.List;

/**
 * Catches {@code VALIDATE CONSTRAINT} in the transaction that added the constraint with {@code NOT
 * VALID}.
 *
 * <p>In production: the lock of ADD CONSTRAINT is held until the commit, so that writes wait during
 * the scan after all.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: validate in a migration of its own.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, Notes; 13.3.1 Table-Level Locks.
 */
final class ValidateInSameTransaction extends OperationHazard<ValidateConstraint> {
  ValidateInSameTransaction() {
    super("validate-in-same-transaction", Severity.DANGER, ValidateConstraint.class);
  }

  @Override
  List<Finding> examine(ValidateConstraint validate, ExaminedClause clause) {
    boolean adds =
        clause.sameTransaction().stream()
            .anyMatch(
                earlier ->
                    earlier.operation() instanceof AddConstraint add
                        && add.table().equals(validate.table())
                        && add.constraint().name().filter(validate.name()::equals).isPresent());
    if (!adds || clause.isNew(validate.table())) {
      return List.of();
    }
    return clause.finding(
        this,
        "Writes to " + Words.code(validate.table()) + " wait while every row is checked",
        "the lock that added "
            + Words.code(validate.name())
            + " is held until this transaction ends",
        "Validate it in a migration of its own.");
  }
}
