package dev.flux.shadow.mysql;

import dev.flux.shadow.Limits;
import dev.flux.shadow.ServerWatch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Watches a user of MySQL or MariaDB. */
final class Watch extends ServerWatch {
  private final Connection connection;
  private final String user;
  private final String files;

  Watch(Connection connection, String user, Limits limits) throws SQLException {
    super(connection, limits);
    this.connection = connection;
    this.user = user;
    boolean dictionary =
        !connection.getMetaData().getDatabaseProductName().contains("MariaDB")
            && connection.getMetaData().getDatabaseMajorVersion() >= 8;
    this.files = dictionary ? "innodb_tablespaces" : "innodb_sys_tablespaces";
    if (dictionary) {
      try (Statement statement = connection.createStatement()) {
        // MySQL tells sizes of a day ago otherwise.
        statement.execute("SET SESSION information_schema_stats_expiry = 0");
      }
    }
    begin();
  }

  @Override
  protected boolean isLarger(Set<String> databases, long bytes) throws SQLException {
    String names = databases.stream().map(n -> "'" + n + "'").collect(Collectors.joining(", "));
    return !names.isEmpty() && files(names) + rest(names) > bytes;
  }

  /** The files of tables that have one of their own, as large as they are on disk. */
  private long files(String names) throws SQLException {
    return number(
        "SELECT coalesce(sum(file_size), 0) FROM information_schema."
            + files
            + " WHERE substring_index(name, '/', 1) IN ("
            + names
            + ")");
  }

  /** Tables of other engines, which know their sizes, and those that share a file. */
  private long rest(String names) throws SQLException {
    return number(
        "SELECT coalesce(sum(data_length + index_length), 0) FROM information_schema.tables"
            + " WHERE table_schema IN ("
            + names
            + ") AND (engine <> 'InnoDB' OR concat(table_schema, '/', table_name) IN (SELECT name"
            + " FROM information_schema."
            + files.replace("tablespaces", "tables")
            + " WHERE space = 0))");
  }

  @Override
  protected long longest() throws SQLException {
    return number(
        "SELECT coalesce(max(time), 0) FROM information_schema.processlist WHERE command <> 'Sleep'"
            + " AND user = '"
            + user
            + "'");
  }

  @Override
  protected void endSessions() throws SQLException {
    List<String> sessions = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              "SELECT id FROM information_schema.processlist WHERE user = '" + user + "'")) {
        while (row.next()) {
          sessions.add(row.getString(1));
        }
      }
      for (String session : sessions) {
        statement.execute("KILL " + session);
      }
    }
  }

  @Override
  protected String message(SQLException failure) {
    return Session.message(failure);
  }
}
