package dev.flux.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import org.junit.jupiter.api.Test;

/** What a server takes for the name of a column or a table, Flux reads as one. */
class QueryWordsTest {
  private static final List<String> FORMS =
      List.of(
          "SELECT %1$s, x FROM t WHERE %1$s = 1 ORDER BY %1$s",
          "SELECT t.%1$s AS y FROM t",
          "UPDATE t SET %1$s = 1 WHERE x = 2",
          "UPDATE t SET x = %1$s + 1 WHERE %1$s IS NULL",
          "SELECT x AS %1$s FROM t",
          "SELECT %1$s.x FROM t AS %1$s",
          "INSERT INTO t (%1$s, x) SELECT %1$s, x FROM t",
          "DELETE FROM %1$s WHERE x = 1",
          "SELECT count(%1$s) FROM t GROUP BY %1$s",
          "SELECT NULL::%1$s FROM t",
          "SELECT NULL::public.%1$s FROM t",
          "SELECT NULL::%1$s[] AS x FROM t");

  /** Words that begin something else in a query to JSqlParser, and that nobody calls a column. */
  private static final Set<String> LEFT =
      Set.of(
          "as",
          "between",
          "both",
          "distinctrow",
          "exists",
          "false",
          "fetch",
          "for",
          "lateral",
          "nchar",
          "sql_cache",
          "sql_calc_found_rows",
          "sql_no_cache",
          "trailing",
          "true",
          "values",
          "with");

  @Test
  void readsWhateverSqliteTakesForAName() throws SQLException {
    try (Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      assertThat(unread(memory, Dialect.SQLITE)).isEmpty();
    }
  }

  @Test
  void readsWhateverPostgresTakesForAName() throws SQLException, IOException {
    try (EmbeddedPostgres server =
            EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        Connection connection = server.getPostgresDatabase().getConnection()) {
      assertThat(unread(connection, Dialect.POSTGRESQL)).isEmpty();
    }
  }

  /** MySQL 8.0.33 and MariaDB 11.4.5 take these for names of columns. */
  @Test
  void readsNamesOfMysql() {
    for (String word :
        List.of(
            "bool", "current", "enum", "final", "full", "number", "output", "settings", "use")) {
      for (String form : FORMS) {
        boolean reserved = word.equals("use") && !form.contains("t.%1$s");
        assertThat(reserved || reads(form.formatted(word), Dialect.MYSQL)).as(word).isTrue();
      }
    }
  }

  @Test
  void knowsKeyWordsWhereTheyStandForThemselves() {
    String rows =
        "SELECT sum(x) OVER (ORDER BY y ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)";
    for (String query :
        List.of(
            rows + " FROM t",
            "SELECT a.x FROM t a FULL JOIN t b ON a.x = b.x",
            "SELECT x FROM t WHERE (x > 1) IS NOT UNKNOWN",
            "SELECT CAST(x AS double precision), x::character varying FROM t",
            "WITH q AS NOT MATERIALIZED (SELECT 1) SELECT x FROM q, t")) {
      assertThat(reads(query, Dialect.POSTGRESQL)).as(query).isTrue();
    }
    assertThat(reads("SELECT x FROM t WHERE x MATCH 'a' OR x GLOB 'b*'", Dialect.SQLITE)).isTrue();
  }

  private static List<String> unread(Connection server, Dialect dialect) throws SQLException {
    List<String> unread = new ArrayList<>();
    int read = 0;
    try (java.sql.Statement ask = server.createStatement()) {
      for (String word : words()) {
        ask.execute("CREATE TABLE t (x int, \"" + word + "\" int)");
        ask.execute("CREATE TABLE \"" + word + "\" (x int)");
        for (String form : FORMS) {
          String sql = form.formatted(word);
          if (!accepts(ask, sql)) {
            continue;
          }
          if (reads(sql, dialect)) {
            read++;
          } else {
            unread.add(sql);
          }
        }
        ask.execute("DROP TABLE t");
        ask.execute("DROP TABLE \"" + word + "\"");
      }
    }
    assertThat(read).isGreaterThan(4_000);
    return unread;
  }

  /** Every word of the parser's grammar. */
  private static Set<String> words() {
    Set<String> words = new TreeSet<>();
    Arrays.stream(CCJSqlParserConstants.tokenImage)
        .map(image -> image.replaceAll("[\"<>]", "").replaceFirst("^K_", ""))
        .map(image -> image.toLowerCase(Locale.ROOT))
        .filter(image -> image.matches("[a-z_]{2,}"))
        .filter(image -> !LEFT.contains(image))
        .forEach(words::add);
    return words;
  }

  private static boolean accepts(java.sql.Statement ask, String sql) {
    try {
      ask.execute(sql);
      return true;
    } catch (SQLException refused) {
      return false;
    }
  }

  private static boolean reads(String sql, Dialect dialect) {
    return SqlReader.read(sql, dialect).statements().stream()
        .flatMap(statement -> statement.clauses().stream())
        .noneMatch(clause -> clause.operation() instanceof Unreadable);
  }
}
