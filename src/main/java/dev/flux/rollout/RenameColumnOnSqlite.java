package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.WrittenTable;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.ColumnOperation.DropNotNull;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.Dialect;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Renames a column of SQLite while both names work: a second column stands beside it, triggers keep
 * the two in step, and in the end it goes in the same moment in which the column gets its name. So
 * foreign keys, indexes, views and triggers follow by themselves (SQLite, ALTER TABLE, 3). A column
 * that new rows must fill takes NULL meanwhile, for which its table is rebuilt.
 */
final class RenameColumnOnSqlite implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("rename-column");
  }

  @Override
  public boolean fits(Dialect dialect) {
    return dialect == Dialect.SQLITE;
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof RenameColumn rename)) {
      return List.of();
    }
    Optional<Table> table = situation.findTable(rename.table()).filter(Table::complete);
    Optional<WrittenTable> text = situation.before().findWritten(rename.table());
    Optional<Column> column = table.flatMap(t -> t.findColumn(rename.columnName()));
    boolean fits =
        text.isPresent()
            && column.filter(c -> c.generated().isEmpty()).isPresent()
            && !table.get().primaryKey().isEmpty()
            && !table.get().primaryKey().contains(column.get().name())
            && NamesGivenOn.findTaker(situation, rename).isEmpty();
    return fits
        ? new Plan(situation, rename, table.get(), column.get(), text.get()).steps()
        : List.of();
  }

  /** The steps for one column. */
  private record Plan(
      Situation situation, RenameColumn rename, Table table, Column column, WrittenTable text) {

    List<PlannedStep> steps() {
      String from = column.name();
      String to = rename.to();
      String there =
          Sql.allow("rename-column", "no running version uses the old name any more")
              + alter("RENAME COLUMN " + situation.sql(from) + " TO " + situation.sql(to));
      String back = alter("RENAME COLUMN " + situation.sql(to) + " TO " + situation.sql(from));
      StepDraft add =
          OnSqlite.rewrite(
                  situation
                      .step("add_" + to, "Add `" + to + "` beside `" + from + "`, kept in step")
                      .sql(beside(), alone("")))
              .worksWith("versions that use either name");
      StepDraft exchange =
          OnSqlite.rewrite(
                  situation
                      .step("rename_" + from, "Let `" + from + "` take the name `" + to + "`")
                      .sql(alone(there), back + "\n" + beside()))
              .deployGate("no running version uses `" + from + "`" + ofViews())
              .worksWith("versions that use `" + to + "`");
      if (mustBeFilled() && rebuilt(situation.before(), text).isReferenced()) {
        add.outsideTransaction();
        exchange.outsideTransaction();
      }
      return List.of(
          add.expand(), OnSqlite.deploy(situation, "uses `" + to + "` alone"), exchange.contract());
    }

    private String ofViews() {
      return situation.before().viewsOn(table.name()).isEmpty()
          ? ""
          : "; views that show it under its own name change with it";
    }

    private boolean mustBeFilled() {
      return column.notNull() && column.defaultValue().isEmpty();
    }

    private String alter(String action) {
      return situation.alter(rename.table(), action);
    }

    private String definition() {
      return situation.sql(rename.to()) + column.type().map(type -> " " + type.text()).orElse("");
    }

    /** The second column with what keeps it in step. */
    private String beside() {
      String filled =
          mustBeFilled()
              ? ""
              : alter("ADD COLUMN " + definition())
                  + "\n"
                  + Sql.allow(
                      "unbounded-update, long-write-lock",
                      "one pass over the table; run it while little is written")
                  + "UPDATE %s SET %s = %s;"
                      .formatted(
                          situation.sql(table.name().name()),
                          situation.sql(rename.to()),
                          situation.sql(column.name()));
      return mustBeFilled()
          ? within(
              rebuilt(
                      situation.before(),
                      text.withoutNotNull(column.name()).plus(added()),
                      Map.of(rename.to(), situation.sql(column.name())))
                  .sql(),
              triggers())
          : filled + "\n" + triggers();
    }

    /** The table as it was, and what is done in the same moment. */
    private String alone(String then) {
      String triggers =
          "DROP TRIGGER %s;\nDROP TRIGGER %s;\nDROP TRIGGER %s;"
              .formatted(name("insert"), name("old"), name("new"));
      if (!mustBeFilled()) {
        return triggers
            + "\n"
            + Sql.allow(
                "drop-column, long-write-lock", "it holds a copy; run it while little is written")
            + alter("DROP COLUMN " + situation.sql(rename.to()))
            + (then.isEmpty() ? "" : "\n" + then);
      }
      Catalog both =
          situation
              .before()
              .after(new AddColumn(rename.table(), added(), false, Optional.empty()))
              .after(new DropNotNull(rename.table(), column.name()));
      return triggers + "\n" + within(rebuilt(both, text).sql(), then);
    }

    private ColumnDefinition added() {
      Operation read =
          SqlReader.read(alter("ADD COLUMN " + definition()), Dialect.SQLITE)
              .statements()
              .get(0)
              .operations()
              .get(0);
      return ((AddColumn) read).column();
    }

    private SqliteRebuild rebuilt(Catalog from, WrittenTable to) {
      return rebuilt(from, to, Map.of());
    }

    private SqliteRebuild rebuilt(Catalog from, WrittenTable to, Map<String, String> values) {
      String copy = situation.freeName(table.name(), "new_" + table.name().name());
      boolean keyed =
          !table.constraintsOn(column.name()).isEmpty()
              || table.indexesUsing(column.name()).stream().anyMatch(Index::unique);
      String asked =
          Sql.allow(
              "set-not-null-cold" + (keyed ? ", add-unique-constraint" : ""),
              "it asks what the other column asked");
      String meant = Sql.allow("drop-column", "the other column holds its values");
      return new SqliteRebuild(
          from,
          table.name(),
          copy,
          to,
          values,
          Set.of(),
          from.equals(situation.before()) ? "" : asked,
          from.equals(situation.before()) ? "" : meant);
    }

    /** A rebuild with more in its transaction. */
    private static String within(String rebuild, String more) {
      String check = "\nPRAGMA foreign_key_check;";
      return more.isEmpty()
          ? rebuild
          : rebuild.contains(check)
              ? rebuild.replace(check, "\n" + more + check)
              : rebuild + "\n" + more;
    }

    private String name(String event) {
      return situation.sql(
          situation.freeName(
              table.name(), "flux_" + table.name().name() + "_" + rename.to() + "_" + event));
    }

    private String triggers() {
      String old = situation.sql(column.name());
      String now = situation.sql(rename.to());
      String given =
          "CASE WHEN NEW.%2$s IS NULL THEN NEW.%1$s ELSE NEW.%2$s END".formatted(old, now);
      return String.join(
          "\n",
          trigger("insert", "INSERT", "%s = %s, %s = %2$s".formatted(old, given, now)),
          trigger("old", "UPDATE OF " + old, now + " = NEW." + old),
          trigger("new", "UPDATE OF " + now, old + " = NEW." + now));
    }

    private String trigger(String name, String event, String set) {
      String row =
          String.join(
              " AND ",
              table.primaryKey().stream()
                  .map(key -> situation.sql(key) + " = NEW." + situation.sql(key))
                  .toList());
      return """
      CREATE TRIGGER %s AFTER %s ON %s
      WHEN NEW.%s IS NOT NEW.%s
      BEGIN
        UPDATE %s SET %s WHERE %s;
      END;\
      """
          .formatted(
              name(name),
              event,
              situation.sql(table.name().name()),
              situation.sql(column.name()),
              situation.sql(rename.to()),
              situation.sql(table.name().name()),
              set,
              row);
    }
  }
}
