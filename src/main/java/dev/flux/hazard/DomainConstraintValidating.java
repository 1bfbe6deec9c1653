package dev.flux.hazard;

import dev.flux.sql.ObjectOperation.AlterDomain;
import dev.flux.sql.ObjectOperation.CreateDomain;
import java.util.List;

/**
 * Catches {@code ALTER DOMAIN … ADD CONSTRAINT} without {@code NOT VALID} and {@code SET NOT NULL}.
 *
 * <p>In production: every table with a column of the domain is read while writes to it wait.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: add the constraint with {@code NOT VALID}, then {@code ALTER DOMAIN … VALIDATE
 * CONSTRAINT} in a migration of its own.
 *
 * <p>Source: PostgreSQL manual, ALTER DOMAIN, Notes; measured.
 */
final class DomainConstraintValidating extends OperationHazard<AlterDomain> {
  DomainConstraintValidating() {
    super("domain-constraint-validating", Severity.WARNING, AlterDomain.class);
  }

  @Override
  List<Finding> examine(AlterDomain alter, ExaminedClause clause) {
    boolean checks =
        alter.change() == AlterDomain.Change.SET_NOT_NULL
            || (alter.change() == AlterDomain.Change.ADD_CONSTRAINT && !alter.notValid());
    if (!checks
        || clause
            .earlierInFile()
            .anyMatch(
                earlier ->
                    earlier instanceof CreateDomain create
                        && create.domain().equals(alter.domain()))) {
      return List.of();
    }
    return clause.finding(
        this,
        "Writes to every table that uses "
            + Words.code(alter.domain())
            + " wait while its rows are checked",
        "the domain's rule must hold for all that is stored",
        "Add it with NOT VALID, and validate it in a migration of its own.");
  }
}
