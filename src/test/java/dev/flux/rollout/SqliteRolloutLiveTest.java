package dev.flux.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.Engine;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Evidence;
import dev.flux.hazard.Examination;
import dev.flux.hazard.Examiner;
import dev.flux.hazard.Severity;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.tool.PlainSql;
import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rebuild on a live SQLite that checks foreign keys: forward, back and forward again. Nothing
 * but the table changes in {@code sqlite_schema}, and no row is lost.
 */
class SqliteRolloutLiveTest {
  private static final String HISTORY =
      """
      CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT);
      CREATE TABLE users (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        email TEXT NOT NULL COLLATE NOCASE UNIQUE ON CONFLICT IGNORE,
        name TEXT DEFAULT 'nobody',
        age INTEGER CHECK (age >= 0),
        doubled INTEGER AS (age * 2) VIRTUAL,
        nick TEXT,
        team_id INTEGER REFERENCES teams (id) ON DELETE SET NULL,
        CONSTRAINT named CHECK (name <> '')
      );
      CREATE INDEX users_name ON users (name COLLATE NOCASE) WHERE name IS NOT NULL;
      CREATE INDEX users_nick ON users (nick);
      CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, note TEXT DEFAULT 'n');
      CREATE TABLE plain (id INTEGER PRIMARY KEY, a TEXT UNIQUE);
      CREATE INDEX plain_a ON plain (a);
      CREATE TABLE logs (id INTEGER PRIMARY KEY, text TEXT);
      CREATE TABLE bills (id INTEGER PRIMARY KEY, sum INT NOT NULL, note TEXT);
      CREATE VIEW adults (id, name) AS SELECT id, name FROM users WHERE age > 17;
      CREATE VIEW adult_names AS SELECT name FROM adults;
      CREATE TRIGGER users_new AFTER INSERT ON users
      BEGIN
        INSERT INTO logs (text) VALUES ('new');
      END;
      CREATE TRIGGER orders_new AFTER INSERT ON orders
      BEGIN
        UPDATE users SET age = age + 1 WHERE id = new.user_id;
      END;
      CREATE TRIGGER adults_new INSTEAD OF INSERT ON adults
      BEGIN
        INSERT INTO users (email, name) VALUES (new.name, new.name);
      END;
      CREATE TABLE "Side Table" ("the Key" TEXT PRIMARY KEY, "Value" TEXT, [order] INT) WITHOUT ROWID;
      CREATE UNIQUE INDEX "by Value" ON "Side Table" ("Value");
      """;
  private static final String ROWS =
      """
      INSERT INTO teams VALUES (1, 'one');
      INSERT INTO bills VALUES (1, 5, 'n'), (2, 6, NULL);
      INSERT INTO users (id, email, name, age, nick, team_id) VALUES (1, 'a', 'Ann', 20, 'n', 1), (7, 'b', 'Bob', 3, 'm', NULL), (9, 'c', 'Cid', 4, NULL, 1);
      DELETE FROM users WHERE id = 9;
      INSERT INTO orders (user_id, note) VALUES (1, 'kept'), (7, NULL);
      INSERT INTO plain VALUES (1, 'a');
      INSERT INTO "Side Table" VALUES ('k', 'v', 5);
      """;

  /**
   * A change.
   *
   * @param table that it rebuilds
   * @param shows what the table's new text has
   */
  record Case(String name, String change, String table, String shows) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "unique column",
            "ALTER TABLE users ADD COLUMN phone TEXT UNIQUE;",
            "users",
            "phone TEXT UNIQUE"),
        new Case(
            "computed default",
            "ALTER TABLE users ADD COLUMN made_at TEXT NOT NULL DEFAULT (datetime('now'));",
            "users",
            "DEFAULT (datetime('now'))"),
        new Case(
            "stored generated column",
            "ALTER TABLE users ADD COLUMN loud TEXT AS (upper(name)) STORED;",
            "users",
            "STORED"),
        new Case(
            "NOT NULL with a value",
            "-- flux: backfill users.level = 'plain'\n"
                + "ALTER TABLE users ADD COLUMN level TEXT NOT NULL;",
            "users",
            "level TEXT NOT NULL"),
        new Case(
            "type", "ALTER TABLE users ALTER COLUMN age TYPE BIGINT;", "users", "age BIGINT CHECK"),
        new Case(
            "default",
            "ALTER TABLE users ALTER COLUMN name SET DEFAULT 'x';",
            "users",
            "name TEXT DEFAULT 'x'"),
        new Case(
            "no default",
            "ALTER TABLE users ALTER COLUMN name DROP DEFAULT;",
            "users",
            "name TEXT,"),
        new Case(
            "not null",
            "ALTER TABLE users ALTER COLUMN name SET NOT NULL;",
            "users",
            "'nobody' NOT NULL"),
        new Case(
            "null",
            "ALTER TABLE users ALTER COLUMN email DROP NOT NULL;",
            "users",
            "email TEXT COLLATE"),
        new Case(
            "constraint",
            "ALTER TABLE users ADD CONSTRAINT grown CHECK (age < 200);",
            "users",
            "CONSTRAINT grown CHECK (age < 200)"),
        new Case(
            "foreign key",
            "ALTER TABLE orders ADD CONSTRAINT of_log FOREIGN KEY (id) REFERENCES logs (id);",
            "orders",
            "FOREIGN KEY (id)"),
        new Case(
            "drop constraint", "ALTER TABLE users DROP CONSTRAINT named;", "users", "SET NULL"),
        new Case("drop indexed column", "ALTER TABLE users DROP COLUMN nick;", "users", "doubled"),
        new Case("drop column", "ALTER TABLE orders DROP COLUMN note;", "orders", "user_id"),
        new Case("drop referenced column", "ALTER TABLE teams DROP COLUMN name;", "teams", "id"),
        new Case("drop table", "DROP TABLE plain;", "users", "name"),
        new Case(
            "quoted names",
            "ALTER TABLE \"side table\" ADD COLUMN \"New One\" TEXT UNIQUE;",
            "Side Table",
            "\"New One\" TEXT UNIQUE"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void runsForwardBackAndForward(Case tried) throws SQLException {
    Rollout rollout = Planner.plan(examine(List.of(history()), List.of(change(tried.change))));
    List<Step> steps =
        rollout.steps().stream().filter(step -> step.kind() == Step.Kind.MIGRATION).toList();
    assertThat(steps).isNotEmpty().allSatisfy(step -> assertThat(step.missing()).isEmpty());

    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      run(connection, HISTORY + ROWS + "PRAGMA foreign_keys = ON;", false);
      List<String> before = schema(connection);
      List<String> rows = rows(connection);
      losslessStepsBringEverythingBack(connection, steps);
      for (Step step : steps) {
        run(connection, step.forward(), step.transactional());
      }
      List<String> after = schema(connection);
      assertThat(rows(connection)).isEqualTo(rows);
      assertThat(table(after, tried.table)).contains(tried.shows);
      assertThat(others(after, tried.table)).containsAll(without(others(before, tried.table)));
      for (int i = steps.size() - 1; i >= 0; i--) {
        run(connection, steps.get(i).rollback(), steps.get(i).transactional());
      }
      assertThat(schema(connection)).isEqualTo(before);
      assertThat(rows(connection)).isEqualTo(rows);
      for (Step step : steps) {
        run(connection, step.forward(), step.transactional());
      }
      assertThat(schema(connection)).isEqualTo(after);
    }
    assertThat(findings(steps)).isEmpty();
  }

  /** Until the kept values go, which no way back brings again, the column may be required again. */
  @Test
  void dropsARequiredColumnOnceRowsMayLeaveItOut() throws SQLException {
    List<Step> steps =
        Planner.plan(
                examine(List.of(history()), List.of(change("ALTER TABLE bills DROP COLUMN sum;"))))
            .steps()
            .stream()
            .filter(step -> step.kind() == Step.Kind.MIGRATION)
            .toList();
    List<Step> kept = steps.subList(0, steps.size() - 1);

    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      run(connection, HISTORY + ROWS + "PRAGMA foreign_keys = ON;", false);
      List<String> before = schema(connection);
      run(connection, kept.get(0).forward(), kept.get(0).transactional());
      run(connection, "INSERT INTO bills (id, note) VALUES (3, 'new');", true);
      run(connection, "DELETE FROM bills WHERE id = 3;", true);
      for (Step step : kept.subList(1, kept.size())) {
        run(connection, step.forward(), step.transactional());
      }
      assertThat(table(schema(connection), "bills")).doesNotContain("sum");
      for (int i = kept.size() - 1; i >= 0; i--) {
        run(connection, kept.get(i).rollback(), kept.get(i).transactional());
      }
      assertThat(schema(connection)).isEqualTo(before);
      assertThat(column(connection, "SELECT id || '-' || sum FROM bills ORDER BY id"))
          .containsExactly("1-5", "2-6");
      for (Step step : steps) {
        run(connection, step.forward(), step.transactional());
      }
      assertThat(table(schema(connection), "bills")).doesNotContain("sum");
    }
    assertThat(findings(steps)).isEmpty();
  }

  /**
   * A change that gives something another name.
   *
   * @param meanwhile what old and new versions write while both names work
   * @param query of the rows by the new name
   */
  record Rename(String change, String meanwhile, String query, List<String> rows) {
    @Override
    public String toString() {
      return change;
    }
  }

  static Stream<Rename> renames() {
    return Stream.of(
        new Rename(
            "ALTER TABLE users RENAME COLUMN nick TO alias;",
            "INSERT INTO users (email, nick) VALUES ('o', 'old'), ('n', NULL);\n"
                + "UPDATE users SET alias = 'new' WHERE email = 'n';\n"
                + "INSERT INTO users (email, alias) VALUES ('p', 'newer');\n"
                + "UPDATE users SET nick = NULL WHERE id = 1;",
            "SELECT email || coalesce(alias, '-') FROM users ORDER BY id",
            List.of("a-", "bm", "oold", "nnew", "pnewer")),
        new Rename(
            "ALTER TABLE users RENAME COLUMN email TO mail;",
            "INSERT INTO users (email) VALUES ('o');\nINSERT INTO users (mail) VALUES ('n');\n"
                + "UPDATE users SET mail = 'x' WHERE id = 1;\n"
                + "UPDATE users SET email = 'y' WHERE id = 7;",
            "SELECT mail FROM users ORDER BY id",
            List.of("x", "y", "o", "n")),
        new Rename(
            "ALTER TABLE \"Side Table\" RENAME COLUMN \"Value\" TO \"100% Value\";",
            "INSERT INTO \"Side Table\" (\"the Key\", \"100% Value\") VALUES ('l', 'w');",
            "SELECT \"100% Value\" FROM \"Side Table\" ORDER BY 1",
            List.of("v", "w")),
        new Rename(
            "ALTER TABLE teams RENAME TO groups;",
            "INSERT INTO teams (name) VALUES ('two');\nDELETE FROM teams WHERE id = 2;\n"
                + "INSERT INTO groups (id, name) VALUES (3, 'three');\n"
                + "UPDATE teams SET name = 'uno' WHERE id = 1;",
            "SELECT id || name FROM groups ORDER BY id",
            List.of("1uno", "3three")),
        new Rename(
            "ALTER TABLE users RENAME TO people;",
            "INSERT INTO users (email, age) VALUES ('o', 50);\n"
                + "UPDATE users SET age = 2 WHERE email = 'a';",
            "SELECT email || name || doubled FROM people ORDER BY id",
            List.of("aAnn4", "bBob8", "onobody100")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("renames")
  void worksByBothNamesUntilTheOldOneGoes(Rename tried) throws SQLException {
    Rollout rollout = Planner.plan(examine(List.of(history()), List.of(change(tried.change))));
    List<Step> steps =
        rollout.steps().stream().filter(step -> step.kind() == Step.Kind.MIGRATION).toList();
    assertThat(steps).hasSize(2).allSatisfy(step -> assertThat(step.missing()).isEmpty());
    try (Connection original = DriverManager.getConnection("jdbc:sqlite::memory:");
        Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      run(original, HISTORY + tried.change, false);
      run(connection, HISTORY + ROWS + "PRAGMA foreign_keys = ON;", false);
      List<String> before = schema(connection);
      for (Step step : steps) {
        List<String> found = schema(connection);
        run(connection, step.forward(), step.transactional());
        run(connection, step.rollback(), step.transactional());
        assertThat(schema(connection)).as(step.title()).isEqualTo(found);
        run(connection, step.forward(), step.transactional());
        run(connection, step.equals(steps.get(0)) ? tried.meanwhile : "SELECT 1;", false);
      }
      assertThat(schema(connection)).isEqualTo(schema(original));
      assertThat(column(connection, tried.query)).isEqualTo(tried.rows);
      for (int i = steps.size() - 1; i >= 0; i--) {
        run(connection, steps.get(i).rollback(), steps.get(i).transactional());
      }
      assertThat(schema(connection)).isEqualTo(before);
      for (Step step : steps) {
        run(connection, step.forward(), step.transactional());
      }
      assertThat(schema(connection)).isEqualTo(schema(original));
      assertThat(column(connection, tried.query)).isEqualTo(tried.rows);
    }
    assertThat(findings(steps)).isEmpty();
  }

  private static void losslessStepsBringEverythingBack(Connection connection, List<Step> steps)
      throws SQLException {
    List<Step> lossless = steps.stream().takeWhile(Step::lossless).toList();
    List<String> before = everything(connection);
    for (Step step : lossless) {
      run(connection, step.forward(), step.transactional());
    }
    for (int i = lossless.size() - 1; i >= 0; i--) {
      run(connection, lossless.get(i).rollback(), lossless.get(i).transactional());
    }
    assertThat(everything(connection)).isEqualTo(before);
  }

  private static List<String> everything(Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String table : List.of("teams", "users", "orders", "logs", "plain", "\"Side Table\"")) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
        while (rows.next()) {
          StringBuilder row = new StringBuilder(table);
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            row.append('|').append(rows.getString(i));
          }
          found.add(row.toString());
        }
      }
    }
    return found;
  }

  /** The index of a dropped column goes with it. */
  private static List<String> without(List<String> objects) {
    return objects.stream().filter(object -> !object.matches(".*(users_nick|plain).*")).toList();
  }

  private static Migration history() {
    return Plans.migration(1, "history", HISTORY, "", true);
  }

  private static Migration change(String sql) {
    return Plans.migration(2, "change", sql, "", true);
  }

  private static Examination examine(List<Migration> history, List<Migration> changed) {
    return Examiner.examine(
        new MigrationChange(
            "migrations",
            new PlainSql(),
            "as given",
            new Engine(Dialect.SQLITE, new EngineVersion(3, 45, 0), Evidence.KNOWN, "test"),
            history,
            changed,
            List.of(),
            true));
  }

  /** What a review of the steps finds. */
  private static List<String> findings(List<Step> steps) {
    List<Migration> written = new ArrayList<>();
    for (Step step : steps) {
      written.add(
          Plans.migration(
              written.size() + 2,
              step.slug(),
              step.forward(),
              step.rollback().isEmpty() ? "SELECT 1;" : step.rollback(),
              step.transactional()));
    }
    return examine(List.of(history()), written)
        .allFindings()
        .filter(finding -> finding.severity() != Severity.ADVICE)
        .map(finding -> finding.hazard() + " " + finding.message())
        .toList();
  }

  private static void run(Connection connection, String sql, boolean wrapped) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(wrapped ? "BEGIN" : "SELECT 1");
      for (var each : SqlReader.read(sql, Dialect.SQLITE).statements()) {
        statement.execute(each.sql());
      }
      statement.execute(wrapped ? "COMMIT" : "SELECT 1");
    }
  }

  /** Every object's text, as people would compare it: white space and plain quotes do not count. */
  private static List<String> schema(Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT type || ' ' || name || ': ' || sql FROM sqlite_schema WHERE sql NOT NULL"
                    + " ORDER BY 1")) {
      while (rows.next()) {
        found.add(
            rows.getString(1)
                .replaceAll("\\s+", " ")
                .replace("( ", "(")
                .replace(" )", ")")
                .replaceAll("[\"\\[\\]](\\w+)[\"\\[\\]]", "$1"));
      }
    }
    return found;
  }

  private static String table(List<String> schema, String table) {
    return schema.stream()
        .filter(text -> text.startsWith("table " + table + ":"))
        .findFirst()
        .orElseThrow()
        .replaceAll("\\|", "(");
  }

  private static List<String> others(List<String> schema, String table) {
    return schema.stream().filter(text -> !text.startsWith("table " + table + ":")).toList();
  }

  private static List<String> rows(Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String query :
        List.of(
            "SELECT id || email || name || age || coalesce(team_id, '') FROM users ORDER BY id",
            "SELECT id || '-' || user_id FROM orders ORDER BY id",
            "SELECT count(*) FROM teams",
            "SELECT count(*) FROM logs",
            "SELECT name || seq FROM sqlite_sequence ORDER BY 1",
            "SELECT name FROM adult_names",
            "SELECT \"the Key\" || \"Value\" || [order] FROM \"Side Table\"")) {
      found.addAll(column(connection, query));
    }
    return found;
  }

  private static List<String> column(Connection connection, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
