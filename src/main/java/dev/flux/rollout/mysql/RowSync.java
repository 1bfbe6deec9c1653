package dev.flux.rollout.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Triggers that do to one table what is done to the rows of another (MySQL 8.0 manual, 27.3 Using
 * Triggers).
 *
 * @param names gives each trigger its name
 * @param columns those that both tables have and that are written
 * @param key columns that single out a row in both
 */
record RowSync(
    MysqlDefinitions sql, Function<String, String> names, List<String> columns, List<String> key) {
  private static final List<String> EVENTS = List.of("insert", "update", "delete");

  /**
   * Creates them.
   *
   * @param from the table that is written, in backticks where it needs to be
   * @param to the table that follows
   * @param lenient whether a value that the other table cannot hold is bent instead of refused
   */
  List<String> create(String from, String to, boolean lenient) {
    List<String> statements = new ArrayList<>();
    for (String event : EVENTS) {
      statements.add(
          "CREATE TRIGGER "
              + sql.name(names.apply(event))
              + " AFTER "
              + event.toUpperCase(Locale.ROOT)
              + " ON "
              + from
              + " FOR EACH ROW\n"
              + body(event, to, lenient)
              + ";");
    }
    return statements;
  }

  /** Drops them. */
  List<String> drop() {
    return EVENTS.stream()
        .map(e -> "DROP TRIGGER IF EXISTS " + sql.name(names.apply(e)) + ";")
        .toList();
  }

  private String body(String event, String to, boolean lenient) {
    return switch (event) {
      case "insert" -> "  " + write(to, lenient);
      case "delete" ->
          "  DELETE FROM " + to + " WHERE " + each(key, to + ".%1$s = OLD.%1$s", " AND ");
      default ->
          "BEGIN\n  DELETE FROM "
              + to
              + " WHERE "
              + each(key, to + ".%1$s = OLD.%1$s", " AND ")
              + " AND NOT ("
              + each(key, "OLD.%1$s <=> NEW.%1$s", " AND ")
              + ");\n  "
              + write(to, lenient)
              + ";\nEND";
    };
  }

  private String write(String to, boolean lenient) {
    String rows =
        to + " (" + sql.list(columns) + ") VALUES (" + each(columns, "NEW.%1$s", ", ") + ")";
    return lenient
        ? "INSERT IGNORE INTO "
            + rows
            + " ON DUPLICATE KEY UPDATE "
            + each(columns, "%1$s = NEW.%1$s", ", ")
        : "REPLACE INTO " + rows;
  }

  private String each(List<String> words, String form, String between) {
    return words.stream()
        .map(w -> form.formatted(sql.name(w)))
        .collect(Collectors.joining(between));
  }
}
