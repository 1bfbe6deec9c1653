package dev.flux.rollout;

import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.RenameTable;
import java.util.List;
import java.util.Set;

/**
 * Renames a table while both names work: in the same transaction a view takes the old name, and
 * since it shows one table as it is, rows are written through it too (manual, CREATE VIEW,
 * Updatable Views).
 */
final class RenameTableBehindView implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("rename-table");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof RenameTable rename)
        || situation.before().findView(rename.table()).isPresent()) {
      return List.of();
    }
    ObjectName from = situation.before().resolve(rename.table());
    if (situation.end().findTable(from).isPresent()) {
      return List.of(
          situation
              .step("rename_" + from.name(), "Rename `" + from + "` to `" + rename.to() + "`")
              .waitsFor(
                  "Plan this rename by hand: the change gives the name `"
                      + from
                      + "` to another table, and old versions would write to that.")
              .contract());
    }
    ObjectName to = from.renamed(rename.to());
    String old = situation.definitions().name(from);
    String fresh = situation.definitions().name(to);
    String columns =
        situation
            .findTable(from)
            .filter(Table::complete)
            .map(t -> situation.list(t.columns().stream().map(Column::name).toList()))
            .orElse("*");
    String view = "CREATE VIEW " + old + " AS SELECT " + columns + " FROM " + fresh + ";";
    String dropView = "DROP VIEW " + old + ";";
    return List.of(
        Locks.instant(
                situation
                    .step(
                        "rename_" + from.name(),
                        "Rename `" + from + "` to `" + to + "`, and keep the old name as a view")
                    .sql(
                        Sql.locking(
                            "ALTER TABLE " + old + " RENAME TO " + situation.sql(rename.to()) + ";",
                            view),
                        Sql.locking(
                            dropView,
                            "ALTER TABLE "
                                + fresh
                                + " RENAME TO "
                                + situation.sql(from.name())
                                + ";")),
                from)
            .gate(
                "one role owns the table and runs the application, or the view is granted likewise")
            .worksWith("versions that use either name")
            .expand(),
        situation
            .step("deploy", "Deploy the version that uses `" + to + "`")
            .deploy()
            .worksWith("versions that use either name")
            .contract(),
        Locks.instant(
                situation
                    .step("drop_view_" + from.name(), "Drop the view under the old name")
                    .sql(
                        Sql.locking(
                            Sql.allow("drop-table", "no running version uses the old name")
                                + dropView),
                        view),
                from)
            .deployGate("no running version uses `" + from + "`")
            .worksWith("versions that use `" + to + "`")
            .contract());
  }
}
