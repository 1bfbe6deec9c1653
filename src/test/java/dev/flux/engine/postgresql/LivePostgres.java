package dev.flux.engine.postgresql;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.LockMode;
import dev.flux.engine.StatementForm;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real server with a populated schema, and what it does for a statement. */
final class LivePostgres implements AutoCloseable {
  private static final String TEMPLATE = "populated";
  private static final String SHARED = "shared";

  /** Relations of the schema, not those of the server itself. */
  private static final String RELATIONS =
      """
      SELECT c.oid, c.relkind, c.relfilenode, i.indrelid,
        CASE WHEN n.nspname = 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END AS name
      FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_index i ON i.indexrelid = c.oid
      WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
        AND n.nspname NOT LIKE 'pg\\_temp%' AND n.nspname NOT LIKE 'pg\\_toast%'
      """;

  private final EmbeddedPostgres server;
  private final ExecutorService background = Executors.newSingleThreadExecutor();
  private int databases;

  /** The setup of the last form and the database that has it, as long as nothing changed there. */
  private Optional<Prepared> prepared = Optional.empty();

  private record Prepared(String setup, String database) {}

  private LivePostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  static LivePostgres start(PostgresBinaries binaries) throws IOException, SQLException {
    LivePostgres live =
        new LivePostgres(
            binaries
                .builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("autovacuum", "off")
                .setServerConfig("max_connections", "20")
                .start());
    live.execute("postgres", "CREATE DATABASE " + TEMPLATE);
    for (String script : PopulatedSchema.scripts(live.version())) {
      live.execute(TEMPLATE, script);
    }
    live.execute("postgres", "CREATE DATABASE " + SHARED + " TEMPLATE " + TEMPLATE);
    return live;
  }

  EngineVersion version() throws SQLException {
    try (Connection connection = connect("postgres")) {
      return EngineVersion.parse(connection.getMetaData().getDatabaseProductVersion())
          .orElseThrow();
    }
  }

  /** Runs the statement, rolls it back or throws its database away, and says what it did. */
  Measurement measure(StatementForm form) throws Exception {
    if (form.hold().isEmpty()) {
      String setup = PostgresForms.setup(form);
      return inTransaction(form, setup.isEmpty() ? SHARED : prepared(setup));
    }
    String database = database(PostgresForms.setup(form));
    try {
      return watch(form, database);
    } finally {
      drop(database);
    }
  }

  /** What runs there is rolled back, so that the next form of the same setup finds it as it was. */
  private String prepared(String setup) throws SQLException {
    if (prepared.filter(last -> last.setup().equals(setup)).isEmpty()) {
      if (prepared.isPresent()) {
        drop(prepared.get().database());
        prepared = Optional.empty();
      }
      prepared = Optional.of(new Prepared(setup, database(setup)));
    }
    return prepared.get().database();
  }

  /** Whether the server refuses the statement inside a transaction. */
  boolean refusesTransaction(StatementForm form) throws SQLException {
    String database = database(PostgresForms.setup(form));
    try (Connection connection = connect(database)) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1");
        statement.execute(form.statement());
        return false;
      } catch (SQLException e) {
        return "25001".equals(e.getSQLState());
      } finally {
        connection.rollback();
      }
    } finally {
      drop(database);
    }
  }

  /** A table with one column, whose type is changed again and again. */
  TypeTables typeTables() throws SQLException {
    return new TypeTables(connect(SHARED), connect(SHARED));
  }

  /** See {@link #typeTables}; each change is undone. */
  static final class TypeTables implements AutoCloseable {
    private final Connection maker;
    private final Connection changer;

    private TypeTables(Connection maker, Connection changer) throws SQLException {
      this.maker = maker;
      this.changer = changer;
      execute(changer, "SET TimeZone = 'UTC'");
    }

    /** Makes the table anew, with an index where the type can have one; what was run comes back. */
    List<String> create(String type) throws SQLException {
      List<String> run = new ArrayList<>();
      run.add("SET TimeZone = 'UTC'");
      execute(maker, "DROP TABLE IF EXISTS typed");
      run.add("CREATE TABLE typed (changed " + type + ")");
      execute(maker, run.get(1));
      for (String method : List.of("btree", "gist")) {
        String index = "CREATE INDEX typed_idx ON typed USING " + method + " (changed)";
        if (run.size() == 2 && takes(maker, index)) {
          run.add(index);
        }
      }
      return run;
    }

    private static boolean takes(Connection connection, String sql) {
      try {
        execute(connection, sql);
        return true;
      } catch (SQLException refused) {
        return false;
      }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    /** What a change does; empty where the server refuses it. */
    Optional<Measurement> measure(String sql) throws SQLException {
      changer.setAutoCommit(false);
      try {
        Map<Long, Relation> before = relations(changer);
        if (!takes(changer, sql)) {
          return Optional.empty();
        }
        Map<String, LockMode> locks = new TreeMap<>();
        collectLocks(changer, "pg_backend_pid()", before, locks);
        // Counters of transactions that were undone would be among the scans.
        return Optional.of(compare(before, relations(changer), locks, Optional.empty()));
      } finally {
        changer.rollback();
        changer.setAutoCommit(true);
      }
    }

    @Override
    public void close() throws SQLException {
      maker.close();
      changer.close();
    }
  }

  private String database(String setup) throws SQLException {
    databases++;
    String database = "case_" + databases;
    execute("postgres", "CREATE DATABASE " + database + " TEMPLATE " + TEMPLATE);
    if (!setup.isEmpty()) {
      execute(database, setup);
    }
    return database;
  }

  private void drop(String database) throws SQLException {
    execute("postgres", "DROP DATABASE " + database);
  }

  private Connection connect(String database) throws SQLException {
    return server.getDatabase("postgres", database).getConnection();
  }

  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Measurement inTransaction(StatementForm form, String database) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      // A small table is read through an index only by accident.
      statement.execute(
          "SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan ="
              + " off");
      statement.execute(form.session().isEmpty() ? "SELECT 1" : form.session());
      connection.setAutoCommit(false);
      Map<Long, Relation> before = relations(connection);
      statement.execute(form.statement());
      Map<String, LockMode> locks = new TreeMap<>();
      collectLocks(connection, "pg_backend_pid()", before, locks);
      Set<String> scans = scans(connection, before);
      Map<Long, Relation> after = relations(connection);
      connection.rollback();
      return compare(before, after, locks, Optional.of(scans));
    }
  }

  /** Runs a statement that another session makes wait, and samples its locks meanwhile. */
  private Measurement watch(StatementForm form, String database) throws Exception {
    try (Connection holder = connect(database);
        Connection runner = connect(database);
        Connection observer = connect(database)) {
      Map<Long, Relation> before = relations(observer);
      holder.setAutoCommit(false);
      try (Statement statement = holder.createStatement()) {
        statement.execute(form.hold().orElseThrow());
      }
      int pid = pid(runner);
      Future<?> running =
          background.submit(
              () -> {
                try (Statement statement = runner.createStatement()) {
                  return statement.execute(form.statement());
                }
              });
      Map<String, LockMode> locks = new TreeMap<>();
      Awaitility.await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                collectLocks(observer, Integer.toString(pid), before, locks);
                return running.isDone() || waits(observer, pid);
              });
      collectLocks(observer, Integer.toString(pid), before, locks);
      holder.rollback();
      finish(running);
      return compare(before, relations(observer), locks, Optional.empty());
    }
  }

  private static void finish(Future<?> running) throws Exception {
    try {
      running.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException refused ? refused : e;
    }
  }

  private static int pid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static boolean waits(Connection observer, int pid) throws SQLException {
    try (Statement statement = observer.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = " + pid)) {
      row.next();
      return row.getInt(1) > 0;
    }
  }

  /** A relation as it was before; what it is called then counts. */
  private record Relation(String name, String kind, long file, long table) {}

  private static Map<Long, Relation> relations(Connection connection) throws SQLException {
    Map<Long, Relation> relations = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(RELATIONS)) {
      while (row.next()) {
        relations.put(
            row.getLong("oid"),
            new Relation(
                row.getString("name"),
                row.getString("relkind"),
                row.getLong("relfilenode"),
                row.getLong("indrelid")));
      }
    }
    return relations;
  }

  private static void collectLocks(
      Connection connection, String pid, Map<Long, Relation> before, Map<String, LockMode> locks)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT relation, mode FROM pg_locks WHERE locktype = 'relation' AND pid = "
                    + pid)) {
      while (row.next()) {
        Relation relation = before.get(row.getLong("relation"));
        if (relation != null && Set.of("r", "p", "v", "m", "f").contains(relation.kind())) {
          locks.merge(
              relation.name(), mode(row.getString("mode")), (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
      }
    }
  }

  /** The view of locks writes {@code AccessExclusiveLock}. */
  private static LockMode mode(String written) {
    String name =
        written
            .replaceAll("Lock$", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
            .toUpperCase(java.util.Locale.ROOT);
    return LockMode.valueOf(name);
  }

  private static Set<String> scans(Connection connection, Map<Long, Relation> before)
      throws SQLException {
    Set<String> scans = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT relid FROM pg_stat_xact_user_tables WHERE seq_scan > 0")) {
      while (row.next()) {
        Relation relation = before.get(row.getLong("relid"));
        if (relation != null) {
          scans.add(relation.name());
        }
      }
    }
    return scans;
  }

  private static Measurement compare(
      Map<Long, Relation> before,
      Map<Long, Relation> after,
      Map<String, LockMode> locks,
      Optional<Set<String>> scans) {
    Set<String> rewrites = new TreeSet<>();
    Set<String> builds = new TreeSet<>();
    after.forEach(
        (oid, relation) -> {
          Relation old = before.get(oid);
          boolean sameFile = old != null && old.file() == relation.file();
          if (old != null && !sameFile && Set.of("r", "m").contains(relation.kind())) {
            rewrites.add(old.name());
          }
          Relation table = before.get(relation.table());
          boolean moved =
              old == null && before.values().stream().anyMatch(r -> r.file() == relation.file());
          if (relation.kind().equals("i") && table != null && !sameFile && !moved) {
            builds.add(table.name());
          }
        });
    return new Measurement(locks, rewrites, scans.orElse(Set.of()), scans.isPresent(), builds);
  }

  @Override
  public void close() throws IOException {
    background.shutdownNow();
    server.close();
  }
}
