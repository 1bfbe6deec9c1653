package dev.flux.rollout.mysql;

import dev.flux.rollout.Estimates;
import dev.flux.rollout.Situation;
import dev.flux.rollout.Sql;
import dev.flux.rollout.StepDraft;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.View;
import dev.flux.sql.ColumnOperation.DropColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drops a column once no running version uses it: its values are kept beside the table, in batches,
 * so that they come back with it, and go a release later.
 */
final class DropColumnAfterExport implements MysqlRecipe {
  @Override
  public Set<String> settles() {
    return Set.of("drop-column", "expand-and-contract-together");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof DropColumn drop)) {
      return List.of();
    }
    Optional<Table> table = situation.findTable(drop.table()).filter(Table::complete);
    Optional<Column> column = table.flatMap(t -> t.findColumn(drop.columnName()));
    if (column.flatMap(Column::type).isEmpty()
        || column.get().autoIncrement()
        || table.get().primaryKey().contains(column.get().name())) {
      return List.of();
    }
    Optional<View> reader =
        situation.end().viewsOn(table.get().name()).stream()
            .filter(view -> view.names(column.get().name()))
            .filter(view -> isGone(situation, table.get(), column.get()))
            .findFirst();
    if (reader.isPresent()) {
      return List.of(byHand(situation, drop, reader.get()));
    }
    LeftOut leftOut = new LeftOut(situation, table.get(), column.get());
    MysqlBatches batches = new MysqlBatches(situation.before(), drop.table());
    List<PlannedStep> steps = new ArrayList<>(leftOut.steps());
    steps.addAll(new Plan(situation, drop, table.get(), leftOut.column(), batches).steps());
    return steps;
  }

  private static boolean isGone(Situation situation, Table table, Column column) {
    return situation
        .end()
        .findTable(table.name())
        .filter(end -> end.findColumn(column.name()).isEmpty())
        .isPresent();
  }

  /** The servers let the column go, and every query of the view fails from then on. */
  private static PlannedStep byHand(Situation situation, DropColumn drop, View reader) {
    return situation
        .step("drop_" + drop.columnName(), "Drop column `" + drop.columnName() + "`")
        .waitsFor(
            "Plan this by hand: the view `%s` still reads `%s` when the change is done. Create it without the column, or drop it, in the same change."
                .formatted(reader.name().name(), drop.columnName()))
        .contract();
  }

  /** The steps for one column. */
  private record Plan(
      Situation situation, DropColumn drop, Table table, Column column, MysqlBatches batches) {

    List<PlannedStep> steps() {
      boolean kept = hasTypedKey() && column.generated().isEmpty();
      List<PlannedStep> steps = new ArrayList<>();
      steps.add(
          situation
              .step("deploy", "Deploy the version that does not use `" + column.name() + "`")
              .deploy()
              .worksWith("versions that do not use `" + column.name() + "`")
              .contract());
      if (kept) {
        steps.add(export());
      }
      Alterations alterations = new Alterations(situation);
      new IndexesFirst(situation, table, column.name())
          .step(alterations, action())
          .ifPresent(steps::add);
      steps.add(dropped(kept, alterations));
      if (kept) {
        steps.add(exportDropped());
      }
      return steps;
    }

    /** Whether rows are told apart by columns that a table beside it can have too. */
    private boolean hasTypedKey() {
      return !batches.key().isEmpty()
          && batches.key().stream()
              .allMatch(key -> table.findColumn(key).flatMap(Column::type).isPresent());
    }

    private MysqlDefinitions sql() {
      return new MysqlDefinitions(situation.before());
    }

    private String target() {
      return sql().name(table.name());
    }

    private String side() {
      String wanted = table.name().name() + "_" + column.name() + "_export";
      return sql().name(table.name().renamed(situation.freeName(table.name(), wanted)));
    }

    private String sideColumns() {
      List<String> names = new ArrayList<>(batches.key());
      names.add(column.name());
      return sql().list(names);
    }

    private String createSide() {
      return sql().besideKey(side(), table, batches.key(), List.of(sql().plain(column, false)));
    }

    private PlannedStep export() {
      String block =
          batches.block(
              target(),
              range ->
                  "REPLACE INTO %s (%s) SELECT %2$s FROM %s WHERE %s"
                      .formatted(side(), sideColumns(), target(), range));
      return AddColumnOnline.inBatches(
              situation
                  .step("export_" + column.name(), "Keep the values of `" + column.name() + "`")
                  .sql(createSide() + "\n" + block, "DROP TABLE " + side() + ";"),
              table.name())
          .deployGate("no running version uses `" + column.name() + "`")
          .worksWith("versions that do not use `" + column.name() + "`")
          .contract();
    }

    private String action() {
      return "DROP COLUMN " + situation.sql(column.name()) + choice();
    }

    private PlannedStep dropped(boolean kept, Alterations alterations) {
      OnlineSql first = alterations.at();
      Table now = first.before().findTable(table.name()).orElseThrow();
      String name = column.name();
      boolean others = table.indexesUsing(name).isEmpty() || !table.constraintsOn(name).isEmpty();
      String takes =
          situation.hazards().contains("drop-column-takes-dependents")
                  && (others || !now.indexesUsing(name).isEmpty())
              ? Sql.allow("drop-column-takes-dependents", "nothing looks for its values any more")
              : "";
      String there =
          Sql.allowDropColumn(situation.hazards())
              + takes
              + situation.alter(table.name(), action());
      StepDraft draft =
          alterations.step(
              "drop_" + column.name(), "Drop column `" + column.name() + "`", there, "SELECT 1;");
      OnlineSql then = alterations.at();
      List<String> back = new ArrayList<>();
      String definition = sql().columnInPlace(table, column).orElseThrow();
      back.add(
          OnlineSql.LOCK_WAIT
              + "\n"
              + then.stated(situation.alter(table.name(), "ADD COLUMN " + definition)));
      if (kept) {
        back.add(fillAgain());
      }
      List<String> keys = keysAgain(now, then);
      if (!keys.isEmpty()) {
        back.add(
            then.after("ALTER TABLE " + target() + " ADD COLUMN " + definition)
                .stated(situation.alter(table.name(), String.join(",\n  ", keys))));
      }
      draft.sql(first.alone(List.of(there)), String.join("\n", back));
      if (kept) {
        draft.outsideTransaction();
      } else if (column.generated().isEmpty()) {
        draft.loses("the values of `" + column.name() + "`");
      }
      return draft
          .deployGate("no running version uses `" + column.name() + "`")
          .worksWith("versions that do not use `" + column.name() + "`")
          .contract();
    }

    /**
     * A FULLTEXT index that the change drops leaves a hidden column, with which none goes at once.
     */
    private String choice() {
      boolean searched =
          situation.start().findTable(table.name()).stream()
              .flatMap(t -> t.indexes().stream())
              .anyMatch(index -> index.method().equals("fulltext"));
      boolean still = table.indexes().stream().anyMatch(i -> i.method().equals("fulltext"));
      return searched && !still ? ", ALGORITHM=INPLACE, LOCK=NONE" : "";
    }

    private String fillAgain() {
      String same =
          batches.key().stream()
              .map(k -> "flux_kept.%1$s = %2$s.%1$s".formatted(sql().name(k), target()))
              .collect(Collectors.joining(" AND "));
      return batches.block(
          target(),
          range ->
              "UPDATE %1$s JOIN %2$s AS flux_kept ON %3$s SET %1$s.%4$s = flux_kept.%4$s%5$s WHERE %6$s"
                  .formatted(
                      target(),
                      side(),
                      same,
                      sql().name(column.name()),
                      batches.keepingStamps(column.name()),
                      range));
    }

    /** Indexes that went with the column, or go on without it. */
    private List<String> keysAgain(Table now, OnlineSql then) {
      List<String> actions = new ArrayList<>();
      for (Index index : now.indexesUsing(column.name())) {
        String name = index.name().name();
        if (then.before().findTable(table.name()).flatMap(t -> t.findIndex(name)).isPresent()) {
          actions.add("DROP INDEX " + sql().name(name));
        }
        actions.add("ADD " + sql().index(index, table));
      }
      return actions;
    }

    private PlannedStep exportDropped() {
      return situation
          .step(
              "drop_" + column.name() + "_export",
              "Drop the kept values of `" + column.name() + "`")
          .sql(
              OnlineSql.LOCK_WAIT
                  + "\n"
                  + Sql.allow("drop-table", "it holds a copy that nobody goes back to")
                  + "DROP TABLE "
                  + side()
                  + ";",
              createSide())
          .impact("none on a table in use", "nothing", Estimates.instant())
          .loses("the values of `" + column.name() + "`")
          .deployGate("a release later: nobody needs to go back")
          .worksWith("every version that worked before")
          .contract();
    }
  }
}
