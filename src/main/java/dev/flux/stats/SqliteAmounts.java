package dev.flux.stats;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Properties;

/**
 * Counted rows, and the pages of each table. SQLite counts no writes. Source: SQLite, The DBSTAT
 * Virtual Table.
 */
final class SqliteAmounts implements AmountReader {
  private static final String PAGES =
      """
      SELECT m.name, sum(d.pgsize) FROM sqlite_master m LEFT JOIN dbstat d ON d.name = m.name
      WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      GROUP BY m.name ORDER BY m.name
      """;

  @Override
  public String engine(Connection connection) {
    return "sqlite";
  }

  @Override
  public void restrict(Properties properties) {
    properties.setProperty("open_mode", "1"); // SQLITE_OPEN_READONLY
  }

  @Override
  public List<TableAmount> read(Connection connection) throws SQLException {
    Map<String, OptionalLong> bytes = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(PAGES)) {
      while (rows.next()) {
        long pages = rows.getLong(2);
        bytes.put(
            rows.getString(1), rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(pages));
      }
    }
    List<TableAmount> amounts = new ArrayList<>();
    for (Map.Entry<String, OptionalLong> table : bytes.entrySet()) {
      amounts.add(
          new TableAmount(
              table.getKey(),
              OptionalLong.of(count(connection, table.getKey())),
              table.getValue(),
              OptionalDouble.empty()));
    }
    return amounts;
  }

  private static long count(Connection connection, String table) throws SQLException {
    String count = "SELECT count(*) FROM \"" + table.replace("\"", "\"\"") + "\"";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(count)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
