package dev.flux.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes of tables: read from live databases, and what a review makes of them. */
class StatsCommandTest {
  private static final String ROWS =
      "INSERT INTO countries SELECT 'x' || i FROM generate_series(1, 200) AS i;"
          + "INSERT INTO orders SELECT 'x' || i FROM generate_series(1, 20000) AS i;"
          + "ANALYZE;";

  @TempDir private Path temp;

  private Path write(String path, String text) throws IOException {
    Path file = temp.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text, UTF_8);
  }

  private Path change() throws IOException {
    write(
        "db/001_tables.sql",
        "CREATE TABLE countries (code text);\nCREATE TABLE orders (code text);\n");
    return write(
        "db/002_change.sql",
        """
        SET lock_timeout = '5s';
        CREATE INDEX countries_code ON countries (code);
        CREATE INDEX orders_code ON orders (code);
        ALTER TABLE countries DROP COLUMN code;
        """);
  }

  private static String severities(FluxRun run) {
    return run.out()
        .lines()
        .filter(l -> l.matches("(danger|warning) .*"))
        .map(l -> l.replaceFirst("\\S*db/", "db/"))
        .toList()
        .toString();
  }

  @Test
  void aSmallTableOfPostgresqlIsNoOutage() throws IOException, SQLException {
    Path out = temp.resolve("flux-stats.json");
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      String url = server.getJdbcUrl("postgres", "postgres");
      execute(url, "CREATE TABLE countries (code text); CREATE TABLE orders (code text);" + ROWS);
      FluxRun run = FluxRun.of("stats", "--url", url, "--out", out.toString());
      assertThat(run.err()).isEmpty();
      assertThat(run.out()).contains("2 tables");
    }
    assertThat(Files.readString(out))
        .contains("\"public.countries\"", "\"rows\" : 200", "\"bytes\"", "\"writesPerSecond\"")
        .doesNotContain("x1");
    FluxRun review = FluxRun.of("review", "--stats", out.toString(), change().toString());
    assertThat(severities(review))
        .contains("create-index-blocking  db/002_change.sql:3", "drop-column  db/002_change.sql:4")
        .doesNotContain("create-index-blocking  db/002_change.sql:2");
    assertThat(
            FluxRun.of("review", "--format", "json", "--stats", out.toString(), change().toString())
                .out())
        .contains(
            "holds 200 rows", "estimated under 1 s: reads the table twice and sorts; `orders`");
  }

  @Test
  void sqliteIsCounted() throws IOException, SQLException {
    String url = "jdbc:sqlite:" + temp.resolve("a.db");
    execute(url, "CREATE TABLE boats (id integer)");
    execute(url, "INSERT INTO boats VALUES (1), (2)");
    Path out = temp.resolve("s.json");
    assertThat(FluxRun.of("stats", "--url", url, "--out", out.toString()).exit()).isZero();
    assertThat(Files.readString(out))
        .contains("\"boats\"", "\"rows\" : 2", "\"bytes\" : 4096")
        .doesNotContain("writesPerSecond");
  }

  @Test
  void aTableOfSomeThousandRowsIsAWarning() throws IOException {
    Path change = change();
    String before = severities(FluxRun.of("review", change.toString()));
    assertThat(before).contains("create-index-blocking  db/002_change.sql:2");
    Path stats =
        write("stats.json", "{\"schema\":1,\"tables\":[{\"name\":\"countries\",\"rows\":5000}]}");
    assertThat(severities(FluxRun.of("review", "--stats", stats.toString(), change.toString())))
        .contains("warning  create-index-blocking  db/002_change.sql:2");
  }

  /** A review of a change to a table of 200 rows and of the same change to one of two million. */
  private FluxRun review(String engine, String format, String tables, String change)
      throws IOException {
    Path stats =
        write(
            "stats.json",
            "{\"schema\":1,\"tables\":[{\"name\":\"shop.countries\",\"rows\":200,\"bytes\":16384},"
                + "{\"name\":\"shop.orders\",\"rows\":2000000,\"bytes\":3221225472}]}");
    write("db/001_tables.sql", tables);
    Path file = write("db/002_change.sql", change);
    return FluxRun.of(
        "review",
        "--engine",
        engine,
        "--format",
        format,
        "--stats",
        stats.toString(),
        file.toString());
  }

  @Test
  void aSmallTableOfMysqlIsNoOutageAndALargeOneTakesTime() throws IOException {
    String tables =
        "CREATE TABLE countries (id bigint PRIMARY KEY, code int, name varchar(20));\n"
            + "CREATE TABLE orders (id bigint PRIMARY KEY, code int, name varchar(20));\n";
    String change =
        """
        SET SESSION lock_wait_timeout = 5;
        ALTER TABLE countries MODIFY code bigint, ALGORITHM=COPY, LOCK=SHARED;
        ALTER TABLE orders MODIFY code bigint, ALGORITHM=COPY, LOCK=SHARED;
        """;
    assertThat(severities(review("mysql:8.0.33", "text", tables, change)))
        .contains("danger   change-column-type  db/002_change.sql:3")
        .doesNotContain("db/002_change.sql:2");
    assertThat(review("mysql:8.0.33", "json", tables, change).out())
        .contains("`countries` holds 200 rows, as", "batches of 1,000 with pauses; `orders`");
    String index = "CREATE INDEX orders_code ON orders (code) ALGORITHM=INPLACE LOCK=NONE;\n";
    assertThat(review("mysql:8.0.33", "json", tables, index).out())
        .contains("estimated 30 to 90 s: reads the table twice and sorts; `orders` holds");
  }

  @Test
  void aSmallTableOfSqliteIsNoOutageAndALargeOneTakesTime() throws IOException {
    String tables = "CREATE TABLE countries (code TEXT);\nCREATE TABLE orders (code TEXT);\n";
    String small = "CREATE INDEX countries_code ON countries (code);\n";
    String large = "CREATE INDEX orders_code ON orders (code);\n";
    assertThat(severities(review("sqlite:3.45", "text", tables, small)))
        .doesNotContain("long-write-lock");
    assertThat(severities(review("sqlite:3.45", "text", tables, small + large)))
        .contains("long-write-lock");
    String drop = "ALTER TABLE orders DROP COLUMN code;\n";
    assertThat(review("sqlite:3.45", "json", tables, drop).out())
        .contains("estimated 3 to 6 s: reads the table once; `orders` holds 2,000,000 rows");
  }

  @Test
  void whatCannotBeReadIsSaid() throws IOException {
    assertThat(FluxRun.of("stats", "--url", "jdbc:nothing:").err()).contains("jdbc:postgresql:");
    String gone = "jdbc:postgresql://localhost:1/none";
    assertThat(FluxRun.of("stats", "--url", gone).err()).contains("does not answer");
    Path wrong = write("wrong.json", "[1]");
    assertThat(FluxRun.of("review", "--stats", wrong.toString(), change().toString()).err())
        .contains("is no file of flux stats");
  }

  private static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
