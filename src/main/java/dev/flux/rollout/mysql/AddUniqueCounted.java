package dev.flux.rollout.mysql;

import dev.flux.rollout.Situation;
import dev.flux.rollout.Sql;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Adds a unique key in place, in a migration of its own, once a query has shown that no two rows
 * are alike; it fails, and changes nothing, where two are (MySQL 8.0 manual, 17.12.1 Online DDL
 * Operations, Index Operations).
 */
final class AddUniqueCounted implements MysqlRecipe {

  @Override
  public Set<String> settles() {
    return Set.of("add-unique-constraint");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    Operation operation = situation.operation();
    Optional<ObjectName> table = situation.clause().table();
    List<String> columns = columns(operation);
    String action = AlterActions.of(situation, situation.clause().clause());
    if (table.isEmpty() || columns.isEmpty() || action.isEmpty()) {
      return List.of();
    }
    String listed = situation.list(columns);
    String given =
        String.join(" AND ", columns.stream().map(c -> situation.sql(c) + " IS NOT NULL").toList());
    return List.of(
        new Alterations(situation)
            .step(
                "unique_" + table.get().name() + "_" + String.join("_", columns),
                "Make " + listed + " of `" + table.get().name() + "` unique",
                List.of(
                    Sql.allow("add-unique-constraint", "rows that are alike were counted before")
                        + situation.alter(table.get(), action)),
                MysqlUndo.of(operation, situation.before()).statements())
            .gate(
                "`SELECT %1$s, COUNT(*) FROM %2$s WHERE %3$s GROUP BY %1$s HAVING COUNT(*) > 1;` finds no row"
                    .formatted(listed, situation.sql(table.get()), given))
            .expand());
  }

  private static List<String> columns(Operation operation) {
    if (operation instanceof CreateIndex create && create.unique()) {
      return create.elements().stream().flatMap(e -> e.column().stream()).toList();
    }
    return operation instanceof AddConstraint add
            && add.constraint().kind() == Constraint.Kind.UNIQUE
        ? add.constraint().columns()
        : List.of();
  }
}
