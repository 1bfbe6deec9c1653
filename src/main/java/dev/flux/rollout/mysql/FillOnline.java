package dev.flux.rollout.mysql;

import dev.flux.rollout.FilledColumn;
import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.rollout.Situation;
import dev.flux.rollout.StepDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives every row that has none a value, in batches of MySQL and MariaDB. */
final class FillOnline {
  private FillOnline() {}

  /**
   * The deploy, where one is needed, and the batches.
   *
   * @param value as SQL
   * @param written whether the application must write it before
   * @param lost what no rollback brings back; empty where nothing is lost
   */
  static List<PlannedStep> steps(FilledColumn column, String value, boolean written, String lost) {
    List<PlannedStep> steps = new ArrayList<>();
    if (written) {
      steps.add(column.deploy().backfill());
    }
    Situation situation = column.situation();
    MysqlBatches batches = new MysqlBatches(situation.before(), column.table());
    Optional<String> obstacle = MysqlBatches.obstacle(batches);
    steps.add(
        obstacle.isPresent()
            ? column.fill().waitsFor(obstacle.get()).backfill()
            : fill(column, batches, value, lost).backfill());
    return steps;
  }

  private static StepDraft fill(
      FilledColumn column, MysqlBatches batches, String value, String lost) {
    String target = column.situation().sql(column.table());
    String name = column.situation().sql(column.column());
    String stamps = batches.keepingStamps(column.column());
    String block =
        batches.block(
            target,
            range ->
                "UPDATE %s SET %s = %s%s WHERE %s AND %s IS NULL"
                    .formatted(target, name, value, stamps, range, name));
    StepDraft draft = AddColumnOnline.inBatches(column.fill().sql(block, ""), column.table());
    return (lost.isEmpty() ? draft : draft.loses(lost))
        .worksWith("every version that worked before");
  }
}
