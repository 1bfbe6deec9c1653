package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.SqliteWords;
import dev.flux.schema.Table;
import dev.flux.schema.WrittenObject;
import dev.flux.schema.WrittenTable;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rebuild of a table of SQLite into another shape (SQLite, "ALTER TABLE", 7 Making Other Kinds
 * Of Table Schema Changes): views and triggers that name the table go first, since RENAME fails
 * over those that do not make sense, and come back as they were.
 *
 * @param before the schema that has the table in the shape that it is rebuilt from
 * @param copy a free name for the table while it is built
 * @param to the shape that it is rebuilt to
 * @param values of columns of the new shape, where they are not those of the old one
 * @param without names of indexes that do not come back
 * @param asked a comment above the copy that allows what the new shape asks of the rows; empty
 *     where it asks no more than the old one
 * @param meant a comment above DROP TABLE that allows what is lost on purpose; empty where nothing
 *     is
 */
record SqliteRebuild(
    Catalog before,
    ObjectName table,
    String copy,
    WrittenTable to,
    Map<String, String> values,
    Set<String> without,
    String asked,
    String meant) {
  SqliteRebuild {
    values = Map.copyOf(values);
    without = Set.copyOf(without);
  }

  /** One that keeps everything there is, and every value. */
  static SqliteRebuild of(Catalog before, ObjectName table, String copy, WrittenTable to) {
    return new SqliteRebuild(before, table, copy, to, Map.of(), Set.of(), "", "");
  }

  /** The same with a comment that allows what the new shape asks of the rows. */
  SqliteRebuild asking(String comment) {
    return new SqliteRebuild(before, table, copy, to, values, without, comment, meant);
  }

  /** Whether rows of other tables, or its own, point to it, so that DROP TABLE would touch them. */
  boolean isReferenced() {
    return !before.referencing(table).isEmpty();
  }

  /** All of it, for a transaction of its own or of the tool. */
  String sql() {
    if (!isReferenced()) {
      return rebuild();
    }
    return withoutForeignKeys(rebuild());
  }

  /** Statements in a transaction of their own, while no row hangs on another. */
  static String withoutForeignKeys(String sql) {
    return "PRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;\n"
        + sql
        + "\nPRAGMA foreign_key_check;\nCOMMIT;\nPRAGMA foreign_keys = ON;";
  }

  private String rebuild() {
    List<WrittenObject> views = views();
    List<WrittenObject> elsewhere = triggersElsewhere(views);
    List<String> lines = new ArrayList<>();
    elsewhere.forEach(trigger -> lines.add("DROP TRIGGER " + quote(trigger.name())));
    for (int i = views.size() - 1; i >= 0; i--) {
      lines.add("DROP VIEW " + quote(views.get(i).name()));
    }
    lines.add(to.create(copy));
    if (counted()) {
      lines.add(
          "INSERT INTO sqlite_sequence (name, seq) SELECT %s, seq FROM sqlite_sequence WHERE name = %s"
              .formatted(string(copy), string(name())));
    }
    lines.add(asked + allowed() + copyRows());
    lines.add(meant + "DROP TABLE " + quote(name()));
    lines.add("ALTER TABLE " + quote(copy) + " RENAME TO " + quote(name()));
    before.written(WrittenObject.Kind.INDEX, table).stream()
        .filter(index -> !without.contains(index.name()))
        .forEach(index -> lines.add(index.sql()));
    views.forEach(view -> lines.add(view.sql()));
    before.written(WrittenObject.Kind.TRIGGER, table).forEach(t -> lines.add(t.sql()));
    elsewhere.forEach(trigger -> lines.add(trigger.sql()));
    return String.join(";\n", lines) + ";";
  }

  private static String allowed() {
    return Sql.allow(
        "long-write-lock", "the rebuild copies every row; run it while little is written");
  }

  private String name() {
    return before.resolve(table).name();
  }

  private String quote(String name) {
    return before.naming().name(name);
  }

  private static String string(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** AUTOINCREMENT goes on counting where it stood. */
  private boolean counted() {
    return to.columns().stream()
        .anyMatch(c -> c.text().toUpperCase(Locale.ROOT).contains("AUTOINCREMENT"));
  }

  private String copyRows() {
    List<String> columns = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    Table old = before.findTable(table).orElseThrow();
    for (WrittenTable.WrittenColumn column : to.columns()) {
      boolean computed =
          old.findColumn(column.name()).flatMap(Column::generated).isPresent()
              || SqliteRebuild.computes(column.text());
      boolean kept = old.findColumn(column.name()).isPresent();
      Optional<String> value = Optional.ofNullable(values.get(column.name()));
      if (!computed && (kept || value.isPresent())) {
        columns.add(quote(column.name()));
        sources.add(value.orElseGet(() -> quote(column.name())));
      }
    }
    return "INSERT INTO %s (%s)\nSELECT %s FROM %s"
        .formatted(
            quote(copy), String.join(", ", columns), String.join(", ", sources), quote(name()));
  }

  private static boolean computes(String text) {
    return text.matches("(?is).*\\b(?:generated\\s+always\\s+)?as\\s*\\(.*");
  }

  /** Views that read the table, and views that read those, in the order of their creation. */
  private List<WrittenObject> views() {
    return before.readersOf(table).stream()
        .flatMap(v -> before.findWritten(WrittenObject.Kind.VIEW, v.name().name()).stream())
        .toList();
  }

  /** Triggers of other tables whose bodies name this one, and those of the views. */
  private List<WrittenObject> triggersElsewhere(List<WrittenObject> views) {
    return before.written(WrittenObject.Kind.TRIGGER).stream()
        .filter(trigger -> !trigger.table().equalsIgnoreCase(name()))
        .filter(
            trigger ->
                SqliteWords.names(trigger.sql(), name())
                    || views.stream().anyMatch(v -> v.name().equalsIgnoreCase(trigger.table())))
        .toList();
  }
}
