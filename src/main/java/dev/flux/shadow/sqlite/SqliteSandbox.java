package dev.flux.shadow.sqlite;

import dev.flux.shadow.Limits;
import dev.flux.shadow.Sandbox;
import dev.flux.shadow.SandboxDatabase;
import dev.flux.shadow.Unprovable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/**
 * A directory of databases. Their sessions reach no other file: nothing can be attached, which also
 * keeps VACUUM from writing a copy elsewhere, and no extension is loaded (manual, Limits and
 * Defense Against The Dark Arts).
 */
final class SqliteSandbox implements Sandbox {
  private static final int LONGEST_VALUE = 16 << 20;

  private final Path directory;
  private final Limits limits;
  private final Watch watch;
  private final String server;
  private int count;

  private SqliteSandbox(Path directory, Limits limits) throws SQLException {
    this.directory = directory;
    this.limits = limits;
    this.server = "SQLite " + version();
    this.watch = new Watch(directory, limits);
  }

  static SqliteSandbox open(Limits limits) throws Unprovable {
    try {
      return new SqliteSandbox(Files.createTempDirectory("flux-shadow"), limits);
    } catch (IOException | SQLException e) {
      throw new Unprovable("no SQLite database could be made here: " + e.getMessage(), e);
    }
  }

  private static String version() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT sqlite_version()")) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public String server() {
    return server;
  }

  Watch watch() {
    return watch;
  }

  @Override
  public SandboxDatabase create() throws Unprovable {
    watch.check();
    return new SqliteDatabase(this, directory.resolve(++count + ".db"));
  }

  /** Another file that holds the same; nobody may be in it. */
  SandboxDatabase copy(Path file) throws Unprovable {
    SqliteDatabase copy = (SqliteDatabase) create();
    try {
      if (Files.exists(file)) {
        Files.copy(file, copy.file());
      }
      return copy;
    } catch (IOException e) {
      throw new Unprovable("a database could not be copied: " + e.getMessage(), e);
    }
  }

  Connection connect(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    SQLiteConnection own = connection.unwrap(SQLiteConnection.class);
    own.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
    own.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, LONGEST_VALUE);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA trusted_schema = OFF");
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute("PRAGMA max_page_count = " + limits.bytes() / 4096);
    }
    return connection;
  }

  @Override
  public void close() {
    watch.close();
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the shadow databases do not go away", e);
    }
  }
}
