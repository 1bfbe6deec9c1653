package dev.flux.shadow.mysql;

import dev.flux.shadow.StatementFailed;
import dev.flux.shadow.StatementFailed.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** A session that runs what strangers wrote. */
final class Session implements AutoCloseable {
  /** Values that must be and are not (manual, Server Error Message Reference). */
  private static final Set<Integer> MISSING_VALUE = Set.of(1048, 1138, 1263, 1364);

  private final Connection connection;

  Session(Connection connection) {
    this.connection = connection;
  }

  /** Runs a statement and throws away what it gives. */
  void execute(String sql) throws StatementFailed {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setMaxRows(1000);
      boolean rows = statement.execute(sql);
      while (rows || statement.getUpdateCount() != -1) {
        rows = statement.getMoreResults();
      }
    } catch (SQLException e) {
      throw new StatementFailed(sql, message(e), kind(e), e);
    }
  }

  private static Kind kind(SQLException e) {
    if (MISSING_VALUE.contains(e.getErrorCode())) {
      return Kind.MISSING_VALUE;
    }
    if (e.getErrorCode() == 1419) { // ER_BINLOG_CREATE_ROUTINE_NEED_SUPER
      return Kind.SERVER;
    }
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return state.startsWith("23") || state.startsWith("22") || e.getErrorCode() == 1265
        ? Kind.ROWS
        : Kind.OTHER;
  }

  /** The server's own words, without the driver's. */
  static String message(SQLException e) {
    return String.valueOf(e.getMessage())
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst("^\\(conn=\\d+\\) ", "");
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
