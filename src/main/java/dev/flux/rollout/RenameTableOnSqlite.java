package dev.flux.rollout;

import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.RenameTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Renames a table of SQLite while both names work: in the same transaction a view takes the old
 * name, with triggers that write its rows through to the table (SQLite, CREATE TRIGGER, 4 INSTEAD
 * OF triggers). Foreign keys, views and triggers follow the table by themselves (ALTER TABLE, 2).
 */
final class RenameTableOnSqlite implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("rename-table");
  }

  @Override
  public boolean fits(Dialect dialect) {
    return dialect == Dialect.SQLITE;
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof RenameTable rename)) {
      return List.of();
    }
    ObjectName from = situation.before().resolve(rename.table());
    Optional<Table> table = situation.findTable(from).filter(Table::complete);
    boolean taken = situation.renameByHand(from, ObjectName.of(rename.to())).isPresent();
    return taken || table.filter(t -> !t.primaryKey().isEmpty()).isEmpty()
        ? List.of()
        : new Plan(situation, table.get(), rename.to()).steps();
  }

  /** The steps for one table. */
  private record Plan(Situation situation, Table table, String to) {

    List<PlannedStep> steps() {
      String old = table.name().name();
      String move = alter(old, to);
      String dropView = "DROP VIEW " + situation.sql(old) + ";";
      String allowed =
          Sql.allow("rename-table", "a view takes the old name in the same transaction");
      return List.of(
          OnSqlite.instant(
                  situation
                      .step(
                          "rename_" + old,
                          "Rename `" + old + "` to `" + to + "`, and keep the old name as a view")
                      .sql(allowed + move + "\n" + view(), dropView + "\n" + alter(to, old)))
              .gate(
                  "the version that runs writes `"
                      + old
                      + "` without ON CONFLICT and reads no id of a new row from"
                      + " last_insert_rowid(): a view has neither")
              .worksWith("versions that use either name")
              .expand(),
          OnSqlite.deploy(situation, "uses `" + to + "`"),
          OnSqlite.instant(
                  situation
                      .step("drop_view_" + old, "Drop the view under the old name")
                      .sql(
                          Sql.allow("drop-table", "no running version uses the old name")
                              + dropView,
                          view()))
              .deployGate("no running version uses `" + old + "`")
              .worksWith("versions that use `" + to + "`")
              .contract());
    }

    private String alter(String here, String there) {
      return "ALTER TABLE %s RENAME TO %s;".formatted(situation.sql(here), situation.sql(there));
    }

    private String view() {
      String name = situation.sql(table.name().name());
      String other = situation.sql(to);
      List<Column> written = table.columns().stream().filter(c -> c.generated().isEmpty()).toList();
      String columns = situation.list(written.stream().map(Column::name).toList());
      String set =
          written.stream()
              .map(c -> situation.sql(c.name()))
              .map(c -> c + " = NEW." + c)
              .collect(Collectors.joining(", "));
      return String.join(
          "\n",
          "CREATE VIEW %s AS SELECT %s FROM %s;"
              .formatted(
                  name, situation.list(table.columns().stream().map(Column::name).toList()), other),
          trigger(
              "insert",
              "INSERT INTO %s (%s) VALUES (%s)"
                  .formatted(
                      other,
                      columns,
                      written.stream().map(this::given).collect(Collectors.joining(", ")))),
          trigger("update", "UPDATE %s SET %s WHERE %s".formatted(other, set, row())),
          trigger("delete", "DELETE FROM %s WHERE %s".formatted(other, row())));
    }

    /** A view has no defaults of its own. */
    private String given(Column column) {
      String given = "NEW." + situation.sql(column.name());
      return column
          .writtenDefault()
          .map(value -> "coalesce(" + given + ", " + value.text().strip() + ")")
          .orElse(given);
    }

    private String row() {
      return table.primaryKey().stream()
          .map(situation::sql)
          .map(c -> c + " = OLD." + c)
          .collect(Collectors.joining(" AND "));
    }

    private String trigger(String event, String body) {
      String name = situation.freeName(table.name(), "flux_" + table.name().name() + "_" + event);
      return """
      CREATE TRIGGER %s INSTEAD OF %s ON %s
      BEGIN
        %s;
      END;\
      """
          .formatted(
              situation.sql(name),
              event.toUpperCase(Locale.ROOT),
              situation.sql(table.name().name()),
              body);
    }
  }
}
