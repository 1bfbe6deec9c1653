package dev.flux.rollout.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.mysql.RunningServer;
import dev.flux.engine.mysql.ServerPrograms;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Batches that are killed midway go on when they are run again, and end while rows arrive. */
class MysqlBatchesLiveTest {
  private static final String CHANGE =
      "-- flux: backfill users.status = 'old'\n"
          + "ALTER TABLE users ADD COLUMN status VARCHAR(9) NOT NULL;";

  @TestFactory
  Stream<DynamicTest> endWhateverHappens() {
    return ServerPrograms.each(
        programs -> {
          try (RunningServer server = RunningServer.start(programs)) {
            backfill(server);
            copiesWithoutKey(server);
          }
        });
  }

  static void backfill(RunningServer server) throws Exception {
    Rollout rollout =
        MysqlPlans.of(server.dialect(), new EngineVersion(11, 4, 0))
            .plan(MysqlRolloutCase.HISTORY, CHANGE);
    List<String> sql =
        rollout.steps().stream().map(Step::forward).filter(s -> !s.isEmpty()).toList();
    try (ScratchDatabase database = ScratchDatabase.create(server, "flux_batches")) {
      database.run(MysqlRolloutCase.HISTORY);
      database.run(MysqlRolloutCase.ROWS);
      database.run(sql.get(0));
      killMidway(
          server, database, sql.get(1), "SELECT COUNT(*) FROM users WHERE status IS NOT NULL");
      assertThat(unfilled(database)).isBetween(1, 2999);
      AtomicBoolean writes = new AtomicBoolean(true);
      CompletableFuture<Integer> writer =
          CompletableFuture.supplyAsync(() -> write(server, database.name(), writes));
      database.run(sql.get(1));
      writes.set(false);
      assertThat(writer.get(10, TimeUnit.SECONDS)).isPositive();
      assertThat(unfilled(database)).isZero();
      database.run(sql.get(2));
    }
  }

  /** Into a table that numbers its rows itself, from which nobody could tell what it has. */
  static void copiesWithoutKey(RunningServer server) throws Exception {
    String history =
        MysqlRolloutCase.HISTORY
            + "CREATE TABLE logs (id INT AUTO_INCREMENT PRIMARY KEY, who VARCHAR(255));";
    Rollout rollout =
        MysqlPlans.of(server.dialect(), new EngineVersion(11, 4, 0))
            .plan(history, "INSERT INTO logs (who) SELECT email FROM users ORDER BY email;");
    List<String> sql =
        rollout.steps().stream().map(Step::forward).filter(s -> !s.isEmpty()).toList();
    try (ScratchDatabase database = ScratchDatabase.create(server, "flux_copies")) {
      database.run(history);
      database.run(MysqlRolloutCase.ROWS);
      database.run(sql.get(0));
      killMidway(server, database, sql.get(1), "SELECT COUNT(*) FROM logs");
      assertThat(number(database, "SELECT COUNT(*) FROM logs")).isBetween(1, 2999);
      database.run(sql.get(1));
      assertThat(number(database, "SELECT COUNT(*) FROM logs")).isEqualTo(3000);
      assertThat(number(database, "SELECT COUNT(DISTINCT who) FROM logs")).isEqualTo(3000);
      database.run(sql.get(2));
    }
  }

  private static int number(ScratchDatabase database, String sql) throws SQLException {
    return Integer.parseInt(database.query(sql).get(0).get(0));
  }

  private static int unfilled(ScratchDatabase database) throws SQLException {
    return number(database, "SELECT COUNT(*) FROM users WHERE status IS NULL");
  }

  /** Ends the session once the first batch is there. */
  private static void killMidway(
      RunningServer server, ScratchDatabase database, String sql, String done) throws Exception {
    try (Connection victim = server.connect(database.name())) {
      String id;
      try (Statement statement = victim.createStatement();
          var rows = statement.executeQuery("SELECT CONNECTION_ID()")) {
        rows.next();
        id = rows.getString(1);
      }
      // Slow enough that the end comes in between.
      String slow = sql.replace("DO SLEEP(0.05)", "DO SLEEP(5)");
      CompletableFuture<Boolean> killed = CompletableFuture.supplyAsync(() -> fails(victim, slow));
      while (number(database, done) == 0) {
        database.run("DO SLEEP(0.02)");
      }
      database.run("KILL " + id);
      assertThat(killed.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static boolean fails(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      while (statement.getMoreResults() || statement.getUpdateCount() >= 0) {
        // Every answer is waited for.
      }
      return false;
    } catch (SQLException expected) {
      return true;
    }
  }

  /** A version of the application that knows the column. */
  private static int write(RunningServer server, String database, AtomicBoolean goesOn) {
    int written = 0;
    try (Connection connection = server.connect(database);
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO users (email, status) VALUES (UUID(), 'new')")) {
      while (goesOn.get() || written == 0) {
        written += insert.executeUpdate();
      }
      return written;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
