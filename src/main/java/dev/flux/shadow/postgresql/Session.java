package dev.flux.shadow.postgresql;

import dev.flux.engine.LockMode;
import dev.flux.shadow.Measured;
import dev.flux.shadow.StatementFailed;
import dev.flux.sql.DataOperation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A role's session that sees what its own statements do. */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Watch watch;
  private final Relations old;
  private Relations before;
  private Map<String, LockMode> held = new TreeMap<>();
  private Map<Long, Long> scansBefore = new HashMap<>();

  /**
   * @param old relations that existed before the change
   */
  Session(Connection connection, Watch watch, Relations old) throws SQLException {
    this.connection = connection;
    this.watch = watch;
    this.old = old;
    this.before = Relations.of(connection);
  }

  Connection connection() {
    return connection;
  }

  /** A transaction begins: nothing is held. */
  void begin() {
    held = new TreeMap<>();
    scansBefore = new HashMap<>();
  }

  /** Runs a statement and throws away what it gives. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      watch.running(statement);
      boolean rows = statement.execute(sql);
      while (rows || statement.getUpdateCount() != -1) {
        rows = statement.getMoreResults();
      }
    } finally {
      watch.running(null);
    }
  }

  /** Runs a statement in the open transaction and looks at what it did. */
  Measured measure(dev.flux.sql.Statement statement) throws SQLException {
    execute(statement.sql());
    if (statement.operations().stream().allMatch(DataOperation.Insert.class::isInstance)) {
      // Rows that are written down are many, and lock nobody out.
      return Measured.nothing(statement.sql());
    }
    Map<String, LockMode> now = locks();
    Map<String, LockMode> own = new TreeMap<>(now);
    own.entrySet().removeIf(lock -> lock.getValue().equals(held.get(lock.getKey())));
    Relations after = Relations.of(connection);
    Measured measured =
        new Measured(
            statement.sql(),
            own,
            now,
            old.views(),
            before.rewritten(after, old),
            scans(),
            before.built(after, old));
    held = now;
    before = after;
    return measured;
  }

  /** The schema may have changed outside of what was measured. */
  void refresh() throws SQLException {
    before = Relations.of(connection);
  }

  Relations before() {
    return before;
  }

  private Map<String, LockMode> locks() throws SQLException {
    Map<String, LockMode> locks = new TreeMap<>();
    collect(connection, "pg_catalog.pg_backend_pid()", old, locks);
    return locks;
  }

  /** Adds the locks that a backend holds or waits for; whether it waits for any. */
  static boolean collect(
      Connection connection, String pid, Relations old, Map<String, LockMode> locks)
      throws SQLException {
    boolean waits = false;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT relation, mode, granted FROM pg_catalog.pg_locks WHERE pid = " + pid)) {
      while (row.next()) {
        waits |= !row.getBoolean("granted");
        Relations.Relation relation = old.byOid().get(row.getLong("relation"));
        if (relation != null && relation.isLocked()) {
          locks.merge(
              relation.name(),
              Relations.mode(row.getString("mode")),
              (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
      }
    }
    return waits;
  }

  private Set<String> scans() throws SQLException {
    Set<String> scans = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT relid, seq_scan FROM pg_catalog.pg_stat_xact_user_tables WHERE seq_scan >"
                    + " 0")) {
      while (row.next()) {
        long oid = row.getLong(1);
        long count = row.getLong(2);
        Relations.Relation relation = old.byOid().get(oid);
        if (relation != null && count > scansBefore.getOrDefault(oid, 0L)) {
          scans.add(relation.name());
        }
        scansBefore.put(oid, count);
      }
    }
    return scans;
  }

  /** What the server says of a statement. */
  static StatementFailed refused(String sql, SQLException e) {
    return new StatementFailed(sql, Sql.message(e), kind(Sql.state(e)), e);
  }

  /** By the classes of conditions; 55P04 is a new value of an enum (manual, Appendix A). */
  private static StatementFailed.Kind kind(String state) {
    if (Set.of("25001", "2D000", "55P04").contains(state)) {
      return StatementFailed.Kind.TRANSACTION;
    }
    if (state.equals("23502")) {
      return StatementFailed.Kind.MISSING_VALUE;
    }
    return state.startsWith("23") || state.startsWith("22")
        ? StatementFailed.Kind.ROWS
        : StatementFailed.Kind.OTHER;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
