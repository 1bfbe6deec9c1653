package dev.flux.engine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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
          "CREATE TABLE line (id int PRIMARY KEY, bill_id int NOT NULL REFERENCES bill, state text,"
              + " done boolean NOT NULL)",
          "CREATE INDEX ON line (bill_id)",
          "CREATE INDEX ON line (state) WHERE NOT done",
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
          "CREATE TABLE target (id int, note text)",
          "CREATE TABLE sale (day date NOT NULL, month int, amount int)",
          "CREATE INDEX ON sale (month)");

  private static final List<String> ROWS =
      List.of(
          "INSERT INTO buyer SELECT i, i || '@x', 'n' || i, i % 90, 't' || i, NULL"
              + " FROM generate_series(1, 20000) i",
          "INSERT INTO bill SELECT i, i, i % 100, 'new' FROM generate_series(1, 20000) i",
          "INSERT INTO line SELECT i, 1 + (i * 7919) % 20000, 's' || i, i % 10 > 0"
              + " FROM generate_series(1, 30000) i",
          "INSERT INTO shelf SELECT i, 'k' FROM generate_series(1, 100) i",
          "INSERT INTO upper_shelf SELECT i, 'k', 1 FROM generate_series(1, 100) i",
          "INSERT INTO sale SELECT date '2020-05-05', i, i FROM generate_series(1, 20000) i",
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
        "UPDATE sale SET amount = 1 WHERE day < '2021-01-01'",
        "UPDATE sale SET amount = 1 WHERE month = 3",
        "DELETE FROM bill WHERE buyer_id IN (SELECT month FROM sale WHERE day > '2021-01-01')",
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
        "TABLE bill",
        "SELECT * INTO kept FROM bill WHERE state = 'new'",
        "SELECT count(*) FROM bill",
        "SELECT b.id FROM bill b JOIN buyer u ON u.id = b.buyer_id",
        "SELECT b.id FROM bill b JOIN buyer u ON u.id = b.buyer_id WHERE u.id = 5",
        "SELECT b.id FROM bill b JOIN buyer u ON u.id = b.buyer_id WHERE b.id = 5",
        "SELECT b.id, u.town FROM bill b LEFT JOIN buyer u ON u.id = b.buyer_id",
        "SELECT b.id FROM bill b LEFT JOIN buyer u ON u.id = b.buyer_id WHERE u.id IS NULL",
        "SELECT * FROM bill JOIN buyer USING (id)",
        "SELECT id FROM bill UNION ALL SELECT id FROM buyer",
        "SELECT id FROM bill WHERE state = 'x' UNION SELECT id FROM buyer WHERE id = 3",
        "SELECT id FROM buyer WHERE name <> 'x' AND town <> 't1'",
        "SELECT id FROM buyer WHERE name = 'n5'",
        "SELECT id FROM buyer WHERE lower(buyer.name) = 'n5'",
        "SELECT id FROM line WHERE state = 'new'",
        "SELECT id FROM line WHERE state = 'new' AND NOT done",
        "SELECT id FROM bill ORDER BY total LIMIT 5",
        "SELECT id FROM bill WHERE total = 1000 LIMIT 5",
        "SELECT (SELECT count(*) FROM line), (SELECT max(id) FROM bill)",
        "SELECT EXISTS (SELECT 1 FROM bill WHERE state = 'old')",
        "SELECT s.n FROM (SELECT buyer_id, count(*) AS n FROM bill GROUP BY buyer_id) s",
        "SELECT s.id FROM (SELECT id, row_number() OVER (PARTITION BY state ORDER BY id) AS n FROM"
            + " bill) s WHERE s.n = 1",
        "INSERT INTO target VALUES ((SELECT id FROM bill WHERE state = 'old' AND total = 1), 'x')",
        "INSERT INTO target SELECT id, name FROM buyer u WHERE NOT EXISTS (SELECT 1 FROM bill b"
            + " WHERE b.buyer_id = u.id)",
        "INSERT INTO target SELECT 1, 'x' WHERE NOT EXISTS (SELECT 1 FROM bill WHERE state ="
            + " 'old')",
        "INSERT INTO target SELECT 1, 'x' WHERE NOT EXISTS (SELECT 1 FROM bill WHERE id = 5)",
        "INSERT INTO target SELECT b.id, l.state FROM bill b JOIN line l ON l.bill_id = b.id",
        "INSERT INTO target SELECT b.id, l.state FROM bill b CROSS JOIN generate_series(1, 2) g"
            + " JOIN line l ON l.bill_id = b.id WHERE b.total > 5",
        "INSERT INTO target WITH big AS (SELECT id FROM bill WHERE total > 5) SELECT l.id, 'x'"
            + " FROM line l JOIN big ON big.id = l.bill_id",
        "INSERT INTO target WITH one AS (SELECT id FROM bill WHERE id = 5) SELECT l.id, 'x'"
            + " FROM line l JOIN one ON one.id = l.bill_id",
        "UPDATE bill SET state = u.town FROM buyer u WHERE u.id = bill.buyer_id",
        "UPDATE bill b SET state = u.town FROM buyer u WHERE u.id = b.buyer_id AND b.total > 5",
        "UPDATE bill b SET state = u.town FROM buyer u WHERE u.id = b.buyer_id AND u.mail = '5@x'",
        "UPDATE bill b SET state = u.town FROM buyer u WHERE u.id = b.buyer_id AND b.id = 7",
        "UPDATE line l SET state = b.state FROM bill b WHERE b.id = l.bill_id AND b.id = 7",
        "UPDATE line SET state = v.s FROM (VALUES (1, 'a'), (2, 'b')) AS v (id, s) WHERE line.id ="
            + " v.id",
        "UPDATE line SET state = v.s FROM (VALUES ('c', 'a')) AS v (k, s) WHERE line.state = v.k",
        "UPDATE bill SET state = 'x' WHERE id IN (SELECT bill_id FROM line)",
        "UPDATE bill SET state = 'x' WHERE buyer_id IN (SELECT id FROM buyer WHERE name > 'n1')",
        "UPDATE bill SET state = 'x' WHERE buyer_id IN (SELECT id FROM buyer WHERE mail = '5@x')",
        "UPDATE bill SET state = 'x' WHERE id IN (SELECT bill_id FROM line WHERE id = 5)",
        "UPDATE bill SET state = 'x' WHERE id IN (SELECT id FROM bill WHERE total > 5 LIMIT 10)",
        "UPDATE bill SET state = 'x' WHERE id NOT IN (SELECT bill_id FROM line)",
        "UPDATE bill SET state = 'x' WHERE EXISTS (SELECT 1 FROM line l WHERE l.bill_id = bill.id)",
        "UPDATE bill SET state = 'x' WHERE id = 5 AND EXISTS (SELECT 1 FROM line l WHERE l.bill_id"
            + " = bill.id)",
        "UPDATE bill SET total = (SELECT count(*) FROM line l WHERE l.bill_id = bill.id)",
        "UPDATE bill SET total = (SELECT max(length(name)) FROM buyer)",
        "UPDATE bill SET total = s.n FROM (SELECT bill_id, count(*) AS n FROM line GROUP BY"
            + " bill_id) s WHERE s.bill_id = bill.id",
        "WITH big AS (SELECT buyer_id FROM bill WHERE total > 5) UPDATE bill SET state = 'x' FROM"
            + " big WHERE big.buyer_id = bill.buyer_id",
        "WITH big AS (SELECT id FROM bill WHERE total > 5 LIMIT 10) UPDATE bill SET state = 'x'"
            + " FROM big WHERE big.id = bill.id",
        "UPDATE visit SET page = 'x' WHERE at >= '2020-02-01' AND at < '2020-03-01'",
        "DELETE FROM visit WHERE at < '2020-06-01'",
        "DELETE FROM line USING bill WHERE bill.id = line.bill_id",
        "DELETE FROM line l USING bill b WHERE b.id = l.bill_id AND b.state = 'new'",
        "DELETE FROM line l USING bill b WHERE b.id = l.bill_id AND b.id = 5",
        "DELETE FROM line WHERE bill_id NOT IN (SELECT id FROM bill)",
        "DELETE FROM bill WHERE NOT EXISTS (SELECT 1 FROM buyer WHERE buyer.id = bill.buyer_id)",
        "DELETE FROM line WHERE id = 5 AND NOT EXISTS (SELECT 1 FROM bill WHERE bill.id ="
            + " line.bill_id)",
        "DELETE FROM shelf a USING shelf b WHERE a.ctid < b.ctid AND a.kind = b.kind",
        "DELETE FROM bill a USING bill b WHERE a.id < b.id AND a.buyer_id = b.buyer_id",
        "DELETE FROM bill WHERE id NOT IN (SELECT min(id) FROM bill GROUP BY buyer_id)",
        "DELETE FROM bill WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY"
            + " buyer_id ORDER BY id) AS n FROM bill) d WHERE n > 1)",
        "DELETE FROM line WHERE bill_id IN (SELECT id FROM bill WHERE buyer_id IN (SELECT id FROM"
            + " buyer WHERE name > 'n1'))",
        "DELETE FROM line WHERE id = (SELECT max(buyer_id) FROM bill)",
        "DELETE FROM line WHERE id = ANY (ARRAY[1, 2])",
        "DELETE FROM line WHERE bill_id = 5 OR id = 6",
        "DELETE FROM buyer WHERE mail LIKE '%@gone'",
        "DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM bill LOOP NULL; END LOOP; END $$",
        "DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM bill WHERE id = 3 LOOP NULL; END"
            + " LOOP; END $$",
        "DO $$ DECLARE n bigint; BEGIN SELECT count(*) INTO n FROM bill WHERE total > 5; END $$",
        "DO $$ DECLARE n text; BEGIN SELECT state INTO STRICT n FROM bill WHERE id = 5; END $$",
        "DO $$ BEGIN PERFORM 1 FROM bill WHERE total = 5; END $$",
      })
  void theTablesThatTheFactsNameAreScanned(String statement) throws SQLException {
    assertThat(claimed(statement)).isEqualTo(scanned(statement));
  }

  /** PostgreSQL has MERGE since version 15. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "MERGE INTO line l USING bill b ON b.id = l.bill_id WHEN MATCHED THEN UPDATE SET state ="
            + " b.state",
        "MERGE INTO line l USING bill b ON b.id = l.bill_id AND b.id = 5 WHEN MATCHED THEN UPDATE"
            + " SET state = b.state",
        "MERGE INTO buyer u USING (VALUES (1, 'a')) v (id, m) ON v.id = u.id WHEN MATCHED THEN"
            + " UPDATE SET mail = v.m WHEN NOT MATCHED THEN INSERT (id, mail) VALUES (v.id, v.m)",
        "MERGE INTO buyer u USING (SELECT DISTINCT buyer_id AS id FROM bill) s ON s.id = u.id WHEN"
            + " MATCHED THEN UPDATE SET town = 'x' WHEN NOT MATCHED THEN INSERT (id, mail) VALUES"
            + " (s.id, s.id::text)",
      })
  void theTablesThatMergeReadsAreScanned(String statement) throws SQLException {
    assumeThat(version.atLeast(15)).isTrue();
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
