package dev.flux.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BatchesTest {
  private static final String TABLE =
      "CREATE TABLE \"Item\" (shop integer, \"No\" uuid DEFAULT gen_random_uuid(), label text,"
          + " PRIMARY KEY (shop, \"No\"));";

  private static Catalog catalog(String sql) {
    Catalog catalog = Catalog.empty(Dialect.POSTGRESQL);
    for (var statement : SqlReader.read(sql, Dialect.POSTGRESQL).statements()) {
      for (var operation : statement.operations()) {
        catalog = catalog.after(operation);
      }
    }
    return catalog;
  }

  private static String fill(String table) {
    return new Batches(catalog(table), ObjectName.of("Item"))
        .block(
            "\"Item\"",
            range -> "UPDATE \"Item\" SET label = 'x' WHERE " + range + " AND label IS NULL");
  }

  private static String populated(int rows) throws SQLException {
    String database = LiveServer.create("template1");
    LiveServer.run(database, TABLE, true);
    LiveServer.run(
        database,
        "INSERT INTO \"Item\" SELECT i % 5 FROM generate_series(1, " + rows + ") AS i;",
        true);
    return database;
  }

  @Test
  void endsWhileRowsKeepArrivingAndLeavesNone() throws SQLException {
    String database = populated(5_000);
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              try (Connection connection = LiveServer.connect(database);
                  Statement statement = connection.createStatement()) {
                while (!done.get()) {
                  statement.execute(
                      "INSERT INTO \"Item\" SELECT i, gen_random_uuid(), 'new'"
                          + " FROM generate_series(0, 9) AS i;");
                }
              } catch (SQLException e) {
                throw new CompletionException(e);
              }
            });
    LiveServer.run(database, fill(TABLE), false);
    done.set(true);
    writer.join();

    assertThat(LiveServer.query(database, "SELECT count(*) FROM \"Item\" WHERE label IS NULL"))
        .containsExactly("0");
    assertThat(LiveServer.query(database, "SELECT count(*) >= 5000 FROM \"Item\""))
        .containsExactly("t");
  }

  @Test
  void keepsWhatItDidWhenItIsKilledAndGoesOnWhenRunAgain() throws SQLException {
    String database = populated(20_000);
    CompletableFuture<Void> fill =
        CompletableFuture.runAsync(
            () -> {
              try {
                LiveServer.run(database, fill(TABLE), false);
              } catch (SQLException e) {
                throw new CompletionException(e);
              }
            });
    String filled = "SELECT count(*) > 0 FROM \"Item\" WHERE label = 'x'";
    while (!LiveServer.query(database, filled).contains("t")) {
      Thread.onSpinWait();
    }
    LiveServer.query(
        database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    assertThatThrownBy(fill::join).hasCauseInstanceOf(SQLException.class);
    String left = "SELECT count(*) FROM \"Item\" WHERE label IS NULL";
    int missing = Integer.parseInt(LiveServer.query(database, left).get(0));
    assertThat(missing).isPositive().isLessThan(20_000);

    LiveServer.run(database, fill(TABLE), false);
    assertThat(LiveServer.query(database, left)).containsExactly("0");
  }

  @Test
  void goesByPagesWhereNoKeyIsKnown() throws SQLException {
    String database = populated(12_000);
    LiveServer.run(database, fill("CREATE TABLE \"Item\" (shop integer, label text);"), false);
    assertThat(LiveServer.query(database, "SELECT count(*) FROM \"Item\" WHERE label IS NULL"))
        .containsExactly("0");
  }
}
