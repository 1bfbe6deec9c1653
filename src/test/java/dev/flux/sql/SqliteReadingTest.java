package dev.flux.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What SQLite takes, Flux reads: one statement of each kind. */
class SqliteReadingTest {
  static Stream<String> statements() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(SqliteReadingTest.class.getResourceAsStream("sqlite.sql"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("statements")
  void isReadWhole(String sql) {
    List<Statement> statements = SqlReader.read(sql, Dialect.SQLITE).statements();
    assertThat(statements).hasSize(1);
    assertThat(statements.get(0).operations())
        .noneMatch(operation -> operation instanceof Unreadable);
  }

  @Test
  void aCommandToTheShellIsNoSql() {
    List<Statement> statements =
        SqlReader.read(".read other.sql\nATTACH 'x.db' AS x;\n.mode csv\n", Dialect.SQLITE)
            .statements();
    assertThat(statements)
        .extracting(Statement::sql)
        .containsExactly(".read other.sql", "ATTACH 'x.db' AS x", ".mode csv");
    assertThat(statements.get(0).operations())
        .containsExactly(
            new Unreadable(
                ".read other.sql", "`.read` is a command to the shell of SQLite, not SQL"));
  }

  @Test
  void aPragmaSaysWhatItSets() {
    assertThat(pragma("PRAGMA main.foreign_keys = 'OFF';").off()).isTrue();
    assertThat(pragma("pragma journal_mode(WAL)").value()).contains("wal");
    assertThat(pragma("PRAGMA foreign_key_check").value()).isEmpty();
  }

  private static Pragma pragma(String sql) {
    return Pragma.find(new SessionOperation.Session(sql)).orElseThrow();
  }
}
