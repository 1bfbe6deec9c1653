package dev.flux.shadow.mysql;

import dev.flux.shadow.ColumnDigests;
import dev.flux.shadow.Picture;
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

/**
 * Reads what a database holds. Names of foreign keys and conditions are not compared: the server
 * knows each but once in a database, so that a table and its copy cannot have the same.
 */
final class CatalogReader {
  private static final String OTHERS =
      """
      SELECT concat('trigger ', trigger_name, ' ', action_timing, ' ', event_manipulation, ' ON ',
          event_object_table, ' ', action_statement)
        FROM information_schema.triggers WHERE trigger_schema = '{database}'
      UNION ALL SELECT concat('view ', table_name, ' ', view_definition)
        FROM information_schema.views WHERE table_schema = '{database}'
      UNION ALL SELECT concat('routine ', routine_name, ' ', md5(routine_definition))
        FROM information_schema.routines WHERE routine_schema = '{database}'
      """;

  /** A collation is of one character set, which the server names or not as it was told. */
  private static final String CHARSET = " CHARACTER SET \\w+(?= COLLATE )";

  private final Connection connection;
  private final String database;
  private final List<MysqlTable> tables;

  CatalogReader(Connection connection, String database) throws SQLException {
    this.connection = connection;
    this.database = database;
    this.tables = MysqlTable.all(connection, database);
  }

  Picture picture() throws SQLException {
    SortedSet<String> objects = new TreeSet<>();
    SortedMap<String, List<String>> columns = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      for (MysqlTable table : tables) {
        columns.put(table.name(), table.columns().stream().map(MysqlTable.Column::name).toList());
        String name = MysqlTable.quoted(table.name());
        try (ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + name)) {
          row.next();
          objects.addAll(lines(table.name(), row.getString(2)));
        }
      }
      try (ResultSet row = statement.executeQuery(OTHERS.replace("{database}", database))) {
        while (row.next()) {
          objects.add(
              row.getString(1)
                  .replace(MysqlTable.quoted(database) + ".", "")
                  .replaceAll("\\s+", " ")
                  .replaceFirst(";?\\s*$", ""));
        }
      }
    }
    return new Picture(objects, columns);
  }

  /** What a table's own text says, a line each. */
  private static List<String> lines(String table, String sql) {
    List<String> lines = new ArrayList<>();
    for (String line : sql.lines().skip(1).toList()) {
      String text = line.strip().replaceFirst(",$", "");
      lines.add(
          text.startsWith(")")
              ? "table " + table + " " + text.substring(1).replaceAll(" AUTO_INCREMENT=\\d+", "")
              : table
                  + ": "
                  + text.replaceFirst("^CONSTRAINT `[^`]+` ", "").replaceFirst(CHARSET, ""));
    }
    return lines;
  }

  /** A digest of each column; an empty table has no columns here. */
  SortedMap<String, SortedMap<String, String>> rows() throws SQLException {
    SortedMap<String, SortedMap<String, String>> rows = new TreeMap<>();
    for (MysqlTable table : tables) {
      rows.put(table.name(), digests(table));
    }
    return rows;
  }

  private SortedMap<String, String> digests(MysqlTable table) throws SQLException {
    String values =
        table.columns().stream()
            .map(column -> "hex(concat('', " + MysqlTable.quoted(column.name()) + "))")
            .collect(Collectors.joining(", "));
    return ColumnDigests.of(
        connection,
        "SELECT " + values + " FROM " + MysqlTable.quoted(table.name()),
        table.columns().stream().map(MysqlTable.Column::name).toList());
  }
}
