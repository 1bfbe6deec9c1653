package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.SqliteWords;
import dev.flux.schema.Table;
import dev.flux.schema.WrittenObject;
import dev.flux.schema.WrittenTable;
import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.ColumnOperation.DropNotNull;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.DropView;
import dev.flux.sql.TableOperation.DropTable;
import dev.flux.sql.TableOperation.RenameTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * DROP COLUMN, DROP TABLE and DROP VIEW of SQLite: the application first, the values of a column
 * kept beside it, a table renamed away a release before it goes.
 *
 * <p>Source: SQLite, ALTER TABLE, 2 and 5.
 */
final class DropLastOnSqlite implements Recipe {
  @Override
  public Set<String> settles() {
    return Set.of("drop-column", "drop-table", "expand-and-contract-together");
  }

  @Override
  public boolean fits(Dialect dialect) {
    return dialect == Dialect.SQLITE;
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (situation.operation() instanceof DropColumn drop) {
      return situation.clause().impact().isEmpty() ? List.of() : column(situation, drop);
    }
    if (situation.operation() instanceof DropView drop) {
      return view(situation, drop.views().get(0));
    }
    // At the DROP TABLE of a rebuild it is columns that go.
    return situation.operation() instanceof DropTable drop
            && situation.hazards().contains("drop-table")
        ? table(situation, drop.tables().get(0))
        : List.of();
  }

  private static List<PlannedStep> view(Situation situation, ObjectName view) {
    Optional<WrittenObject> text =
        situation.before().findWritten(WrittenObject.Kind.VIEW, view.name());
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> back = new ArrayList<>(List.of(text.get().sql()));
    situation
        .before()
        .written(WrittenObject.Kind.TRIGGER, view)
        .forEach(trigger -> back.add(trigger.sql()));
    return List.of(
        OnSqlite.deploy(situation, notUsing(view.name())),
        OnSqlite.instant(
                situation
                    .step("drop_" + view.name(), "Drop view `" + view.name() + "`")
                    .sql(
                        Sql.allow("drop-table", "no running version uses it any more")
                            + situation.clause().statement().sql()
                            + ";",
                        String.join(";\n", back) + ";"))
            .deployGate("no running version uses `" + view.name() + "`")
            .worksWith("versions that do not use `" + view.name() + "`")
            .contract());
  }

  private static String notUsing(String name) {
    return "does not use `" + name + "`";
  }

  private static List<PlannedStep> column(Situation situation, DropColumn drop) {
    Optional<Table> table = situation.findTable(drop.table()).filter(Table::complete);
    Optional<WrittenTable> text = situation.before().findWritten(drop.table());
    Optional<Column> column = table.flatMap(t -> t.findColumn(drop.columnName()));
    boolean mustBeFilled =
        column.filter(c -> c.notNull() && c.defaultValue().isEmpty()).isPresent();
    if (text.isEmpty()
        || column.isEmpty()
        || column.get().generated().isPresent()
        || table.get().primaryKey().isEmpty()) {
      return List.of();
    }
    return mustBeFilled
        ? required(situation, drop, table.get(), text.get())
        : new OneColumn(situation, drop, table.get(), text.get()).steps();
  }

  /** Versions that leave the column out can write rows only once it takes NULL. */
  private static List<PlannedStep> required(
      Situation situation, DropColumn drop, Table table, WrittenTable text) {
    Catalog loose = situation.before().after(new DropNotNull(drop.table(), drop.columnName()));
    Optional<WrittenTable> nullable = loose.findWritten(drop.table());
    if (nullable.isEmpty()) {
      return List.of();
    }
    String copy = situation.freeName(drop.table(), "new_" + drop.table().name());
    SqliteRebuild there = SqliteRebuild.of(situation.before(), drop.table(), copy, nullable.get());
    StepDraft draft =
        OnSqlite.rewrite(
                situation
                    .step(
                        "let_" + drop.columnName() + "_be_null",
                        "Let new rows leave `" + drop.columnName() + "` out")
                    .sql(there.sql(), SqliteRebuild.of(loose, drop.table(), copy, text).sql()))
            .worksWith("every version that reads NULL in `" + drop.columnName() + "`");
    PlannedStep loosen = (there.isReferenced() ? draft.outsideTransaction() : draft).expand();
    if (!OnSqlite.runs(situation.tool(), loosen)) {
      return List.of();
    }
    List<PlannedStep> steps = new ArrayList<>(List.of(loosen));
    steps.addAll(new OneColumn(situation, drop, table, nullable.get()).steps());
    return steps;
  }

  /** The steps for one column. */
  private record OneColumn(Situation situation, DropColumn drop, Table table, WrittenTable text) {

    List<PlannedStep> steps() {
      return List.of(
          OnSqlite.deploy(situation, notUsing(drop.columnName())),
          export(),
          dropped(),
          exportDropped());
    }

    private String export(String name) {
      return situation.freeName(drop.table(), name + "_" + drop.columnName() + "_export");
    }

    private String side() {
      return situation.sql(export(drop.table().name()));
    }

    private String columns() {
      List<String> columns = new ArrayList<>(table.primaryKey());
      columns.add(drop.columnName());
      return situation.list(columns);
    }

    private PlannedStep export() {
      return situation
          .step("export_" + drop.columnName(), "Keep the values of `" + drop.columnName() + "`")
          .sql(
              Sql.allow("long-write-lock", "one scan; run it while little is written")
                  + "CREATE TABLE %s AS SELECT %s FROM %s;"
                      .formatted(side(), columns(), situation.sql(drop.table())),
              "DROP TABLE " + side() + ";")
          .impact(OnSqlite.FILE, "every write of the file, for one scan", Estimates.oneScan())
          .deployGate("no running version uses `" + drop.columnName() + "`")
          .worksWith("versions that do not use `" + drop.columnName() + "`")
          .contract();
    }

    private PlannedStep dropped() {
      String match =
          table.primaryKey().stream()
              .map(key -> "kept.%1$s = %2$s.%1$s".formatted(situation.sql(key), owner()))
              .collect(Collectors.joining(" AND "));
      String value =
          "(SELECT kept.%s FROM %s AS kept WHERE %s)"
              .formatted(situation.sql(drop.columnName()), side(), match);
      SqliteRebuild back =
          new SqliteRebuild(
              situation.after(),
              drop.table(),
              situation.freeName(drop.table(), "new_" + drop.table().name()),
              text,
              Map.of(table.spelled(drop.columnName()), value),
              Set.of(),
              "",
              "");
      StepDraft draft =
          situation
              .step("drop_" + drop.columnName(), "Drop column `" + drop.columnName() + "`")
              .sql(
                  Sql.allowDropColumn(situation.hazards())
                      + Sql.allow("long-write-lock", "one rewrite; run it while little is written")
                      + situation.alter(
                          drop.table(), "DROP COLUMN " + situation.sql(drop.columnName())),
                  back.sql())
              .impact(
                  OnSqlite.FILE, "every write of the file, for one rewrite", Estimates.oneScan())
              .deployGate("no running version uses `" + drop.columnName() + "`")
              .worksWith("versions that do not use `" + drop.columnName() + "`");
      if (back.isReferenced()) {
        draft.outsideTransaction();
      }
      return draft.contract();
    }

    private String owner() {
      return situation.sql(drop.table());
    }

    private PlannedStep exportDropped() {
      return situation
          .step(
              "drop_" + drop.columnName() + "_export",
              "Drop the kept values of `" + drop.columnName() + "`")
          .sql(
              Sql.allow("drop-table", "it holds a copy that nobody goes back to")
                  + "DROP TABLE "
                  + side()
                  + ";",
              "CREATE TABLE " + side() + " (" + columns() + ");")
          .impact(OnSqlite.FILE, "every write of the file, for an instant", Estimates.instant())
          .loses("the values of `" + drop.columnName() + "`")
          .deployGate("a release later: nobody needs to go back")
          .worksWith("every version that worked before")
          .contract();
    }
  }

  /** A table that others point to, or that their triggers and views name, is a human's. */
  private static List<PlannedStep> table(Situation situation, ObjectName table) {
    Catalog before = situation.before();
    Optional<WrittenTable> text = before.findWritten(table);
    boolean referenced =
        before.referencing(table).stream().anyMatch(t -> !t.name().equals(before.resolve(table)));
    boolean written = // it would follow the table to its other name
        before.written(WrittenObject.Kind.TRIGGER).stream()
            .filter(trigger -> !trigger.table().equalsIgnoreCase(table.name()))
            .filter(trigger -> hasOwner(before, ObjectName.of(trigger.table())))
            .anyMatch(trigger -> SqliteWords.names(trigger.sql(), table.name()));
    boolean again = situation.end().findTable(before.resolve(table)).isPresent(); // another by then
    if (text.isEmpty() || referenced || written || again || !before.viewsOn(table).isEmpty()) {
      return List.of();
    }
    String aside = situation.freeName(table, table.name() + "_dropped");
    String away = situation.alter(table, "RENAME TO " + situation.sql(aside));
    ObjectName gone = before.resolve(table).renamed(aside);
    Catalog renamed = before.after(new RenameTable(table, aside, false));
    return List.of(
        OnSqlite.deploy(situation, notUsing(table.name())),
        situation
            .step("put_" + table.name() + "_away", "Rename `" + table + "` away")
            .sql(
                Sql.allow("rename-table", "no running version uses it any more") + away,
                "ALTER TABLE %s RENAME TO %s;"
                    .formatted(situation.sql(aside), situation.sql(before.resolve(table).name())))
            .impact(OnSqlite.FILE, "every write of the file, for an instant", Estimates.instant())
            .deployGate("no running version uses `" + table + "`")
            .worksWith("versions that do not use `" + table + "`")
            .contract(),
        situation
            .step("drop_" + table.name(), "Drop `" + table + "`")
            .sql(
                Sql.allow("drop-table", "it was renamed away a release ago")
                    + "DROP TABLE "
                    + situation.sql(aside)
                    + ";",
                again(renamed, gone))
            .impact(OnSqlite.FILE, "every write of the file, for an instant", Estimates.instant())
            .loses("the rows of `" + table + "`")
            .deployGate(
                "a release later: nothing has asked for `" + table + "`, and a backup holds it")
            .worksWith("every version that worked before")
            .contract());
  }

  private static boolean hasOwner(Catalog before, ObjectName name) {
    return before.findTable(name).isPresent() || before.findView(name).isPresent();
  }

  /** The table as it was under its other name, empty. */
  private static String again(Catalog renamed, ObjectName table) {
    List<String> statements = new ArrayList<>();
    renamed.findWritten(table).ifPresent(text -> statements.add(text.create(table.name())));
    renamed.written(WrittenObject.Kind.INDEX, table).forEach(i -> statements.add(i.sql()));
    renamed.written(WrittenObject.Kind.TRIGGER, table).forEach(t -> statements.add(t.sql()));
    return String.join(";\n", statements) + ";";
  }
}
