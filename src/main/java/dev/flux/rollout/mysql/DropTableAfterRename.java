package dev.flux.rollout.mysql;

import dev.flux.rollout.Estimates;
import dev.flux.rollout.Situation;
import dev.flux.rollout.Sql;
import dev.flux.rollout.StepDraft;
import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.DropTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Drops a table once no running version uses it: it is renamed away first, so that a forgotten use
 * shows while the rows are still there, and dropped a release later.
 */
final class DropTableAfterRename implements MysqlRecipe {

  @Override
  public Set<String> settles() {
    return Set.of("drop-table");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof DropTable drop)) {
      return List.of();
    }
    List<PlannedStep> steps = new ArrayList<>();
    for (ObjectName name : drop.tables()) {
      Optional<Table> table = situation.findTable(name);
      boolean referenced =
          situation.before().referencing(name).stream()
              .anyMatch(
                  child ->
                      !child.name().equals(situation.before().resolve(name))
                          && situation.end().findTable(child.name()).isPresent());
      if (table.isEmpty() || referenced) {
        return List.of();
      }
      steps.addAll(steps(situation, table.get()));
      if (situation.end().findTable(name).isPresent()) {
        steps.add(another(situation, name));
      }
    }
    return steps;
  }

  /** The change makes another table of the name, which no version until then works with. */
  private static PlannedStep another(Situation situation, ObjectName table) {
    return situation
        .step("deploy", "Deploy the version that uses the new `" + table + "`")
        .deploy()
        .worksWith("versions that do not use the former `" + table + "`")
        .lastly();
  }

  private static List<PlannedStep> steps(Situation situation, Table table) {
    String name = table.name().name();
    ObjectName gone = table.name().renamed(situation.freeName(table.name(), name + "_dropped"));
    MysqlDefinitions sql = new MysqlDefinitions(situation.before());
    String here = sql.name(table.name());
    String aside = sql.name(gone);
    String again = sql.createTable(table, aside).orElse("");
    return List.of(
        situation
            .step("deploy", "Deploy the version that does not use `" + name + "`")
            .deploy()
            .worksWith("versions that do not use `" + name + "`")
            .contract(),
        instant(situation.step("put_" + name + "_away", "Rename `" + name + "` away"), name)
            .sql(
                OnlineSql.LOCK_WAIT
                    + "\n"
                    + Sql.allow("rename-table", "no running version uses it any more")
                    + "RENAME TABLE %s TO %s;".formatted(here, aside),
                OnlineSql.LOCK_WAIT + "\nRENAME TABLE %s TO %s;".formatted(aside, here))
            .deployGate("no running version uses `" + name + "`")
            .worksWith("versions that do not use `" + name + "`")
            .contract(),
        instant(situation.step("drop_" + name, "Drop `" + name + "`"), name)
            .sql(
                OnlineSql.LOCK_WAIT
                    + "\n"
                    + Sql.allow("drop-table", "it was renamed away a release ago")
                    + "DROP TABLE "
                    + aside
                    + ";",
                again)
            .loses("the rows of `" + name + "`")
            .deployGate(
                "a release later: nothing has asked for `" + name + "`, and a backup holds it")
            .worksWith("every version that worked before")
            .contract());
  }

  private static StepDraft instant(StepDraft draft, String table) {
    return draft.impact(
        "exclusive metadata lock on " + table,
        "reads and writes, for an instant",
        Estimates.instant());
  }
}
