package dev.flux.rollout;

import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Adds a constraint in two steps that block nobody for long: CHECK and FOREIGN KEY without looking
 * at existing rows, then VALIDATE in a transaction of its own; UNIQUE and PRIMARY KEY over an index
 * that was built CONCURRENTLY (manual, ALTER TABLE, ADD table_constraint NOT VALID and
 * table_constraint_using_index). On partitioned tables the server refuses both but for a CHECK.
 */
final class AddConstraintApart implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of(
        "add-foreign-key-validating",
        "add-check-validating",
        "add-unique-constraint",
        "add-primary-key",
        "set-not-null-cold");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof AddConstraint add)
        || add.constraint().usingIndex().isPresent()
        || add.constraint().notValid()) {
      return List.of();
    }
    Constraint constraint = add.constraint();
    if (constraint.kind() == Constraint.Kind.NOT_NULL) {
      return SetNotNullByCheck.steps(situation, add.table(), constraint.columns().get(0));
    }
    if (constraint.kind() != Constraint.Kind.CHECK
        && situation.findTable(add.table()).filter(Table::partitioned).isPresent()) {
      return AddConstraintOnPartitions.steps(situation, add, name(situation, add));
    }
    return name(situation, add)
        .map(name -> steps(situation, add.table(), name, constraint))
        .orElse(List.of());
  }

  private static List<PlannedStep> steps(
      Situation situation, ObjectName table, String name, Constraint constraint) {
    List<PlannedStep> steps = new ArrayList<>();
    Phase.Name phase = Phase.Name.EXPAND;
    if (constraint.kind() == Constraint.Kind.PRIMARY_KEY) {
      for (String column : constraint.columns()) {
        if (situation
            .findTable(table)
            .flatMap(t -> t.findColumn(column))
            .filter(Column::notNull)
            .isEmpty()) {
          steps.addAll(SetNotNullByCheck.steps(situation, table, column));
          phase = Phase.Name.CONTRACT;
        }
      }
    }
    steps.addAll(ConstraintSteps.of(situation, table, name, constraint, phase));
    return steps;
  }

  /** The name written, or the one that the server would make up. */
  private static Optional<String> name(Situation situation, AddConstraint add) {
    return add.constraint().name().or(() -> madeUp(situation, add.table()));
  }

  /** The name of the constraint that the operation adds to the table. */
  static Optional<String> madeUp(Situation situation, ObjectName table) {
    List<String> before =
        situation.findTable(table).map(AddConstraintApart::names).orElse(List.of());
    return situation
        .after()
        .findTable(table)
        .map(AddConstraintApart::names)
        .orElse(List.of())
        .stream()
        .filter(name -> !before.contains(name))
        .findFirst();
  }

  private static List<String> names(Table table) {
    return table.constraints().stream().map(TableConstraint::name).toList();
  }
}
