package dev.flux.shadow.sqlite;

import dev.flux.shadow.ColumnDigests;
import dev.flux.shadow.Picture;
import dev.flux.shadow.sqlite.SqliteTable.Column;
import dev.flux.shadow.sqlite.SqliteTable.Reference;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads what a database holds. */
final class CatalogReader {
  private CatalogReader() {}

  static Picture picture(Connection connection, List<SqliteTable> tables) throws SQLException {
    SortedSet<String> objects = new TreeSet<>();
    SortedMap<String, List<String>> columns = new TreeMap<>();
    for (SqliteTable table : tables) {
      columns.put(table.name(), table.columns().stream().map(Column::name).toList());
      table.columns().forEach(column -> objects.add(column(table, column)));
      table.references().forEach(reference -> objects.add(reference(table, reference)));
      objects.add(("table " + table.name() + " " + TableText.of(table.sql())).strip());
      objects.addAll(uniques(connection, table));
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT type, sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL")) {
      while (row.next()) {
        objects.add(row.getString(1) + " " + TableText.plain(row.getString(2)));
      }
    }
    return new Picture(objects, columns);
  }

  private static String column(SqliteTable table, Column column) {
    return "column %s.%s %s%s%s%s"
        .formatted(
            table.name(),
            column.name(),
            column.type(),
            column.notNull() ? " NOT NULL" : "",
            column.defaultValue().isEmpty() ? "" : " DEFAULT " + column.defaultValue(),
            column.computed() ? " generated" : column.key() > 0 ? " key " + column.key() : "");
  }

  private static String reference(SqliteTable table, Reference reference) {
    return "constraint %s FOREIGN KEY (%s) REFERENCES %s (%s) %s"
        .formatted(
            table.name(),
            String.join(", ", reference.columns()),
            reference.parent(),
            String.join(", ", reference.parentColumns()),
            reference.actions());
  }

  /** Constraints have indexes without a text of their own. */
  private static List<String> uniques(Connection connection, SqliteTable table)
      throws SQLException {
    List<String> uniques = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT l.origin, (SELECT group_concat(i.name || ' ' || i.coll, ', ') FROM"
                    + " pragma_index_xinfo(l.name) AS i WHERE i.key) FROM pragma_index_list("
                    + SqliteTable.literal(table.name())
                    + ") AS l WHERE l.origin <> 'c'")) {
      while (row.next()) {
        String kind = row.getString(1).equals("u") ? "UNIQUE" : "PRIMARY KEY";
        uniques.add("constraint " + table.name() + " " + kind + " (" + row.getString(2) + ")");
      }
    }
    return uniques;
  }

  /** A digest of each column; an empty table has no columns here. */
  static SortedMap<String, SortedMap<String, String>> rows(
      Connection connection, List<SqliteTable> tables) throws SQLException {
    SortedMap<String, SortedMap<String, String>> rows = new TreeMap<>();
    for (SqliteTable table : tables) {
      rows.put(table.name(), digests(connection, table));
    }
    return rows;
  }

  private static SortedMap<String, String> digests(Connection connection, SqliteTable table)
      throws SQLException {
    String values =
        table.columns().stream()
            .map(column -> "quote(" + SqliteTable.quoted(column.name()) + ")")
            .collect(Collectors.joining(", "));
    return ColumnDigests.of(
        connection,
        "SELECT " + values + " FROM " + SqliteTable.quoted(table.name()),
        table.columns().stream().map(SqliteTable.Column::name).toList());
  }
}
