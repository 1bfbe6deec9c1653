package dev.flux.sql;

import static org.assertj.core.api.Assertions.assertThat;

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
