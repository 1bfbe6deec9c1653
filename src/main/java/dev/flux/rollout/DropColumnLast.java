package dev.flux.rollout;

import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.schema.View;
import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drops a column once no running version uses it, its values kept in a table beside it until a
 * release later. A column that new rows must fill is let go NULL first, since the version that
 * leaves it out would fail.
 */
final class DropColumnLast implements Recipe {
  @Override
  public Set<String> settles() {
    return Set.of("drop-column", "drop-column-takes-dependents", "expand-and-contract-together");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof DropColumn drop)) {
      return List.of();
    }
    Optional<Table> table = situation.findTable(drop.table());
    return new Plan(situation, drop, table, table.flatMap(t -> t.findColumn(drop.columnName())))
        .steps();
  }

  /** The steps for one column. */
  private record Plan(
      Situation situation, DropColumn drop, Optional<Table> table, Optional<Column> column) {

    List<PlannedStep> steps() {
      List<PlannedStep> steps = new ArrayList<>();
      if (mustBeFilled()) {
        steps.add(letNull());
      }
      steps.add(
          situation
              .step("deploy", "Deploy the version that neither reads nor writes `" + name() + "`")
              .deploy()
              .worksWith("versions that do not use `" + name() + "`")
              .contract());
      List<View> views = AroundColumnChange.views(situation);
      if (!views.isEmpty()) {
        steps.add(without(views));
      }
      if (exports()) {
        steps.add(export());
      }
      steps.add(dropStep());
      if (exports()) {
        steps.add(dropExport());
      }
      return steps;
    }

    private String name() {
      return drop.columnName();
    }

    private String sql() {
      return situation.sql(name());
    }

    /** The primary key, or the one that takes its place before the column goes. */
    private List<String> key() {
      List<String> now = table.map(Table::primaryKey).orElse(List.of());
      List<String> other =
          situation.end().findTable(drop.table()).map(Table::primaryKey).orElse(List.of());
      boolean known =
          table.filter(t -> other.stream().allMatch(c -> t.findColumn(c).isPresent())).isPresent();
      return now.isEmpty() && known ? other : now;
    }

    private boolean mustBeFilled() {
      return column
          .filter(c -> c.notNull() && c.defaultValue().isEmpty() && c.generated().isEmpty())
          .filter(c -> !c.autoIncrement() && !key().contains(name()))
          .isPresent();
    }

    private boolean exports() {
      return column.filter(c -> c.type().isPresent() && c.generated().isEmpty()).isPresent()
          && !key().isEmpty()
          && !key().contains(name());
    }

    private PlannedStep letNull() {
      return Locks.instant(
              situation
                  .step("let_" + name() + "_be_null", "Let new rows leave `" + name() + "` out")
                  .sql(
                      Sql.locking(
                          Sql.allow("drop-not-null", "every running version reads NULL by then")
                              + alter("ALTER COLUMN " + sql() + " DROP NOT NULL")),
                      Sql.locking(alter("ALTER COLUMN " + sql() + " SET NOT NULL"))),
              drop.table())
          .worksWith("every version that reads NULL in `" + name() + "`")
          .expand();
    }

    /** Views that the change creates anew, without the column, in one transaction. */
    private PlannedStep without(List<View> views) {
      List<View> again = AroundColumnChange.again(situation, views);
      String names =
          views.stream().map(v -> "`" + v.name().name() + "`").collect(Collectors.joining(", "));
      return situation
          .step("create_views_without_" + name(), "Create " + names + " without `" + name() + "`")
          .sql(Sql.locking(shrunk(views, again)), Sql.locking(exchanged(again, views)))
          .impact(
              "ACCESS EXCLUSIVE on " + views.get(0).name(),
              "reads of the view, for an instant",
              Estimates.instant())
          .deployGate("no running version uses `" + name() + "`")
          .worksWith("versions that do not use `" + name() + "`")
          .contract();
    }

    private List<String> shrunk(List<View> gone, List<View> come) {
      List<String> statements = exchanged(gone, come);
      if (gone.size() > 1) {
        String all = Sql.allow("locks-several-tables", "all are created again at once");
        statements.set(1, all + statements.get(1));
      }
      for (View view : gone) {
        String create = "CREATE VIEW " + situation.sql(view.name()) + " ";
        String narrower = Sql.allow("shrink-view", "no running version reads the column any more");
        if (view.everything().isEmpty() && view.names(name())) {
          statements.replaceAll(sql -> sql.startsWith(create) ? narrower + sql : sql);
        }
      }
      return statements;
    }

    private List<String> exchanged(List<View> gone, List<View> come) {
      List<String> statements = new ArrayList<>();
      gone.forEach(view -> statements.add(0, "DROP VIEW " + situation.sql(view.name()) + ";"));
      come.forEach(view -> statements.addAll(situation.definitions().createView(view)));
      return statements;
    }

    private String alter(String action) {
      return situation.alter(drop.table(), action);
    }

    private String side() {
      return situation.beside(
          drop.table(),
          situation.freeName(drop.table(), drop.table().name() + "_" + name() + "_export"));
    }

    private PlannedStep export() {
      return situation
          .step("export_" + name(), "Keep the values of `" + name() + "` in a table beside it")
          .sql(
              "CREATE TABLE %1$s AS SELECT %2$s, %3$s FROM %4$s;\nALTER TABLE %1$s ADD PRIMARY KEY (%2$s);"
                  .formatted(side(), situation.list(key()), sql(), situation.sql(drop.table())),
              "DROP TABLE " + side() + ";")
          .impact("ACCESS SHARE on " + drop.table(), "nothing", Estimates.oneScan())
          .deployGate("no running version uses `" + name() + "`")
          .worksWith("versions that do not use `" + name() + "`")
          .contract();
    }

    private PlannedStep dropStep() {
      String there = alter("DROP COLUMN " + sql() + (drop.cascade() ? " CASCADE" : ""));
      Optional<String> back = back();
      StepDraft draft =
          Locks.instant(
                  situation
                      .step("drop_" + name(), "Drop column `" + name() + "`")
                      .sql(
                          exports()
                              ? Sql.lockingAlone(allowed() + there)
                              : Sql.locking(allowed() + there),
                          back.orElse("")),
                  drop.table())
              .deployGate("no running version uses `" + name() + "`")
              .worksWith("versions that do not use `" + name() + "`");
      if (exports()) {
        draft.outsideTransaction();
      }
      if (back.isEmpty()) {
        draft.loses("`" + name() + "` and its values: its type is not in the history");
      } else if (drop.cascade()) {
        draft.loses("what CASCADE drops beside the column");
      } else if (!exports() && column.filter(c -> c.generated().isEmpty()).isPresent()) {
        draft.loses("the values of `" + name() + "`: the table has no key to bring them back by");
      } else if (column.filter(Column::autoIncrement).isPresent()) {
        draft.loses("where the sequence of `" + name() + "` stood");
      }
      return draft.contract();
    }

    private String allowed() {
      String text = Sql.allowDropColumn(situation.hazards());
      boolean dependents =
          table.filter(t -> !situation.definitions().dependents(t, name()).isEmpty()).isPresent();
      if (dependents) {
        text += Sql.allow("drop-column-takes-dependents", "no running version needs them any more");
      }
      return drop.cascade() ? text + Sql.allow("drop-cascade", "the author asks for it") : text;
    }

    private Optional<String> back() {
      return column
          .flatMap(c -> situation.definitions().column(c))
          .map(
              definition -> {
                boolean required = exports() && !mustBeFilled() && column.get().notNull();
                ColumnReturn back =
                    new ColumnReturn(
                        situation,
                        drop.table(),
                        sql(),
                        column.get().generated().isPresent()
                            ? definition
                            : definition.replaceFirst(" NOT NULL$", ""),
                        required,
                        hanging(table.orElseThrow()),
                        situation.batches(drop.table()));
                return exports() ? back.filledFrom(side(), key()) : back.empty();
              });
    }

    private List<String> hanging(Table known) {
      List<String> hanging = new ArrayList<>(situation.definitions().dependents(known, name()));
      column
          .flatMap(c -> situation.definitions().comment(known, c, name()))
          .ifPresent(hanging::add);
      return hanging;
    }

    private PlannedStep dropExport() {
      List<String> columns = new ArrayList<>();
      for (String each : key()) {
        columns.add(typed(each));
      }
      columns.add(typed(name()));
      ObjectName export = ObjectName.of(side());
      return situation
          .step("drop_" + name() + "_export", "Drop the kept values of `" + name() + "`")
          .sql(
              Sql.locking(
                  Sql.allow("drop-table", "it holds a copy that nobody goes back to")
                      + "DROP TABLE "
                      + side()
                      + ";"),
              columns.contains("")
                  ? ""
                  : "CREATE TABLE %s (%s, PRIMARY KEY (%s));"
                      .formatted(side(), String.join(", ", columns), situation.list(key())))
          .impact("ACCESS EXCLUSIVE on " + export, "nothing: nobody uses it", Estimates.instant())
          .loses("the values of `" + name() + "`")
          .deployGate("a release later: nobody needs to go back")
          .worksWith("every version that worked before")
          .contract();
    }

    private String typed(String columnName) {
      return table
          .flatMap(t -> t.findColumn(columnName))
          .flatMap(Column::type)
          .map(type -> situation.sql(columnName) + " " + Definitions.plain(type))
          .orElse("");
    }
  }
}
