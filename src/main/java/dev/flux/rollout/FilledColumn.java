package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Column;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A column whose rows get a value, and that takes no NULL in the end. */
public record FilledColumn(Situation situation, ObjectName table, String column) {

  /**
   * Gives every row that has none a value.
   *
   * @param value as SQL
   * @param written whether the application must write it before
   */
  List<PlannedStep> steps(String value, boolean written) {
    List<PlannedStep> steps = new ArrayList<>();
    if (written) {
      steps.add(deploy().backfill());
    }
    String target = situation.sql(table);
    String name = situation.sql(column);
    String block =
        situation
            .batches(table)
            .block(
                target,
                range ->
                    "UPDATE %s SET %s = %s WHERE %s AND %s IS NULL"
                        .formatted(target, name, value, range, name));
    steps.add(
        Locks.batches(fill().sql(block, "").outsideTransaction(), table)
            .worksWith("every version that worked before")
            .backfill());
    return steps;
  }

  /**
   * What is left out until its value is told.
   *
   * @param left statements that need it
   */
  public List<PlannedStep> waiting(Optional<SqlType> type, String left) {
    MissingValue value = MissingValue.of(table, column, type);
    Step.Awaited awaited = new Step.Awaited(value.name(), "");
    return List.of(
        deploy().awaitsToo(awaited).backfill(),
        fill().awaits(value, "").backfill(),
        situation
            .step("set_not_null_" + column, "Declare `" + column + "` NOT NULL")
            .awaitsToo(new Step.Awaited(value.name(), left))
            .contract());
  }

  /** The type that the catalog tells. */
  Optional<SqlType> type() {
    return situation.findTable(table).flatMap(t -> t.findColumn(column)).flatMap(Column::type);
  }

  /** The deploy of a version that writes it. */
  public StepDraft deploy() {
    return situation
        .step("deploy", "Deploy the version that writes `" + column + "`")
        .deploy()
        .worksWith("versions that write `" + column + "` in every new row");
  }

  /** The step that fills it, still without its statements. */
  public StepDraft fill() {
    return situation.step("backfill_" + column, "Fill `" + column + "` in batches");
  }
}
