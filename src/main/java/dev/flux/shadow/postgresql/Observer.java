package dev.flux.shadow.postgresql;

import dev.flux.engine.LockMode;
import dev.flux.shadow.Measured;
import dev.flux.sql.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Looks at statements that the server takes outside of a transaction alone, from other sessions:
 * one has a write open on every table, so that what would make writers wait waits itself.
 */
final class Observer implements AutoCloseable {
  private static final long PERIOD_MILLIS = 5;

  private final Connection writer;
  private final Connection observer;
  private final Relations old;
  private final ExecutorService background = Executors.newSingleThreadExecutor();

  Observer(PostgresSandbox sandbox, String database, Relations old) throws SQLException {
    this.writer = sandbox.connect(database);
    this.observer = sandbox.connect(database);
    this.old = old;
  }

  /** Whether a refusal says that the statement must stand outside of a transaction. */
  static boolean mustBeAlone(SQLException e) {
    return Set.of("25001", "2D000").contains(Sql.state(e));
  }

  Measured watch(Session session, Statement statement) throws SQLException {
    Relations before = Relations.of(observer);
    openWrites(before);
    String pid = pid(session.connection());
    Future<?> running =
        background.submit(
            () -> {
              session.execute(statement.sql());
              return null;
            });
    Map<String, LockMode> locks = new TreeMap<>();
    boolean waits = false;
    while (!waits && !done(running, PERIOD_MILLIS)) {
      waits = Session.collect(observer, pid, old, locks);
    }
    writer.rollback();
    boolean ended;
    do {
      // The watch ends what lasts too long.
      ended = done(running, TimeUnit.MINUTES.toMillis(1));
    } while (!ended);
    Relations after = Relations.of(observer);
    return new Measured(
        statement.sql(),
        locks,
        locks,
        old.views(),
        before.rewritten(after, old),
        Set.of(),
        before.built(after, old));
  }

  private void openWrites(Relations now) throws SQLException {
    writer.setAutoCommit(false);
    String tables =
        now.byOid().values().stream()
            .filter(Relations.Relation::isTable)
            .map(Relations.Relation::sqlName)
            .collect(Collectors.joining(", "));
    if (!tables.isEmpty()) {
      try (java.sql.Statement statement = writer.createStatement()) {
        statement.execute("LOCK TABLE " + tables + " IN ROW EXCLUSIVE MODE");
      }
    }
  }

  private static boolean done(Future<?> running, long millis) throws SQLException {
    try {
      running.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillRunning) {
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }

  private static String pid(Connection connection) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() throws SQLException {
    background.shutdownNow();
    try (writer;
        observer) {
      if (!writer.isClosed() && !writer.getAutoCommit()) {
        writer.rollback();
      }
    }
  }
}
