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
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
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
        arriving(
            database,
            done,
            "INSERT INTO \"Item\" SELECT i, gen_random_uuid(), 'new'"
                + " FROM generate_series(0, 9) AS i;");
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
    runAndKill(database, fill(TABLE), "SELECT count(*) > 0 FROM \"Item\" WHERE label = 'x'");
    String left = "SELECT count(*) FROM \"Item\" WHERE label IS NULL";
    int missing = Integer.parseInt(LiveServer.query(database, left).get(0));
    assertThat(missing).isPositive().isLessThan(20_000);

    LiveServer.run(database, fill(TABLE), false);
    assertThat(LiveServer.query(database, left)).containsExactly("0");
  }

  /** Runs SQL of many commits, and ends its session once the query says that some of it is done. */
  private static void runAndKill(String database, String sql, String begun) throws SQLException {
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(
            () -> {
              try {
                LiveServer.run(database, sql, false);
              } catch (SQLException e) {
                throw new CompletionException(e);
              }
            });
    while (!LiveServer.query(database, begun).contains("t")) {
      Thread.onSpinWait();
    }
    LiveServer.query(
        database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    assertThatThrownBy(running::join).hasCauseInstanceOf(SQLException.class);
  }

  @Test
  void bringsADroppedColumnBackThoughItIsStopped() throws SQLException {
    String history =
        TABLE
            + "ALTER TABLE \"Item\" ALTER label SET DEFAULT 'a', ALTER label SET NOT NULL;"
            + "CREATE INDEX \"By label\" ON \"Item\" (label);";
    String database = LiveServer.create("template1");
    LiveServer.run(database, history, true);
    LiveServer.run(
        database,
        "INSERT INTO \"Item\" (shop, label) SELECT i % 5, 'label ' || i"
            + " FROM generate_series(1, 20000) AS i;",
        true);
    SortedSet<String> catalog = LiveServer.catalog(database);
    SortedMap<String, List<String>> rows = LiveServer.rows(database);
    List<Step> steps =
        Plans.plan(history, "ALTER TABLE \"Item\" DROP COLUMN label;").steps().stream()
            .filter(step -> !step.forward().isEmpty())
            .toList();
    Step export = steps.get(0);
    Step drop = steps.get(1);
    LiveServer.run(database, export.forward(), export.transactional());
    LiveServer.run(database, drop.forward(), drop.transactional());

    runAndKill(
        database,
        drop.rollback(),
        "SELECT count(*) > 0 FROM \"Item\" WHERE to_jsonb(\"Item\") ->> 'label' LIKE 'label%'");
    LiveServer.run(database, drop.rollback(), drop.transactional());
    LiveServer.run(database, export.rollback(), export.transactional());
    assertThat(LiveServer.catalog(database)).isEqualTo(catalog);
    assertThat(LiveServer.rows(database)).isEqualTo(rows);
  }

  @Test
  void copiesEveryRowThoughItIsStoppedAndMoreKeepArriving() throws SQLException {
    String history = "CREATE TABLE notes (id bigint PRIMARY KEY, body text NOT NULL);";
    String database = LiveServer.create("template1");
    LiveServer.run(database, history, true);
    LiveServer.run(
        database,
        "INSERT INTO notes SELECT i, 'n' || i FROM generate_series(1, 20000) AS i;",
        true);
    List<Step> steps =
        Plans.plan(
                history,
                """
                CREATE TABLE bodies (note_id bigint PRIMARY KEY, body text NOT NULL);
                INSERT INTO bodies (note_id, body) SELECT id, upper(body) FROM notes;
                """)
            .steps()
            .stream()
            .filter(step -> !step.forward().isEmpty())
            .toList();
    Step copy = steps.get(1);
    LiveServer.run(database, steps.get(0).forward(), true);
    runAndKill(database, copy.forward(), "SELECT count(*) > 0 FROM bodies");
    int copied = Integer.parseInt(LiveServer.query(database, "SELECT count(*) FROM bodies").get(0));
    assertThat(copied).isPositive().isLessThan(20_000);

    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> writer =
        arriving(database, done, "INSERT INTO notes SELECT max(id) + 1, 'late' FROM notes;");
    LiveServer.run(database, copy.forward(), false);
    done.set(true);
    writer.join();
    assertThat(
            LiveServer.query(
                database,
                "SELECT count(*) FROM notes n LEFT JOIN bodies b ON b.note_id = n.id AND b.body ="
                    + " upper(n.body) WHERE n.id <= 20000 AND b.note_id IS NULL"))
        .containsExactly("0");

    LiveServer.run(database, copy.rollback(), false);
    assertThat(LiveServer.query(database, "SELECT count(*) FROM bodies")).containsExactly("0");
  }

  @Test
  void copiesEveryPartOfARowOnceIntoATableThatNumbersItsOwn() throws SQLException {
    String history =
        """
        CREATE TABLE notes (id bigint PRIMARY KEY, tags jsonb NOT NULL);
        CREATE TABLE tags (id bigserial PRIMARY KEY, note_id bigint NOT NULL, name text NOT NULL);
        """;
    String database = LiveServer.create("template1");
    LiveServer.run(database, history, true);
    LiveServer.run(
        database,
        "INSERT INTO notes SELECT i, jsonb_build_array('a' || i, 'b') FROM generate_series(1,"
            + " 20000) AS i;",
        true);
    List<Step> steps =
        Plans.plan(
                history,
                """
                INSERT INTO tags (note_id, name) SELECT n.id, t.name FROM notes n
                CROSS JOIN LATERAL jsonb_array_elements_text(n.tags) AS t(name) ORDER BY n.id;
                """)
            .steps();
    LiveServer.run(database, steps.get(0).forward(), true);
    runAndKill(database, steps.get(1).forward(), "SELECT count(*) > 0 FROM tags");
    LiveServer.run(database, steps.get(1).forward(), false);

    assertThat(
            LiveServer.query(
                database, "SELECT count(*) || ' ' || count(DISTINCT (note_id, name)) FROM tags"))
        .containsExactly("40000 40000");
  }

  /** Writes until it is done. */
  private static CompletableFuture<Void> arriving(String database, AtomicBoolean done, String sql) {
    return CompletableFuture.runAsync(
        () -> {
          try (Connection connection = LiveServer.connect(database);
              Statement statement = connection.createStatement()) {
            while (!done.get()) {
              statement.execute(sql);
            }
          } catch (SQLException e) {
            throw new CompletionException(e);
          }
        });
  }

  @Test
  void goesByPagesWhereNoKeyIsKnown() throws SQLException {
    String database = populated(12_000);
    LiveServer.run(database, fill("CREATE TABLE \"Item\" (shop integer, label text);"), false);
    assertThat(LiveServer.query(database, "SELECT count(*) FROM \"Item\" WHERE label IS NULL"))
        .containsExactly("0");
  }
}
