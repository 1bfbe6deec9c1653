package dev.flux.rollout;

import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.DropTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Drops tables once no running version uses them: they are renamed away first, so that a forgotten
 * use shows while the rows are still there, and dropped a release later.
 */
final class DropTableLast implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("drop-table", "drop-cascade", "expand-and-contract-together");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof DropTable drop)
        || drop.tables().stream()
            .anyMatch(t -> situation.findTable(t).isEmpty() && drop.ifExists())) {
      return List.of();
    }
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(
        situation
            .step("deploy", "Deploy the version that does not use " + names(drop))
            .deploy()
            .worksWith("versions that do not use " + names(drop))
            .contract());
    List<String> away = new ArrayList<>();
    for (ObjectName table : drop.tables()) {
      ObjectName aside =
          situation
              .before()
              .resolve(table)
              .renamed(situation.freeName(table, table.name() + "_dropped"));
      away.add(situation.definitions().name(aside));
      steps.add(rename(situation, table, aside));
    }
    steps.add(dropStep(situation, drop, away));
    return steps;
  }

  private static String names(DropTable drop) {
    return "`"
        + String.join("`, `", drop.tables().stream().map(ObjectName::toString).toList())
        + "`";
  }

  private static PlannedStep rename(Situation situation, ObjectName table, ObjectName aside) {
    return Locks.instant(
            situation
                .step("put_" + table.name() + "_away", "Rename `" + table + "` away")
                .sql(
                    Sql.locking(
                        Sql.allow("rename-table", "no running version uses it any more")
                            + situation.alter(table, "RENAME TO " + situation.sql(aside.name()))),
                    Sql.locking(
                        "ALTER TABLE %s RENAME TO %s;"
                            .formatted(
                                situation.definitions().name(aside), situation.sql(table.name())))),
            table)
        .gate("no running version uses `" + table + "`")
        .worksWith("versions that do not use `" + table + "`")
        .contract();
  }

  private static PlannedStep dropStep(Situation situation, DropTable drop, List<String> away) {
    StringBuilder back = new StringBuilder();
    for (int i = 0; i < away.size(); i++) {
      Optional<Table> table = situation.findTable(drop.tables().get(i));
      String aside = away.get(i);
      table
          .flatMap(t -> situation.definitions().createTable(t, aside))
          .ifPresent(sql -> back.append(sql).append('\n'));
    }
    String cascade = drop.cascade() ? Sql.allow("drop-cascade", "the author asks for it") : "";
    return Locks.instant(
            situation
                .step("drop_" + drop.tables().get(0).name(), "Drop " + names(drop))
                .sql(
                    Sql.LOCK_TIMEOUT
                        + "\n"
                        + cascade
                        + Sql.allow("drop-table", "it was renamed away a release ago")
                        + "DROP TABLE "
                        + String.join(", ", away)
                        + (drop.cascade() ? " CASCADE" : "")
                        + ";",
                    back.toString().strip()),
            drop.tables().get(0))
        .loses("the rows of " + names(drop))
        .gate("a release later: nothing has asked for " + names(drop) + ", and a backup holds it")
        .worksWith("every version that worked before")
        .contract();
  }
}
