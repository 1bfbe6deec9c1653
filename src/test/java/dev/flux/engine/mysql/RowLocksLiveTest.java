package dev.flux.engine.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.engine.LockMode;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds what is said of rows that a change reads to live servers: while its transaction is open,
 * another session's writes to the rows wait just where the facts claim a lock for them, and MySQL
 * lists the locks.
 */
class RowLocksLiveTest {
  private static final String SCHEMA =
      """
      CREATE TABLE src (id INT NOT NULL PRIMARY KEY, n INT, KEY n (n)) ENGINE=InnoDB;
      CREATE TABLE other (id INT NOT NULL PRIMARY KEY, n INT) ENGINE=InnoDB;
      CREATE TABLE dst (id INT NOT NULL PRIMARY KEY, n INT) ENGINE=InnoDB;
      """;

  private static final String ROWS =
      """
      INSERT INTO src VALUES (1, 1), (2, 2), (3, 3);
      INSERT INTO other VALUES (1, 1), (2, 2), (3, 3);
      INSERT INTO dst VALUES (101, 1), (102, 2);
      """;

  private static final List<String> CHANGES =
      List.of(
          "INSERT INTO dst SELECT id, n FROM src",
          "INSERT INTO dst SELECT id, n FROM src WHERE id > 0 LIMIT 2",
          "INSERT INTO dst SELECT src.id, other.n FROM src JOIN other ON other.id = src.id",
          "INSERT INTO dst SELECT src.id, o.n FROM src LEFT JOIN other o ON o.id = src.id",
          "INSERT IGNORE INTO dst SELECT DISTINCT n, n FROM src",
          "REPLACE INTO dst SELECT id, n FROM src",
          "INSERT INTO dst VALUES (9, (SELECT MAX(n) FROM src))",
          "UPDATE dst JOIN src ON src.n = dst.n SET dst.n = src.n + 1",
          "UPDATE dst SET n = (SELECT MAX(n) FROM src)",
          "DELETE FROM dst WHERE n IN (SELECT n FROM src)",
          "SELECT * FROM src",
          "SELECT * FROM src FOR UPDATE");

  @TestFactory
  Stream<DynamicTest> writesToReadRowsWaitWhereALockIsClaimed() {
    return ServerPrograms.each(RowLocksLiveTest::measure);
  }

  private static void measure(ServerPrograms programs) throws Exception {
    try (RunningServer server = RunningServer.start(programs);
        Connection root = server.connect("")) {
      run(root, "CREATE DATABASE probe; USE probe; " + SCHEMA + ROWS);
      EngineVersion version =
          EngineVersion.parse(texts(root, "SELECT version()").get(0)).orElseThrow();
      List<String> wrong = new ArrayList<>();
      for (String change : CHANGES) {
        Set<String> claimed = claimed(change, programs.dialect(), version);
        Set<String> held = held(server, change, programs.dialect());
        if (!held.equals(claimed)) {
          wrong.add(change + " holds rows of " + held + ", said " + claimed);
        }
      }
      assertThat(wrong).isEmpty();
      assertThat(whileItRuns(server, "CREATE TABLE made AS SELECT id, SLEEP(2) FROM src"))
          .as("CREATE TABLE … SELECT holds the rows that it reads")
          .isTrue();
    }
  }

  /** Tables of whose rows the facts say that writes to them wait. */
  private static Set<String> claimed(String change, Dialect dialect, EngineVersion version) {
    Catalog catalog = Claim.fold(Catalog.empty(dialect), SCHEMA);
    Impact impact = Claim.of(change, catalog, version).orElseThrow();
    Set<String> claimed = new TreeSet<>();
    impact.locks().stream()
        .filter(lock -> lock.mode().compareTo(LockMode.ROW_SHARE) >= 0)
        .map(lock -> lock.table().name())
        .filter(table -> !table.equals("dst"))
        .forEach(claimed::add);
    return claimed;
  }

  /** Tables in which another session's writes wait while the change is not committed. */
  private static Set<String> held(RunningServer server, String change, Dialect dialect)
      throws SQLException {
    Set<String> held = new TreeSet<>();
    try (Connection first = server.connect("probe")) {
      first.setAutoCommit(false);
      run(first, change);
      for (String table : List.of("src", "other")) {
        if (waits(server, "UPDATE " + table + " SET n = n + 1")) {
          held.add(table);
        }
      }
      if (dialect == Dialect.MYSQL) {
        assertThat(listed(server)).as(change).isEqualTo(held);
      }
      first.rollback();
    }
    return held;
  }

  /** Tables with locks of rows, as MySQL lists them. */
  private static Set<String> listed(RunningServer server) throws SQLException {
    try (Connection root = server.connect("")) {
      return new TreeSet<>(
          texts(
              root,
              "SELECT DISTINCT object_name FROM performance_schema.data_locks"
                  + " WHERE lock_type = 'RECORD' AND object_name <> 'dst'"));
    }
  }

  private static boolean whileItRuns(RunningServer server, String change)
      throws SQLException, InterruptedException, ExecutionException {
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(
            () -> {
              try (Connection first = server.connect("probe")) {
                run(first, change);
              } catch (SQLException failure) {
                throw new IllegalStateException(failure);
              }
            });
    boolean waited = false;
    while (!waited && !running.isDone()) {
      waited = waits(server, "UPDATE src SET n = n + 1 WHERE id = 1");
    }
    running.get();
    return waited;
  }

  private static boolean waits(RunningServer server, String write) throws SQLException {
    int timedOut = 1205;
    try (Connection second = server.connect("probe")) {
      second.setAutoCommit(false);
      run(second, "SET SESSION innodb_lock_wait_timeout = 1");
      run(second, write);
      second.rollback();
      return false;
    } catch (SQLException refused) {
      if (refused.getErrorCode() == timedOut) {
        return true;
      }
      throw refused;
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
