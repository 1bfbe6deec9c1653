package dev.flux.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifiersTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      value = {
        "POSTGRESQL, users, users",
        "POSTGRESQL, Users, \"Users\"",
        "POSTGRESQL, user, \"user\"",
        "POSTGRESQL, a b, \"a b\"",
        "POSTGRESQL, a\"b, \"a\"\"b\"",
        "POSTGRESQL, 1a, \"1a\"",
        "POSTGRESQL, status, status",
        "MYSQL, Users, Users",
        "MYSQL, key, `key`",
        "MYSQL, a`b, `a``b`",
        "SQLITE, index, \"index\""
      })
  void aNameIsQuotedOnlyWhereNeeded(Dialect dialect, String name, String quoted) {
    assertThat(Identifiers.quote(name, dialect)).isEqualTo(quoted);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = '|',
      value = {
        "ALTER TABLE \"users\" ADD \"a\" int; | \"a\"",
        "ALTER TABLE users ADD CONSTRAINT \"Users\" CHECK (a > 1); | a",
        "ALTER TABLE \"Users\" ADD a int; | a",
        "UPDATE \"users\" SET a = 1; UPDATE users SET a = 2; UPDATE users SET a = 3; | a",
        "ALTER TABLE IF EXISTS ONLY \"users\" ADD a int; | \"a\"",
        "CREATE TABLE IF NOT EXISTS \"public\".\"users\" (a int); | \"a\"",
        "INSERT INTO \"users\" VALUES ('UPDATE users') ON CONFLICT DO UPDATE SET a = 1; | \"a\"",
        "SELECT 1; | a"
      })
  void namesAreWrittenAsMostAreThatNeedNoQuotes(String sql, String name) {
    Script script = SqlReader.read(sql, Dialect.POSTGRESQL);
    assertThat(Naming.in(List.of(script), Dialect.POSTGRESQL).name("a")).isEqualTo(name);
  }

  @Test
  void whereTheNewestScriptHasNoNamesTheOneBeforeDecides() {
    List<Script> scripts =
        Stream.of("CREATE TABLE a (b int)", "CREATE TABLE `c` (`d` int)", "SELECT 1")
            .map(sql -> SqlReader.read(sql, Dialect.MYSQL))
            .toList();
    assertThat(Naming.in(scripts, Dialect.MYSQL).name("users")).isEqualTo("`users`");
  }

  @ParameterizedTest
  @CsvSource({"POSTGRESQL", "MYSQL", "MARIADB", "SQLITE"})
  void whatIsQuotedIsReadBack(Dialect dialect) {
    for (String name : new String[] {"plain", "Mixed Case", "select", "q\"u`o]te"}) {
      String sql = "DROP TABLE " + Identifiers.quote(ObjectName.of("s", name), dialect);
      Operation operation = SqlReader.read(sql, dialect).statements().get(0).operations().get(0);
      assertThat(((TableOperation.DropTable) operation).tables())
          .containsExactly(ObjectName.of("s", name));
    }
  }
}
