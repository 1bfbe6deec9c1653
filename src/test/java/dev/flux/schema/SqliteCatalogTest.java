package dev.flux.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of SQLite, and the text that it keeps of each object. */
class SqliteCatalogTest {
  private static final ObjectName USERS = ObjectName.of("users");

  private static Catalog after(String sql) {
    Catalog catalog = Catalog.empty(Dialect.SQLITE);
    for (Statement statement : SqlReader.read(sql, Dialect.SQLITE).statements()) {
      for (Operation operation : statement.operations()) {
        catalog = catalog.after(operation);
      }
    }
    return catalog;
  }

  @Test
  void namesAreTheSameInAnyCaseAndKeepTheirSpelling() {
    Catalog catalog =
        after(
            "CREATE TABLE Users (Id INTEGER PRIMARY KEY, EMail TEXT);"
                + "CREATE UNIQUE INDEX byMail ON main.USERS (email);"
                + "ALTER TABLE users ADD COLUMN Age INT;");
    Table table = catalog.findTable(USERS).orElseThrow();
    assertThat(table.name()).hasToString("Users");
    assertThat(table.findColumn("email").orElseThrow().name()).isEqualTo("EMail");
    assertThat(table.indexesUsing("email")).hasSize(1);
    assertThat(catalog.findIndex(ObjectName.of("BYMAIL"))).isPresent();
    assertThat(catalog.tables()).hasSize(1);
    assertThat(catalog.after(operation("DROP INDEX ByMail")).findTable(USERS).orElseThrow())
        .satisfies(t -> assertThat(t.indexes()).isEmpty());
  }

  private static Operation operation(String sql) {
    return SqlReader.read(sql, Dialect.SQLITE).statements().get(0).operations().get(0);
  }

  @Test
  void theTextOfATableFollowsEveryAlter() {
    Catalog catalog =
        after(
            "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE CHECK (name <>"
                + " 'name'), gone INT, UNIQUE (name) ON CONFLICT IGNORE) STRICT;"
                + "ALTER TABLE users ADD COLUMN age INT DEFAULT 1;"
                + "ALTER TABLE users DROP COLUMN gone;"
                + "ALTER TABLE users RENAME COLUMN name TO title;");
    assertThat(catalog.findWritten(USERS).orElseThrow().create("users"))
        .isEqualTo(
            "CREATE TABLE users (\n  id INTEGER PRIMARY KEY,\n"
                + "  title TEXT COLLATE NOCASE CHECK (title <> 'name'),\n  age INT DEFAULT 1,\n"
                + "  UNIQUE (title) ON CONFLICT IGNORE\n) STRICT");
  }

  @Test
  void textsOfIndexesTriggersAndViewsFollowRenames() {
    Catalog catalog =
        after(
            "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);"
                + "CREATE INDEX i ON users (name) WHERE name > '';"
                + "CREATE TRIGGER t AFTER INSERT ON users BEGIN DELETE FROM users WHERE name ="
                + " new.name; END;"
                + "CREATE VIEW v (a) AS SELECT name FROM users;"
                + "ALTER TABLE users RENAME COLUMN name TO title;"
                + "ALTER TABLE users RENAME TO members;");
    ObjectName members = ObjectName.of("members");
    assertThat(sql(catalog.written(WrittenObject.Kind.INDEX, members)))
        .containsExactly("CREATE INDEX i ON members (title) WHERE title > ''");
    assertThat(sql(catalog.written(WrittenObject.Kind.TRIGGER, members)))
        .containsExactly(
            "CREATE TRIGGER t AFTER INSERT ON members BEGIN DELETE FROM members WHERE title ="
                + " new.title; END");
    assertThat(catalog.findWritten(WrittenObject.Kind.VIEW, "V").orElseThrow().sql())
        .isEqualTo("CREATE VIEW v (a) AS SELECT title FROM members");
  }

  private static List<String> sql(List<WrittenObject> objects) {
    return objects.stream().map(WrittenObject::sql).toList();
  }

  @Test
  void foreignKeysAreOnOrOffOutsideTransactionsOnly() {
    assertThat(after("PRAGMA foreign_keys = OFF;").findSetting("foreign_keys")).contains("off");
    assertThat(after("BEGIN; PRAGMA foreign_keys = OFF;").findSetting("foreign_keys")).isEmpty();
  }
}
