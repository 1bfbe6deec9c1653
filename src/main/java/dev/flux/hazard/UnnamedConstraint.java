package dev.flux.hazard;

import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import java.util.List;

/**
 * Catches {@code ALTER TABLE … ADD} of a constraint without a name. Spoken once a file.
 *
 * <p>In production: the engine makes a name up, another one where that is taken; a later migration
 * that drops the constraint by name then fails on the databases that differ.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version. The name of a primary key is always the
 * same.
 *
 * <p>Safe path: {@code ADD CONSTRAINT name …}.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, ADD table_constraint; MySQL manual, 13.1.20.5 FOREIGN
 * KEY Constraints.
 */
final class UnnamedConstraint implements Hazard {
  @Override
  public String id() {
    return "unnamed-constraint";
  }

  @Override
  public Severity severity() {
    return Severity.ADVICE;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    List<ExaminedClause> unnamed =
        migration.clauses().stream().filter(UnnamedConstraint::isUnnamed).toList();
    if (unnamed.isEmpty()) {
      return List.of();
    }
    return unnamed
        .get(0)
        .finding(
            this,
            "Nobody can rely on the constraint's name",
            "the engine makes one up on "
                + Words.few(unnamed.stream().flatMap(clause -> clause.table().stream()).toList()),
            "Give it one: `ADD CONSTRAINT name …`.");
  }

  private static boolean isUnnamed(ExaminedClause clause) {
    if (!(clause.operation() instanceof AddConstraint add)
        || add.constraint().name().isPresent()
        || add.constraint().usingIndex().isPresent()) {
      return false;
    }
    Constraint.Kind kind = add.constraint().kind();
    return kind != Constraint.Kind.PRIMARY_KEY && kind != Constraint.Kind.NOT_NULL;
  }
}
