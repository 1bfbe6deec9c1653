package dev.flux.engine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where rows are found by a condition, or all are asked for, the planner of a live server reads the
 * tables from end to end that the facts name, and no others; what it may use is left to it.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("servers")
record QueryScansLiveTest(PostgresBinaries binaries) {
  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE buyer (id int PRIMARY KEY, mail text NOT NULL UNIQUE, name text, age int,"
              + " town text, born date)",
          "CREATE INDEX ON buyer (town, age)",
          "CREATE INDEX ON buyer (lower(name))",
          "CREATE TABLE bill (id int PRIMARY KEY, buyer_id int NOT NULL, total numeric, state"
              + " text)",
          "CREATE TABLE shelf (id int, kind text)",
          "CREATE TABLE upper_shelf (height int) INHERITS (shelf)",
          "CREATE TABLE visit (at date NOT NULL, page text) PARTITION BY RANGE (at)",
          "CREATE TABLE visit_1 PARTITION OF visit FOR VALUES FROM ('2020-01-01') TO"
              + " ('2021-01-01')",
          "CREATE TABLE visit_2 PARTITION OF visit FOR VALUES FROM ('2021-01-01') TO"
              + " ('2022-01-01')",
          "CREATE VIEW big_bill AS SELECT id, total FROM bill WHERE total > 50",
          "CREATE MATERIALIZED VIEW sums AS SELECT buyer_id, sum(total) FROM bill GROUP BY"
              + " buyer_id",
          "CREATE TABLE target (id int, note text)");

  private static final List<String> ROWS =
      List.of(
          "INSERT INTO buyer SELECT i, i || '@x', 'n' || i, i % 90, 't' || i, NULL"
              + " FROM generate_series(1, 20000) i",
          "INSERT INTO bill SELECT i, i, i % 100, 'new' FROM generate_series(1, 20000) i",
          "INSERT INTO shelf SELECT i, 'k' FROM generate_series(1, 100) i",
          "INSERT INTO upper_shelf SELECT i, 'k', 1 FROM generate_series(1, 100) i",
          "INSERT INTO visit SELECT date '2020-05-05', 'p' FROM generate_series(1, 100)",
          "INSERT INTO visit SELECT date '2021-05-05', 'p' FROM generate_series(1, 100)",
          "ANALYZE");

  private static EmbeddedPostgres server;
  private static EngineVersion version;
  private static Catalog schema;

  static List<PostgresBinaries> servers() {
    return PostgresBinaries.all();
  }

  @BeforeParameterizedClassInvocation
  static void start(PostgresBinaries binaries) throws Exception {
    server = binaries.builder().setServerConfig("autovacuum", "off").start();
    schema = Catalog.empty(Dialect.POSTGRESQL);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      version =
          EngineVersion.parse(connection.getMetaData().getDatabaseProductVersion()).orElseThrow();
      for (String sql : SCHEMA) {
        statement.execute(sql);
        schema = Claim.fold(schema, sql);
      }
      for (String sql : ROWS) {
        statement.execute(sql);
      }
    }
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "UPDATE buyer SET town = 'x' WHERE born = '2000-01-01'",
        "UPDATE buyer SET name = 'x' WHERE id = 5",
        "UPDATE buyer SET name = 'x' WHERE mail = '5@x'",
        "UPDATE buyer SET name = 'x' WHERE town = 't5' AND age = 5",
        "UPDATE buyer SET name = 'x' WHERE lower(name) = 'n5'",
        "UPDATE buyer SET town = 'x' WHERE born IS NULL",
        "UPDATE bill SET state = 'old' WHERE state = 'new' AND total IS NOT NULL",
        "UPDATE bill SET state = 'old' WHERE total > 90 OR buyer_id = 5",
        "UPDATE bill SET state = 'old'",
        "DELETE FROM bill WHERE NOT (state = 'new')",
        "DELETE FROM bill WHERE total < 3 AND id = 5",
        "DELETE FROM shelf WHERE kind = 'k'",
        "DELETE FROM visit WHERE page = 'p'",
        "DELETE FROM ONLY shelf WHERE kind = 'k'",
        "UPDATE bill SET total = 0 WHERE ctid = '(0,1)'",
        "UPDATE bill SET total = 0 WHERE false",
        "INSERT INTO target SELECT id, state FROM bill",
        "INSERT INTO target SELECT id, state FROM bill WHERE total = 5",
        "INSERT INTO target SELECT id, state FROM bill WHERE id = 5",
        "INSERT INTO target SELECT id, name FROM buyer ORDER BY town LIMIT 5",
        "INSERT INTO target SELECT max(id) FROM bill",
        "INSERT INTO target SELECT max(buyer_id) FROM bill",
        "INSERT INTO target SELECT b.id, u.name FROM bill b JOIN buyer u ON u.id = b.buyer_id",
        "INSERT INTO target SELECT 1, 'x'",
        "CREATE TABLE kept AS SELECT * FROM bill",
        "CREATE TABLE kept AS SELECT * FROM bill WHERE 1 = 0",
        "CREATE TABLE kept AS SELECT * FROM bill WITH NO DATA",
        "CREATE TABLE kept AS SELECT state, count(*) FROM bill GROUP BY state",
        "CREATE TABLE kept AS SELECT town, sum(age) FROM buyer GROUP BY town",
        "CREATE TABLE kept AS SELECT * FROM visit",
        "CREATE MATERIALIZED VIEW found AS SELECT id, name FROM buyer WHERE born > '2000-01-01'",
        "CREATE MATERIALIZED VIEW found AS SELECT id FROM big_bill",
        "CREATE MATERIALIZED VIEW found AS SELECT id FROM bill WITH NO DATA",
        "SELECT * FROM bill WHERE state = 'x'",
        "SELECT * FROM bill WHERE id = 7 FOR UPDATE",
        "SELECT * FROM shelf TABLESAMPLE SYSTEM (50)",
        "EXPLAIN SELECT * FROM bill",
        "PREPARE later AS SELECT * FROM bill",
        "COPY bill TO '/dev/null'",
      })
  void theTablesThatTheFactsNameAreScanned(String statement) throws SQLException {
    assertThat(claimed(statement)).isEqualTo(scanned(statement));
  }

  /** What the index of town and age is good for then is the planner's choice. */
  @Test
  void withoutItsFirstColumnAnIndexMayHelpFrom18On() throws SQLException {
    String statement = "UPDATE buyer SET name = 'x' WHERE age = 5";
    Set<String> scanned = version.atLeast(18) ? Set.of() : scanned(statement);
    assertThat(claimed(statement)).isEqualTo(scanned);
  }

  private static Set<String> claimed(String sql) {
    return Claim.of(sql, schema, version).impact().map(Impact::scans).orElseThrow().stream()
        .map(ObjectName::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> scanned(String sql) throws SQLException {
    Set<String> scanned = new TreeSet<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(sql);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT relname FROM pg_stat_xact_user_tables WHERE seq_scan > 0")) {
        while (row.next()) {
          scanned.add(row.getString(1));
        }
      }
      connection.rollback();
    }
    return scanned;
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
  }
}
