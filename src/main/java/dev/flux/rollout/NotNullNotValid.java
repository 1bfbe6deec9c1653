package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.ObjectName;
import java.util.List;

/**
 * NOT NULL as a constraint of its own, of new rows first and validated apart (PostgreSQL 18;
 * manual, ALTER TABLE, ADD table_constraint NOT VALID). It bears the name that SET NOT NULL would
 * give it.
 */
final class NotNullNotValid {
  private NotNullNotValid() {}

  /** The steps for a column that every row has a value in. */
  static List<PlannedStep> steps(Situation situation, ObjectName table, String columnName) {
    String column = situation.sql(columnName);
    String constraint =
        situation.operation() instanceof AddConstraint add
                && add.constraint().columns().equals(List.of(columnName))
                && add.constraint().name().isPresent()
                && add.constraint().kind() == Constraint.Kind.NOT_NULL
            ? add.constraint().name().get()
            : situation.freeName(table, table.name() + "_" + columnName + "_not_null");
    String name = situation.sql(constraint);
    String drop = situation.alter(table, "DROP CONSTRAINT " + name);
    String add =
        situation.alter(table, "ADD CONSTRAINT " + name + " NOT NULL " + column + " NOT VALID");
    return List.of(
        Locks.instant(
                situation
                    .step("check_" + constraint, "Require `" + columnName + "` of new rows")
                    .sql(Sql.locking(add), Sql.locking(drop)),
                table)
            .deployGate("every running version writes a value to `" + columnName + "`")
            .worksWith("versions that always write `" + columnName + "`")
            .contract(),
        Locks.scan(
                situation
                    .step(
                        "validate_" + constraint,
                        "Check existing rows while reads and writes go on")
                    .sql(
                        situation.alter(table, "VALIDATE CONSTRAINT " + name),
                        Sql.locking(drop, add)),
                table)
            .gate(
                "no row has NULL: SELECT count(*) FROM %s WHERE %s IS NULL;"
                    .formatted(situation.sql(table), column))
            .worksWith("every version that worked before")
            .contract());
  }
}
