package dev.flux.rollout.mysql;

import dev.flux.rollout.Estimates;
import dev.flux.rollout.Situation;
import dev.flux.rollout.Sql;
import dev.flux.rollout.StepDraft;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.RenameTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Renames a table while both names work: a view has the new name until every version uses it, and
 * since it shows one table as it is, rows are written through it too. The names change hands in one
 * RENAME, so that there is no moment without either (MySQL 8.0 manual, 15.1.36 RENAME TABLE; 27.5.3
 * Updatable and Insertable Views).
 */
final class RenameTableBesideView implements MysqlRecipe {

  @Override
  public Set<String> settles() {
    return Set.of("rename-table");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof RenameTable rename)
        || situation.findTable(rename.table()).isEmpty()
        || situation.before().findView(rename.table()).isPresent()) {
      return List.of();
    }
    Table table = situation.findTable(rename.table()).get();
    Optional<PlannedStep> byHand =
        situation.renameByHand(table.name(), table.name().renamed(rename.to()));
    if (byHand.isPresent()) {
      return List.of(byHand.get());
    }
    MysqlDefinitions sql = new MysqlDefinitions(situation.before());
    ObjectName to = table.name().renamed(rename.to());
    String old = sql.name(table.name());
    String fresh = sql.name(to);
    String free = situation.freeName(table.name(), rename.to() + "_view");
    String aside = sql.name(to.renamed(free));
    String columns =
        table.complete()
            ? situation.list(table.columns().stream().map(Column::name).toList())
            : "*";
    String view =
        "CREATE SQL SECURITY INVOKER VIEW "
            + fresh
            + " AS SELECT "
            + columns
            + " FROM "
            + old
            + ";";
    return List.of(
        situation
            .step("view_" + rename.to(), "Let `" + rename.to() + "` be a view of `" + old + "`")
            .sql(view, "DROP VIEW " + fresh + ";")
            .impact("none on a table in use", "nothing", Estimates.instant())
            .worksWith("versions that use either name")
            .expand(),
        situation
            .step("deploy", "Deploy the version that uses `" + rename.to() + "`")
            .deploy()
            .worksWith("versions that use either name")
            .contract(),
        instant(
                situation.step(
                    "rename_" + table.name().name(),
                    "Rename `" + table.name() + "` to `" + rename.to() + "`"),
                old)
            .sql(
                OnlineSql.LOCK_WAIT
                    + "\n"
                    + Sql.allow(
                        "rename-table, drop-table, several-ddl-not-atomic",
                        "no running version uses the old name")
                    + "RENAME TABLE %s TO %s, %s TO %1$s;\n".formatted(fresh, aside, old)
                    + "DROP VIEW "
                    + aside
                    + ";",
                OnlineSql.LOCK_WAIT + "\nRENAME TABLE %s TO %s;\n".formatted(fresh, old) + view)
            .deployGate("no running version uses `" + table.name() + "`")
            .worksWith("versions that use `" + rename.to() + "`")
            .contract());
  }

  private static StepDraft instant(StepDraft draft, String table) {
    return draft.impact(
        "exclusive metadata lock on " + table,
        "reads and writes, for an instant",
        Estimates.instant());
  }
}
