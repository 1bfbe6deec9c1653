package dev.flux.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.sql.Constraint;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.SqlType;
import dev.flux.sql.Statement;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the fold to a live server: migrations of public projects run on PostgreSQL, and the catalog
 * that comes of the same text has the same columns, types, constraints and indexes. A file that the
 * bare server refuses (for want of an extension or a role) is left out on both sides.
 */
class CatalogLiveTest {
  private static final Path CORPUS = Path.of("../shared/corpus");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException {
    Assumptions.assumeTrue(
        Files.isDirectory(CORPUS), "skipped: no migrations of public projects beside the project");
    server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "diesel/rust-lang__crates.io, up.sql, 50",
    "prisma/triggerdotdev__trigger.dev, migration.sql, 500",
    "prisma/umami-software__umami, migration.sql, 15",
    "prisma/hoppscotch__hoppscotch, migration.sql, 15",
    "flyway/MarquezProject__marquez, .sql, 60",
    "golang-migrate/goharbor__harbor, .up.sql, 7",
    "golang-migrate/mindersec__minder, .up.sql, 100",
    "sqlx/quickwit-oss__quickwit, .up.sql, 5",
  })
  void foldsToTheSchemaThatTheServerHas(String project, String ending, int atLeast)
      throws Exception {
    List<Path> files = files(CORPUS.resolve(project), ending);
    Catalog catalog = Catalog.empty(Dialect.POSTGRESQL);
    int run = 0;
    String database = "d" + Integer.toUnsignedString(project.hashCode());
    try (Connection admin = server.getPostgresDatabase().getConnection()) {
      execute(admin, "CREATE DATABASE " + database);
    }
    try (Connection connection = server.getDatabase("postgres", database).getConnection()) {
      for (Path file : files) {
        String sql = Files.readString(file);
        if (!hasBlock(sql) && runs(connection, sql)) {
          run++;
          catalog = fold(catalog, sql);
        }
      }
      assertThat(run).as("files that the server accepts").isGreaterThanOrEqualTo(atLeast);
      SoftAssertions softly = new SoftAssertions();
      compare(softly, columns(catalog), columns(connection));
      compare(softly, constraints(catalog), constraints(connection));
      compare(softly, indexes(catalog), indexes(connection));
      softly.assertAll();
    }
  }

  private static void compare(SoftAssertions softly, Set<String> folded, Set<String> live) {
    Set<String> invented = new TreeSet<>(folded);
    invented.removeAll(live);
    Set<String> missed = new TreeSet<>(live);
    missed.removeAll(folded);
    softly.assertThat(invented).as("only in the catalog").isEmpty();
    softly.assertThat(missed).as("only on the server").isEmpty();
  }

  /** What a DO block does is read by the examiner, statement by statement, not by the fold. */
  private static boolean hasBlock(String sql) {
    return SqlReader.read(sql, Dialect.POSTGRESQL).statements().stream()
        .flatMap(statement -> statement.operations().stream())
        .anyMatch(operation -> operation instanceof DataOperation.RunBlock);
  }

  private static List<Path> files(Path project, String ending) throws IOException {
    try (Stream<Path> paths = Files.walk(project)) {
      return paths
          .filter(path -> path.toString().endsWith(ending))
          .filter(path -> !path.toString().contains("down.sql"))
          .sorted(Comparator.comparing(CatalogLiveTest::order))
          .toList();
    }
  }

  /** Numbers in names sort as numbers. */
  private static String order(Path path) {
    return NUMBER
        .matcher(path.toString())
        .replaceAll(
            number -> "0".repeat(Math.max(0, 20 - number.group().length())) + number.group());
  }

  private static boolean runs(Connection connection, String sql) throws SQLException {
    try {
      execute(connection, sql);
      return true;
    } catch (SQLException e) {
      // What it did before it failed is undone by the implicit transaction around it.
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      return false;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  private static Catalog fold(Catalog before, String sql) {
    Catalog catalog = before;
    for (Statement statement : SqlReader.read(sql, Dialect.POSTGRESQL).statements()) {
      for (Operation operation : statement.operations()) {
        catalog = catalog.after(operation);
      }
    }
    return catalog;
  }

  private static Set<String> columns(Catalog catalog) {
    Set<String> lines = new TreeSet<>();
    for (Table table : catalog.tables()) {
      for (Column column : table.columns()) {
        lines.add(
            table.name()
                + "."
                + column.name()
                + " "
                + column.type().map(CatalogLiveTest::type).orElse("?")
                + (column.notNull() ? " not null" : "")
                + (column.defaultValue().isPresent()
                        || column.generated().isPresent()
                        || serial(column)
                    ? " default"
                    : ""));
      }
    }
    return lines;
  }

  private static boolean serial(Column column) {
    return column.autoIncrement()
        && column
            .type()
            .filter(t -> t.text().toLowerCase(java.util.Locale.ROOT).contains("serial"))
            .isPresent();
  }

  private static String type(SqlType type) {
    String name = type.name().substring(type.name().lastIndexOf('.') + 1);
    String modifiers =
        type.modifiers().isEmpty() ? "" : "(" + String.join(",", type.modifiers()) + ")";
    return name + modifiers + (type.dimensions() > 0 ? "[]" : "");
  }

  private static Set<String> columns(Connection connection) throws SQLException {
    return lines(
        connection,
        """
        SELECT r.name || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
          || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
          || CASE WHEN pg_get_expr(d.adbin, d.adrelid) NOT LIKE 'NULL::%' THEN ' default' ELSE '' END
        FROM pg_attribute a JOIN r ON r.oid = a.attrelid
          LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind IN ('r', 'p')
        """);
  }

  private static Set<String> constraints(Catalog catalog) {
    Set<String> lines = new TreeSet<>();
    for (Table table : catalog.tables()) {
      for (TableConstraint constraint : table.constraints()) {
        Constraint written = constraint.definition();
        lines.add(
            table.name()
                + " "
                + constraint.name()
                + " "
                + written.kind()
                + (written.kind() == Constraint.Kind.CHECK ? "" : " " + written.columns())
                + written.reference().map(r -> " " + r.table()).orElse("")
                + (constraint.validated() ? "" : " not valid"));
      }
    }
    return lines;
  }

  private static Set<String> constraints(Connection connection) throws SQLException {
    return lines(
        connection,
        """
        SELECT r.name || ' ' || c.conname || ' '
          || CASE c.contype WHEN 'p' THEN 'PRIMARY_KEY' WHEN 'u' THEN 'UNIQUE'
               WHEN 'f' THEN 'FOREIGN_KEY' WHEN 'c' THEN 'CHECK' ELSE 'EXCLUSION' END
          || CASE WHEN c.contype = 'c' THEN '' ELSE ' [' || (
               SELECT string_agg(a.attname, ', ' ORDER BY k.at)
               FROM unnest(c.conkey) WITH ORDINALITY k(attnum, at)
                 JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum) || ']' END
          || coalesce(' ' || o.name, '')
          || CASE WHEN c.convalidated THEN '' ELSE ' not valid' END
        FROM pg_constraint c JOIN r ON r.oid = c.conrelid LEFT JOIN r o ON o.oid = c.confrelid
        WHERE c.contype IN ('p', 'u', 'f', 'c', 'x')
        """);
  }

  private static Set<String> indexes(Catalog catalog) {
    Set<String> lines = new TreeSet<>();
    for (Table table : catalog.tables()) {
      for (Index index : table.indexes()) {
        lines.add(table.name() + " " + index.name() + (index.unique() ? " unique" : ""));
      }
    }
    return lines;
  }

  private static Set<String> indexes(Connection connection) throws SQLException {
    return lines(
        connection,
        """
        SELECT r.name || ' ' || i.name || CASE WHEN x.indisunique THEN ' unique' ELSE '' END
        FROM pg_index x JOIN r ON r.oid = x.indrelid JOIN r i ON i.oid = x.indexrelid
        WHERE r.relkind IN ('r', 'p')
        """);
  }

  /** Lines of a query over {@code r}, the relations that the migrations made. */
  private static Set<String> lines(Connection connection, String query) throws SQLException {
    String relations =
        """
        WITH r AS (
          SELECT c.oid, c.relkind, CASE WHEN n.nspname = 'public' THEN c.relname::text
            ELSE n.nspname || '.' || c.relname END AS name
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast'))
        """;
    Set<String> lines = new TreeSet<>();
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(relations + query)) {
      while (row.next()) {
        lines.add(typed(row.getString(1)));
      }
    }
    return lines;
  }

  /**
   * {@code timestamp(3) without time zone} as the catalog has it; no quotes, no schema of types.
   */
  private static String typed(String line) {
    Matcher time =
        Pattern.compile("(time|timestamp)\\((\\d)\\) (with(?:out)? time zone)").matcher(line);
    return time.replaceAll("$1 $3($2)").replace("\"", "");
  }
}
