package dev.flux.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;

class ReadingPropertyTest {
  /** Far more than any of these takes, and less than what grows with the square would. */
  private static final Duration ENDS = Duration.ofSeconds(60);

  private static final String[] PIECES = {
    "ALTER TABLE a ADD COLUMN b int DEFAULT 1",
    "CREATE TABLE c (d text NOT NULL, e int[])",
    "UPDATE f SET g = 1 WHERE h IN (SELECT i FROM j)",
    "CREATE INDEX k ON l (m, lower(n))",
    "INSERT INTO o (p) VALUES (1), ('x')",
    "CREATE FUNCTION q() RETURNS int AS $$ BEGIN; END $$",
    ";",
    "\n",
    "--",
    "/*",
    "*/",
    "'",
    "\"",
    "$$",
    "$x$",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "`",
    "\\",
    "{{ x }}",
    "${y}",
    "#",
    "BEGIN",
    "END",
    "CASE",
    "é",
    "\u0000",
    "\uD800",
    "SET",
    "::",
    "E'\\"
  };

  @Provide
  Arbitrary<String> sql() {
    return Arbitraries.of(PIECES).list().ofMaxSize(30).map(pieces -> String.join(" ", pieces));
  }

  @Provide
  Arbitrary<String> cut() {
    return Arbitraries.of(PIECES)
        .flatMap(p -> Arbitraries.integers().between(0, p.length()).map(p::substring))
        .list()
        .ofMaxSize(6)
        .map(pieces -> String.join("", pieces));
  }

  @Property(tries = 400)
  void nothingIsLost(@ForAll("sql") String text, @ForAll Dialect dialect) {
    Script script = SqlReader.read(text, dialect);
    int at = 0;
    for (Statement statement : script.statements()) {
      assertThat(statement.span().start()).isGreaterThanOrEqualTo(at);
      assertThat(statement.clauses()).isNotEmpty();
      assertThat(statement.sql()).isEqualTo(statement.span().of(text)).isNotBlank();
      assertGap(script, at, statement.span().start());
      at = statement.span().end();
    }
    assertGap(script, at, text.length());
  }

  private static void assertGap(Script script, int from, int to) {
    StringBuilder gap = new StringBuilder(script.text().substring(from, to));
    script.comments().stream()
        .map(Script.SourceComment::span)
        .filter(s -> s.start() >= from && s.end() <= to)
        .forEach(
            s -> gap.replace(s.start() - from, s.end() - from, " ".repeat(s.end() - s.start())));
    assertThat(gap.toString().replace(";", "").chars()).allMatch(c -> c <= ' ');
  }

  @Property(tries = 400)
  void whateverTheTextItIsRead(@ForAll("cut") String text, @ForAll Dialect dialect) {
    assertThat(SqlReader.read(text, dialect).text()).isEqualTo(text);
  }

  @Property(tries = 200)
  void anyCharactersAreRead(@ForAll String text, @ForAll Dialect dialect) {
    assertThat(SqlReader.read(text, dialect).text()).isEqualTo(text);
  }

  @Example
  void deepNestingIsUnreadableAndNotFatal() {
    String deep = "(".repeat(50_000) + "1" + ")".repeat(50_000);
    for (String sql :
        new String[] {
          "SELECT " + deep,
          "UPDATE a SET b = " + deep,
          "SELECT " + "a + ".repeat(50_000) + "1",
          "SELECT " + "CASE WHEN a THEN ".repeat(5_000) + "1" + " END".repeat(5_000)
        }) {
      Statement statement = SqlReader.read(sql, Dialect.POSTGRESQL).statements().get(0);
      assertThat(statement.readable()).isFalse();
    }
    Statement added =
        SqlReader.read("ALTER TABLE a ADD b int DEFAULT " + deep, Dialect.POSTGRESQL)
            .statements()
            .get(0);
    assertThat(added.readable()).isTrue();
  }

  @Example
  void bracketsAtTheLimitAreReadInTime() {
    String nested = "(".repeat(12) + "a = 1" + ")".repeat(12);
    Assertions.assertTimeoutPreemptively(
        ENDS, () -> SqlReader.read("DELETE FROM t WHERE " + nested, Dialect.POSTGRESQL));
  }

  @Example
  void manyJoinedTablesAreReadInTime() {
    String tables =
        IntStream.range(0, 20_000).mapToObj(i -> "t" + i).collect(Collectors.joining(", "));
    Script script =
        Assertions.assertTimeoutPreemptively(
            ENDS, () -> SqlReader.read("UPDATE a SET b = 1 FROM " + tables, Dialect.POSTGRESQL));
    assertThat(script.statements().get(0).readable()).isTrue();
  }

  @Example
  void loopsInEachOtherAreReadInTime() {
    String block =
        "BEGIN "
            + "FOREACH t IN ARRAY ARRAY['a', 'b'] LOOP ".repeat(20_000)
            + "EXECUTE 'DROP TABLE ' || t; "
            + "END LOOP; ".repeat(20_000)
            + "END";
    Assertions.assertTimeoutPreemptively(ENDS, () -> BlockReader.statements(block));
    assertThat(BlockReader.composes(block)).isTrue();
  }

  @Example
  void ofAllThatLoopsRunSoMuchIsReadThatItEndsInTime() {
    String tables =
        IntStream.range(0, 60).mapToObj(i -> "'t" + i + "'").collect(Collectors.joining(", "));
    String block =
        "BEGIN FOREACH t IN ARRAY ARRAY["
            + tables
            + "] LOOP "
            + "EXECUTE 'ALTER TABLE ' || t || ' ADD COLUMN x int'; ".repeat(10_000)
            + "END LOOP; END";
    List<Statement> read =
        Assertions.assertTimeoutPreemptively(ENDS, () -> BlockReader.statements(block));
    assertThat(read).hasSizeBetween(10_000, 15_000).anyMatch(Statement::readable);
    assertThat(BlockReader.composes(block)).as("more than is followed").isTrue();
  }

  @Example
  void moreActionsThanAreFollowedAreUnreadable() {
    assertThat(adding(5_000).readable()).isTrue();
    assertThat(adding(5_001).operations())
        .singleElement()
        .isInstanceOfSatisfying(
            Unreadable.class,
            unreadable ->
                assertThat(unreadable.reason())
                    .isEqualTo("it does 5001 things, and Flux follows 5000"));
  }

  private static Statement adding(int columns) {
    String actions =
        IntStream.range(0, columns)
            .mapToObj(i -> "ADD c" + i + " int")
            .collect(Collectors.joining(", "));
    return SqlReader.read("ALTER TABLE a " + actions, Dialect.POSTGRESQL).statements().get(0);
  }

  @Example
  void aLongSeedIsReadInTime() {
    String rows = String.join(",", Collections.nCopies(400_000, "(1, 'some text', now())"));
    String sql = "INSERT INTO a (b, c, d) VALUES " + rows + ";";
    Script script =
        Assertions.assertTimeoutPreemptively(ENDS, () -> SqlReader.read(sql, Dialect.POSTGRESQL));
    DataOperation.Insert insert =
        (DataOperation.Insert) script.statements().get(0).operations().get(0);
    assertThat(insert.rows()).isEqualTo(400_000);
  }
}
