package dev.flux.rollout.mysql;

import dev.flux.rollout.Situation;
import dev.flux.rollout.StepDraft;
import dev.flux.rollout.WayBack;
import dev.flux.schema.Table;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Adds a foreign key in place, which the server does only where it need not compare the rows that
 * are there; a query looks for rows without a partner before (MySQL 8.0 manual, 17.12.1 Online DDL
 * Operations, Foreign Key Operations; MariaDB documentation, InnoDB Online DDL).
 */
final class AddForeignKeyUnchecked implements MysqlRecipe {
  /** New keys are not compared with rows. */
  static final String OFF = "SET SESSION foreign_key_checks = 0;";

  /** As it is in every session. */
  static final String ON = "SET SESSION foreign_key_checks = 1;";

  @Override
  public Set<String> settles() {
    return Set.of("add-foreign-key-validating");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof AddConstraint add)
        || add.constraint().kind() != Constraint.Kind.FOREIGN_KEY
        || add.constraint().reference().isEmpty()) {
      return List.of();
    }
    WayBack back = MysqlUndo.of(add, situation.before());
    String action =
        "ADD "
            + add.constraint()
                .name()
                .map(name -> "CONSTRAINT " + situation.sql(name) + " ")
                .orElse("")
            + add.constraint().definition();
    List<String> there = new ArrayList<>(List.of(OFF, situation.alter(add.table(), action), ON));
    Constraint.Reference reference = add.constraint().reference().get();
    StepDraft draft =
        new Alterations(situation)
            .step(
                "add_foreign_key_" + add.constraint().name().orElse(add.table().name()),
                "Add the foreign key of `" + add.table() + "` to `" + reference.table() + "`",
                there,
                back.statements());
    return List.of(
        draft.gate("no row has no partner: " + orphans(situation, add, reference)).expand());
  }

  /** Finds the rows that the key forbids. */
  private static String orphans(
      Situation situation, AddConstraint add, Constraint.Reference reference) {
    List<String> own = add.constraint().columns();
    List<String> theirs =
        reference.columns().isEmpty()
            ? situation.findTable(reference.table()).map(Table::primaryKey).orElse(own)
            : reference.columns();
    String joined =
        IntStream.range(0, Math.min(own.size(), theirs.size()))
            .mapToObj(
                i ->
                    "flux_parent."
                        + situation.sql(theirs.get(i))
                        + " = flux_child."
                        + situation.sql(own.get(i)))
            .collect(Collectors.joining(" AND "));
    String given =
        own.stream()
            .map(column -> "flux_child." + situation.sql(column) + " IS NOT NULL")
            .collect(Collectors.joining(" AND "));
    return "`SELECT COUNT(*) FROM %s AS flux_child WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS flux_parent WHERE %s);` counts 0"
        .formatted(situation.sql(add.table()), given, situation.sql(reference.table()), joined);
  }
}
