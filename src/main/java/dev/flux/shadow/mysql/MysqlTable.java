package dev.flux.shadow.mysql;

import dev.flux.shadow.Usage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table as the server tells it. */
record MysqlTable(String name, List<Column> columns, List<Reference> references) {
  private static final String COLUMNS =
      """
      SELECT c.table_name, c.column_name, c.data_type, c.column_type, c.is_nullable = 'YES',
        coalesce(c.character_maximum_length, -1), coalesce(c.numeric_precision, -1),
        coalesce(c.numeric_scale, 0), c.extra,
        EXISTS (SELECT 1 FROM information_schema.statistics s WHERE s.table_schema = c.table_schema
          AND s.table_name = c.table_name AND s.column_name = c.column_name AND s.non_unique = 0)
      FROM information_schema.columns c JOIN information_schema.tables t
        ON t.table_schema = c.table_schema AND t.table_name = c.table_name
      WHERE c.table_schema = ? AND t.table_type = 'BASE TABLE'
      ORDER BY c.table_name, c.ordinal_position
      """;

  private static final String REFERENCES =
      """
      SELECT table_name, constraint_name, column_name, referenced_table_name, referenced_column_name
      FROM information_schema.key_column_usage
      WHERE table_schema = ? AND referenced_table_name IS NOT NULL
      ORDER BY table_name, constraint_name, ordinal_position
      """;

  MysqlTable {
    columns = List.copyOf(columns);
    references = List.copyOf(references);
  }

  /**
   * One of its columns.
   *
   * @param type whole: {@code int unsigned}
   * @param length in characters; -1 where there is no limit
   * @param computed whether it is generated
   * @param counts whether the server counts it up
   * @param unique whether it is part of a key without duplicates
   */
  record Column(
      String name,
      String base,
      String type,
      boolean nullable,
      long length,
      int digits,
      int scale,
      boolean computed,
      boolean counts,
      boolean unique) {}

  /** A foreign key. */
  record Reference(String parent, List<String> columns, List<String> parentColumns) {
    Reference {
      columns = List.copyOf(columns);
      parentColumns = List.copyOf(parentColumns);
    }
  }

  /** Every table of a database, by name. */
  static List<MysqlTable> all(Connection connection, String database) throws SQLException {
    Map<String, List<Column>> columns = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, database);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          columns.computeIfAbsent(row.getString(1), table -> new ArrayList<>()).add(column(row));
        }
      }
    }
    Map<String, List<Reference>> references = references(connection, database);
    return columns.entrySet().stream()
        .map(
            table ->
                new MysqlTable(
                    table.getKey(),
                    table.getValue(),
                    references.getOrDefault(table.getKey(), List.of())))
        .toList();
  }

  private static Column column(ResultSet row) throws SQLException {
    String extra = row.getString(9).toUpperCase(java.util.Locale.ROOT);
    return new Column(
        row.getString(2),
        row.getString(3).toLowerCase(java.util.Locale.ROOT),
        row.getString(4),
        row.getBoolean(5),
        row.getLong(6),
        row.getInt(7),
        row.getInt(8),
        extra.contains("GENERATED") && !extra.contains("DEFAULT_GENERATED"),
        extra.contains("AUTO_INCREMENT"),
        row.getBoolean(10));
  }

  private static Map<String, List<Reference>> references(Connection connection, String database)
      throws SQLException {
    Map<String, Map<String, Reference>> found = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(REFERENCES)) {
      statement.setString(1, database);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Map<String, Reference> ofTable =
              found.computeIfAbsent(row.getString(1), table -> new LinkedHashMap<>());
          Reference known = ofTable.get(row.getString(2));
          List<String> columns = new ArrayList<>(known == null ? List.of() : known.columns());
          List<String> parents = new ArrayList<>(known == null ? List.of() : known.parentColumns());
          columns.add(row.getString(3));
          parents.add(row.getString(5));
          ofTable.put(row.getString(2), new Reference(row.getString(4), columns, parents));
        }
      }
    }
    Map<String, List<Reference>> references = new LinkedHashMap<>();
    found.forEach((table, keys) -> references.put(table, List.copyOf(keys.values())));
    return references;
  }

  /** What an application that knows the table may ask of it. */
  Usage.Table usage() {
    return new Usage.Table(
        quoted(name),
        columns.stream().map(column -> quoted(column.name())).toList(),
        written().stream().map(MysqlTable::quoted).toList());
  }

  /** Columns that a new row may bring. */
  List<String> written() {
    return columns.stream().filter(column -> !column.computed()).map(Column::name).toList();
  }

  static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }
}
