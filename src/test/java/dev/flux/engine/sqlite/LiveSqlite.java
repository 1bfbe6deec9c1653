package dev.flux.engine.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A populated database of one version; every statement is measured on a fresh copy of it. */
record LiveSqlite(SqliteLibrary library, Path folder) {

  static LiveSqlite populated(SqliteLibrary library, Path folder, String... scripts)
      throws SQLException {
    LiveSqlite live = new LiveSqlite(library, folder);
    try (Connection connection = library.open(live.template())) {
      for (String script : scripts) {
        run(connection, script);
      }
    }
    return live;
  }

  private Path template() {
    return folder.resolve("template.db");
  }

  /** The version of the library, such as {@code 3.45.1}. */
  String version() throws SQLException {
    try (Connection connection = library.open(template());
        Statement statement = connection.createStatement();
        ResultSet version = statement.executeQuery("SELECT sqlite_version()")) {
      return version.getString(1);
    }
  }

  Measurement measure(String setup, String sql) throws SQLException, IOException {
    Optional<String> outside = attempt(setup, sql, false);
    Optional<String> inside = attempt(setup, sql, true);
    try (Connection connection = fresh(setup)) {
      return Measurement.of(connection, sql, outside, inside);
    }
  }

  private Connection fresh(String setup) throws SQLException, IOException {
    Path copy = folder.resolve("copy.db");
    Files.copy(template(), copy, StandardCopyOption.REPLACE_EXISTING);
    Connection connection = library.open(copy);
    run(connection, setup);
    return connection;
  }

  private Optional<String> attempt(String setup, String sql, boolean inside)
      throws SQLException, IOException {
    Files.deleteIfExists(folder.resolve("out.db"));
    try (Connection connection = fresh(setup);
        Statement statement = connection.createStatement()) {
      if (inside) {
        statement.execute("BEGIN");
      }
      try {
        statement.execute(sql);
        return Optional.empty();
      } catch (SQLException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
  }

  private static void run(Connection connection, String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(script);
    }
  }
}
