package dev.flux.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikeTableTest {
  private static final String SOURCE =
      "CREATE TABLE parents (id int PRIMARY KEY);"
          + "CREATE TABLE a (id int NOT NULL AUTO_INCREMENT, p int DEFAULT 3, t text,"
          + " n int AS (p + 1) VIRTUAL, PRIMARY KEY (id), FULLTEXT KEY ft (t), KEY kn (n),"
          + " CONSTRAINT positive CHECK (p > 0),"
          + " CONSTRAINT fk FOREIGN KEY (p) REFERENCES parents (id)) ENGINE=MyISAM;"
          + "CREATE TABLE b LIKE a;";

  @Test
  void bringsAllButForeignKeys() {
    Table table = made(Dialect.MYSQL);

    assertThat(table.complete()).isTrue();
    assertThat(table.primaryKey()).isEqualTo(List.of("id"));
    assertThat(table.findColumn("id").orElseThrow().autoIncrement()).isTrue();
    assertThat(table.findColumn("p").orElseThrow().defaultValue()).isPresent();
    assertThat(table.findColumn("n").orElseThrow().generated()).isPresent();
    assertThat(table.findIndex("ft").orElseThrow().method()).isEqualTo("fulltext");
    assertThat(table.findIndex("ft").orElseThrow().definition()).doesNotStartWith("a ");
    assertThat(table.findIndex("fk")).isPresent();
    assertThat(table.findConstraint("fk")).isEmpty();
    assertThat(table.storage().options().engine()).contains("myisam");
  }

  @ParameterizedTest
  @CsvSource({"MYSQL, b_chk_1", "MARIADB, positive"})
  void namesChecksAsTheServerDoes(Dialect dialect, String name) {
    assertThat(made(dialect).findConstraint(name)).isPresent();
  }

  private static Table made(Dialect dialect) {
    Catalog catalog = Catalog.empty(dialect);
    for (Statement statement : SqlReader.read(SOURCE, dialect).statements()) {
      for (Operation operation : statement.operations()) {
        catalog = catalog.after(operation);
      }
    }
    return catalog.findTable(ObjectName.of("b")).orElseThrow();
  }
}
