package dev.flux.shadow.sqlite;

import dev.flux.shadow.Usage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table as SQLite tells it.
 *
 * @param sql as it keeps it
 * @param keys columns of primary keys and unique constraints and indexes
 */
record SqliteTable(
    String name, String sql, List<Column> columns, List<Reference> references, Set<String> keys) {
  SqliteTable {
    columns = List.copyOf(columns);
    references = List.copyOf(references);
    keys = Set.copyOf(keys);
  }

  /**
   * One of its columns.
   *
   * @param defaultValue as it was written; empty where there is none
   * @param key its place in the primary key, from 1; 0 where it is not in it
   * @param computed whether it is generated
   */
  record Column(
      String name, String type, boolean notNull, String defaultValue, int key, boolean computed) {}

  /** A foreign key. */
  record Reference(
      String parent, List<String> columns, List<String> parentColumns, String actions) {
    Reference {
      columns = List.copyOf(columns);
      parentColumns = List.copyOf(parentColumns);
    }
  }

  /** Every table but SQLite's own. */
  static List<SqliteTable> all(Connection connection) throws SQLException {
    Map<String, String> texts = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
                    + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid")) {
      while (row.next()) {
        texts.put(row.getString(1), row.getString(2));
      }
    }
    List<SqliteTable> tables = new ArrayList<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      String name = text.getKey();
      List<Column> columns = columns(connection, name);
      tables.add(
          new SqliteTable(
              name,
              text.getValue(),
              columns,
              references(connection, name),
              keys(connection, name)));
    }
    return tables;
  }

  private static List<Column> columns(Connection connection, String table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA table_xinfo(" + quoted(table) + ")")) {
      while (row.next()) {
        String value = row.getString("dflt_value");
        columns.add(
            new Column(
                row.getString("name"),
                row.getString("type"),
                row.getBoolean("notnull"),
                value == null ? "" : value,
                row.getInt("pk"),
                row.getInt("hidden") > 1));
      }
    }
    return columns;
  }

  private static List<Reference> references(Connection connection, String table)
      throws SQLException {
    Map<Integer, Reference> references = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA foreign_key_list(" + quoted(table) + ")")) {
      while (row.next()) {
        int id = row.getInt("id");
        Reference known = references.get(id);
        List<String> columns = new ArrayList<>(known == null ? List.of() : known.columns());
        List<String> parents = new ArrayList<>(known == null ? List.of() : known.parentColumns());
        columns.add(row.getString("from"));
        if (row.getString("to") != null) {
          parents.add(row.getString("to"));
        }
        String actions =
            "ON UPDATE " + row.getString("on_update") + " ON DELETE " + row.getString("on_delete");
        references.put(id, new Reference(row.getString("table"), columns, parents, actions));
      }
    }
    return List.copyOf(references.values());
  }

  private static Set<String> keys(Connection connection, String table) throws SQLException {
    Set<String> keys = new LinkedHashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT i.name FROM pragma_index_list("
                    + literal(table)
                    + ") AS l, pragma_index_info(l.name) AS i WHERE l.\"unique\"")) {
      while (row.next()) {
        if (row.getString(1) != null) {
          keys.add(row.getString(1));
        }
      }
    }
    return keys;
  }

  /** What an application that knows the table may ask of it. */
  Usage.Table usage() {
    return new Usage.Table(
        quoted(name),
        columns.stream().map(column -> quoted(column.name())).toList(),
        columns.stream()
            .filter(column -> !column.computed())
            .map(column -> quoted(column.name()))
            .toList());
  }

  /** Between backticks: SQLite takes a name between quotes that it does not know for a text. */
  static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
