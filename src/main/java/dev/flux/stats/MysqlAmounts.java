package dev.flux.stats;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Estimates of InnoDB, sizes without indexes, and writes since the server started, of the database
 * that the URL names or of all. MySQL counts writes in the performance schema; MariaDB there or
 * with {@code userstat}, where either is switched on and the user may read it. Source: MySQL
 * manual, 28.3.38 The INFORMATION_SCHEMA TABLES Table, 29.12.20.8.1 The
 * table_io_waits_summary_by_table Table; MariaDB documentation, User Statistics.
 */
final class MysqlAmounts implements AmountReader {
  private static final String TABLES =
      """
      SELECT table_schema, table_name, table_rows, data_length FROM information_schema.tables
      WHERE table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')
        AND table_schema NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
        AND table_schema = coalesce(database(), table_schema)
      ORDER BY 1, 2
      """;

  private static final String WAITS =
      """
      SELECT object_schema, object_name, count_write
      FROM performance_schema.table_io_waits_summary_by_table WHERE object_type = 'TABLE'
      """;

  private static final String USERSTAT =
      "SELECT table_schema, table_name, rows_changed FROM information_schema.table_statistics";

  @Override
  public String engine(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("MariaDB")
        ? "mariadb"
        : "mysql";
  }

  /** The driver of MariaDB speaks to both, and to MySQL under its own name only. */
  @Override
  public String url(String given) {
    return given.replaceFirst("(?i)^jdbc:mysql:", "jdbc:mariadb:");
  }

  @Override
  public List<TableAmount> read(Connection connection) throws SQLException {
    if (setting(connection, "information_schema_stats_expiry").isPresent()) {
      execute(connection, "SET SESSION information_schema_stats_expiry = 0"); // what is true now
    }
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    Map<String, Long> changed = changed(connection);
    double uptime = uptime(connection);
    List<TableAmount> amounts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        String name = rows.getString(1) + "." + rows.getString(2);
        OptionalLong count = number(rows, 3);
        OptionalLong bytes = number(rows, 4);
        Long writes = changed.get(name);
        amounts.add(
            new TableAmount(
                name,
                count,
                bytes,
                writes == null || uptime <= 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(writes / uptime)));
      }
    }
    return amounts;
  }

  private static OptionalLong number(ResultSet rows, int column) throws SQLException {
    long value = rows.getLong(column);
    return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Changed rows by table; empty where the server counts none, or not for everybody. */
  private static Map<String, Long> changed(Connection connection) throws SQLException {
    boolean waits =
        setting(connection, "performance_schema").filter(MysqlAmounts::isOn).isPresent();
    boolean userstat = setting(connection, "userstat").filter(MysqlAmounts::isOn).isPresent();
    if (!waits && !userstat) {
      return Map.of();
    }
    Map<String, Long> changed = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(waits ? WAITS : USERSTAT)) {
      while (rows.next()) {
        changed.put(rows.getString(1) + "." + rows.getString(2), rows.getLong(3));
      }
      return changed;
    } catch (SQLException e) {
      if (isDenied(e)) {
        return Map.of(); // rates are a bonus: a user who reads the tables alone gets the rest
      }
      throw e;
    }
  }

  /** ER_TABLEACCESS_DENIED_ERROR, ER_SPECIFIC_ACCESS_DENIED_ERROR. */
  private static boolean isDenied(SQLException e) {
    return e.getErrorCode() == 1142 || e.getErrorCode() == 1227;
  }

  private static boolean isOn(String value) {
    return value.equals("1") || value.equalsIgnoreCase("ON");
  }

  private static Optional<String> setting(Connection connection, String name) throws SQLException {
    return second(connection, "SHOW VARIABLES LIKE '" + name + "'");
  }

  private static double uptime(Connection connection) throws SQLException {
    return second(connection, "SHOW GLOBAL STATUS LIKE 'Uptime'")
        .map(Double::parseDouble)
        .orElse(0.0);
  }

  private static Optional<String> second(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? Optional.ofNullable(rows.getString(2)) : Optional.empty();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
