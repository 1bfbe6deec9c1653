package dev.flux.rollout.mysql;

import dev.flux.rollout.Situation;
import dev.flux.rollout.StepDraft;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Hides an index from queries a release before it is dropped: what becomes slow shows while the
 * index is still there, and showing it again takes an instant (MySQL 8.0 manual, 10.3.12 Invisible
 * Indexes; MariaDB documentation, Ignored Indexes).
 */
final class HideIndexBeforeDrop implements MysqlRecipe {

  @Override
  public Set<String> settles() {
    return Set.of("drop-index-still-used");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof DropIndex drop) || drop.table().isEmpty()) {
      return List.of();
    }
    Optional<Table> table = situation.findTable(drop.table().get());
    MysqlDefinitions sql = new MysqlDefinitions(situation.before());
    Alterations steps = new Alterations(situation);
    List<PlannedStep> planned = new ArrayList<>();
    for (ObjectName name : drop.indexes()) {
      Optional<Index> index = table.flatMap(t -> t.findIndex(name.name()));
      if (index.isEmpty()) {
        return List.of();
      }
      if (isReplaced(situation, table.get(), index.get())) {
        planned.addAll(replaced(situation, steps, table.get(), index.get(), sql));
        continue;
      }
      planned.add(hide(situation, steps, drop.table().get(), index.get()).expand());
      planned.add(drop(situation, steps, table.get(), index.get(), sql));
    }
    return planned;
  }

  /**
   * Whether the change builds another index under the same name later, over columns that are there
   * already: those that are dropped and added again are so only once the old index is gone. One
   * that computes what it sorts by takes no other name in place.
   */
  static boolean isReplaced(Situation situation, Table table, Index index) {
    Optional<Table> end = situation.end().findTable(table.name()).filter(t -> !index.computes());
    return end.flatMap(t -> t.findIndex(index.name().name()))
        .filter(
            other ->
                other.columns().stream()
                    .flatMap(column -> table.findColumn(column).stream())
                    .allMatch(now -> end.get().findColumn(now.name()).equals(Optional.of(now))))
        .isPresent();
  }

  /** The old index gives its name to the new one first, and goes once that is built. */
  private static List<PlannedStep> replaced(
      Situation situation, Alterations steps, Table table, Index index, MysqlDefinitions sql) {
    String name = index.name().name();
    String old = situation.freeName(table.name(), name + "_old");
    Index aside = index.named(ObjectName.of(old));
    return List.of(
        steps
            .step(
                "put_" + name + "_aside",
                "Keep the old index under another name",
                situation.alter(table.name(), rename(situation, name, old)),
                situation.alter(table.name(), rename(situation, old, name)))
            .expand(),
        hide(situation, steps, table.name(), aside)
            .gate("the new index `" + name + "` is built")
            .contract(),
        drop(situation, steps, table, aside, sql));
  }

  private static String rename(Situation situation, String from, String to) {
    return "RENAME INDEX " + situation.sql(from) + " TO " + situation.sql(to);
  }

  private static StepDraft hide(
      Situation situation, Alterations steps, ObjectName table, Index index) {
    boolean mariadb = situation.engine().dialect() == Dialect.MARIADB;
    String name = index.name().name();
    String alter = "ALTER INDEX " + situation.sql(name) + " ";
    return steps.step(
        "hide_" + name,
        "Hide index `" + name + "` from queries",
        situation.alter(table, alter + (mariadb ? "IGNORED" : "INVISIBLE")),
        situation.alter(table, alter + (mariadb ? "NOT IGNORED" : "VISIBLE")));
  }

  private static PlannedStep drop(
      Situation situation, Alterations steps, Table table, Index index, MysqlDefinitions sql) {
    String name = index.name().name();
    return steps
        .step(
            "drop_" + name,
            "Drop index `" + name + "`",
            situation.alter(table.name(), "DROP INDEX " + situation.sql(name)),
            situation.alter(
                table.name(),
                "ADD " + sql.index(index.visible() ? hidden(steps, table, index) : index, table)))
        .deployGate("a release later: no query has become slow since `" + name + "` is hidden")
        .contract();
  }

  private static Index hidden(Alterations steps, Table table, Index index) {
    return steps
        .at()
        .before()
        .findTable(table.name())
        .flatMap(t -> t.findIndex(index.name().name()))
        .orElse(index);
  }
}
