package dev.flux.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flux.engine.EngineVersion;
import dev.flux.hazard.Examination;
import dev.flux.rollout.AuthorsWords;
import dev.flux.rollout.Phase;
import dev.flux.rollout.Planner;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Step;
import dev.flux.shadow.sqlite.SqliteSandboxes;
import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rollouts of SQLite are proven in files of their own. */
class SqliteProofTest {
  private static final String HISTORY =
      """
      CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
      CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL COLLATE NOCASE UNIQUE,
        name VARCHAR(80), age INTEGER CHECK (age > 0), mood TEXT DEFAULT 'fine' CHECK (mood IN ('fine', 'sad')),
        doubled INTEGER AS (age * 2) VIRTUAL, team_id INTEGER REFERENCES teams (id) ON DELETE CASCADE);
      CREATE INDEX users_name ON users (name) WHERE name IS NOT NULL;
      CREATE VIEW grown AS SELECT id, name FROM users WHERE age > 17;
      CREATE TABLE log (text TEXT);
      CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);
      CREATE TRIGGER users_new AFTER INSERT ON users BEGIN INSERT INTO log VALUES (new.email); END;
      """;

  private static Proof prove(Examination examination, Rollout rollout) {
    try (Shadow shadow = ThrowawayShadow.on(Dialect.SQLITE, new SqliteSandboxes(), Limits.USUAL)) {
      return shadow.prove(examination, rollout);
    }
  }

  static Stream<Arguments> changes() {
    String equal = "; final schema equal";
    return Stream.of(
        Arguments.of("drop column", "ALTER TABLE users DROP COLUMN mood;", equal),
        Arguments.of("drop table", "DROP TABLE notes;", equal),
        Arguments.of("not null", "ALTER TABLE users ALTER COLUMN name SET NOT NULL;", equal),
        Arguments.of("type", "ALTER TABLE users ALTER COLUMN age TYPE BIGINT;", ""),
        Arguments.of("unique column", "ALTER TABLE users ADD COLUMN phone TEXT UNIQUE;", ""),
        Arguments.of("check", "ALTER TABLE users ADD CONSTRAINT old CHECK (age < 200);", equal));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void provesTheRollout(String name, String change, String compared) {
    Examination examination = Changes.examine(Dialect.SQLITE, 3, HISTORY, change);
    Rollout rollout = Planner.plan(examination);
    assertThat(rollout.steps()).as(name).isNotEmpty();
    assertThat(prove(examination, rollout).sentence())
        .matches("proven on SQLite 3[.0-9]+: \\d+ steps? forward, back, forward" + compared);
  }

  /** Statements of one change that run in other phases than each other. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE users RENAME COLUMN email TO mail; ALTER TABLE users ADD COLUMN phone TEXT;"
            + "CREATE INDEX users_phone ON users (phone); ALTER TABLE users DROP COLUMN mood;",
        "ALTER TABLE users RENAME COLUMN email TO mail;CREATE INDEX users_mail ON users (mail,"
            + " name); CREATE INDEX users_age ON users (age);",
        "ALTER TABLE notes RENAME COLUMN text TO body;"
            + "ALTER TABLE notes ADD COLUMN author INTEGER REFERENCES users (id);"
            + "CREATE TRIGGER noted AFTER INSERT ON notes BEGIN INSERT INTO log VALUES ('n'); END;",
        "ALTER TABLE notes DROP COLUMN text; ALTER TABLE notes ADD COLUMN text INTEGER DEFAULT 1;",
        "-- flux: backfill users.region = 'eu'\n"
            + "ALTER TABLE users ADD COLUMN region TEXT NOT NULL;"
            + "CREATE INDEX users_region ON users (region);",
        "ALTER TABLE users RENAME COLUMN age TO years; DROP VIEW grown;"
            + "CREATE VIEW grown AS SELECT id, name FROM users WHERE years > 18;",
        "ALTER TABLE users RENAME COLUMN email TO mail; ALTER TABLE users DROP COLUMN mood;"
            + "ALTER TABLE users ADD COLUMN handle TEXT UNIQUE; DROP INDEX users_name;",
        "DROP VIEW grown; ALTER TABLE users RENAME COLUMN email TO mail;",
        "-- flux: backfill users.region = 'eu'\n-- flux: backfill users.kind = 'a'\n"
            + "ALTER TABLE users ADD COLUMN region TEXT NOT NULL;"
            + "ALTER TABLE users ADD COLUMN kind TEXT NOT NULL;"
            + "CREATE VIEW young AS SELECT id FROM users WHERE age < 18;",
        "DROP TRIGGER users_new; ALTER TABLE notes RENAME TO remarks;"
      })
  void provesWhatOneChangeDoesInSeveralPhases(String change) {
    Examination examination =
        Changes.examine(Dialect.SQLITE, new EngineVersion(3, 45, 0), HISTORY, change);
    assertThat(prove(examination, Planner.plan(examination)).sentence())
        .matches(
            "proven on SQLite 3[.0-9]+: \\d+ steps forward, back, forward(; final schema equal)?");
  }

  private static final String NEW_TEAMS =
      "CREATE TABLE new_teams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INTEGER"
          + " DEFAULT 3); INSERT INTO new_teams (id, name) SELECT id, name FROM teams; DROP TABLE"
          + " teams; ALTER TABLE new_teams RENAME TO teams;";

  private static final String TEAMS_AWAY =
      "CREATE TABLE old_teams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE); INSERT INTO"
          + " old_teams SELECT * FROM teams; DROP TABLE teams; CREATE TABLE teams (id INTEGER"
          + " PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INTEGER); INSERT INTO teams (id, name)"
          + " SELECT id, name FROM old_teams;";

  private static final String NEW_NOTES =
      "CREATE TABLE other (id INTEGER PRIMARY KEY, text TEXT NOT NULL DEFAULT '');"
          + "INSERT INTO other SELECT id, coalesce(text, '') FROM notes; DROP TABLE notes;"
          + "ALTER TABLE other RENAME TO notes; CREATE INDEX notes_text ON notes (text);"
          + "CREATE TRIGGER noted AFTER INSERT ON notes BEGIN INSERT INTO log VALUES ('n'); END;";

  /** Rebuilds that the author wrote stay whole, whatever the tool puts around his file. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRAGMA foreign_keys = OFF;" + NEW_TEAMS + "PRAGMA foreign_keys = ON;",
        "PRAGMA foreign_keys = 0;" + NEW_NOTES + "PRAGMA foreign_keys = 1;",
        "PRAGMA foreign_keys=OFF;" + NEW_TEAMS + NEW_NOTES + "PRAGMA foreign_keys=ON;",
        "ALTER TABLE users DROP COLUMN mood;" + NEW_NOTES,
        "PRAGMA foreign_keys=OFF; ALTER TABLE users DROP COLUMN mood;" + NEW_TEAMS,
        "DELETE FROM notes WHERE text IS NULL;" + NEW_NOTES,
        "PRAGMA foreign_keys=OFF;" + TEAMS_AWAY + "DROP TABLE old_teams; PRAGMA foreign_keys=ON;",
        NEW_NOTES + "ALTER TABLE users RENAME COLUMN email TO mail;",
        "PRAGMA foreign_keys=OFF; BEGIN;"
            + NEW_NOTES
            + "COMMIT; PRAGMA foreign_keys=ON;"
            + "CREATE INDEX users_age ON users (age); ALTER TABLE users DROP COLUMN mood;"
      })
  void provesRebuildsThatTheAuthorWrote(String change) {
    Examination examination =
        Changes.examine(Dialect.SQLITE, new EngineVersion(3, 45, 0), HISTORY, change);
    Rollout rollout = Planner.plan(examination);
    assertThat(rollout.steps())
        .filteredOn(step -> step.title().startsWith("Rebuild"))
        .singleElement()
        .returns(!change.contains("_teams"), Step::transactional);
    assertThat(prove(examination, rollout).sentence())
        .matches(
            "proven on SQLite 3[.0-9]+: \\d+ steps? forward, back, forward; final schema equal");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PRAGMA foreign_keys=OFF; ALTER TABLE users DROP COLUMN mood;|holds for its connection",
        "ALTER TABLE teams RENAME COLUMN name TO title;"
            + "CREATE TABLE new_teams (id INTEGER PRIMARY KEY, title TEXT NOT NULL UNIQUE);"
            + "INSERT INTO new_teams (id, title) SELECT id, title FROM teams; DROP TABLE teams;"
            + "ALTER TABLE new_teams RENAME TO teams;|other steps of the change are not done",
      })
  void leavesWhatMeetsOtherStepsToAHuman(String change, String reason) {
    Examination examination =
        Changes.examine(Dialect.SQLITE, new EngineVersion(3, 45, 0), HISTORY, change);
    assertThat(Planner.plan(examination).steps())
        .extracting(Step::missing)
        .anyMatch(missing -> missing.toString().contains(reason));
  }

  /** The script for the shell, and behind it what a new database needs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE users SET name = 'x' WHERE name IS NULL;",
        "UPDATE users SET mood = coalesce(upper(email), mood), name = 'it''s';",
        "UPDATE notes SET text = (SELECT name FROM teams WHERE teams.id = notes.id) WHERE"
            + " length(text) > 2;",
        "UPDATE users AS u SET name = t.name FROM teams AS t WHERE t.id = u.team_id;",
        "DELETE FROM notes;",
        "DELETE FROM users WHERE team_id NOT IN (SELECT id FROM teams);",
        "ALTER TABLE notes ADD COLUMN size INTEGER; UPDATE notes SET size = length(text);"
      })
  void provesRowsChangedInBatches(String change) {
    Examination examination =
        Changes.examine(Dialect.SQLITE, new EngineVersion(3, 45, 0), HISTORY, change);
    Rollout rollout = Planner.plan(examination);
    assertThat(rollout.steps())
        .filteredOn(step -> step.kind() == Step.Kind.SCRIPT)
        .singleElement()
        .extracting(Step::forward)
        .asString()
        .contains(".read flux_batches.sql");
    assertThat(prove(examination, rollout).sentence())
        .matches(
            "proven on SQLite 3[.0-9]+: \\d+ steps? forward, back, forward; final schema equal");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE users SET age = age + 1;|would change rows twice",
        "UPDATE users SET name = hex(randomblob(8));|would change rows twice",
        "UPDATE keys SET value = 'x';|has a rowid",
        "DELETE FROM unknown;|has a rowid",
        "DELETE FROM notes WHERE id < (SELECT max(id) FROM notes);|depends on others",
        "DELETE FROM notes RETURNING id;|its form is not one that Flux splits"
      })
  void leavesRowsToAHuman(String change, String reason) {
    Examination examination =
        Changes.examine(
            Dialect.SQLITE,
            new EngineVersion(3, 45, 0),
            HISTORY + "CREATE TABLE keys (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;",
            change);
    assertThat(Planner.plan(examination).steps())
        .extracting(Step::missing)
        .anyMatch(missing -> missing.toString().contains(reason));
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(
            "SELECT 1;",
            "",
            "the final schema is not that of the change: - column users.note TEXT"),
        Arguments.of(
            "ALTER TABLE users ADD COLUMN note TEXT;",
            "SELECT 1;",
            "its rollback leaves another schema: \\+ column users.note TEXT"),
        Arguments.of("ALTER TABLE user ADD COLUMN note TEXT;", "", "no such table: user"),
        Arguments.of(
            "ALTER TABLE users RENAME COLUMN age TO years;",
            "ALTER TABLE users RENAME COLUMN years TO age;",
            "the version that runs before any deploy fails: .* no such column: age"),
        Arguments.of(
            "ALTER TABLE users ADD COLUMN note TEXT; UPDATE users SET name = 'other';",
            "ALTER TABLE users DROP COLUMN note;",
            "its rollback leaves other rows in users.name"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("broken")
  void saysWhatFails(String forward, String rollback, String message) {
    Examination examination =
        Changes.examine(Dialect.SQLITE, 3, HISTORY, "ALTER TABLE users ADD COLUMN note TEXT;");
    Step step =
        new Step(
            Step.Kind.MIGRATION,
            "made_up",
            "Do what a test made up",
            forward,
            rollback,
            true,
            true,
            "",
            "",
            "",
            "",
            "",
            false,
            "",
            Optional.empty(),
            AuthorsWords.NONE,
            Optional.empty(),
            Optional.empty(),
            List.of());
    Rollout rollout =
        new Rollout(
            Rollout.Type.ONLINE,
            List.of(new Phase(Phase.Name.EXPAND, List.of(step))),
            List.of(),
            List.of());
    Proof proof = prove(examination, rollout);
    assertThat(proof.refutes()).isTrue();
    assertThat(proof.sentence()).matches("failed on SQLite 3.*" + message + ".*");
  }

  private static Run run(String sql) {
    return new Run(SqlReader.read(sql, Dialect.SQLITE).statements(), Run.Mode.APART);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ATTACH DATABASE '/tmp/flux-was-here.db' AS other      | is not for a shadow database
          AT/**/TACH '/tmp/flux-was-here.db' AS other           | syntax error
          VACUUM INTO '/tmp/flux-was-here.db'                   | is not for a shadow database
          PRAGMA temp_store_directory = '/etc'                  | is not for a shadow database
          SELECT load_extension('/tmp/x.so')                    | is not for a shadow database
          SELECT writefile('/tmp/flux-was-here', 'x')           | no such function
          SELECT readfile('/etc/passwd')                        | no such function
          SELECT length(zeroblob(900000000))                    | too big
          """)
  void reachesNothingElse(String sql, String reason) throws Unprovable {
    try (Sandbox sandbox = new SqliteSandboxes().open(Limits.USUAL)) {
      SandboxDatabase database = sandbox.create();
      StatementFailed refused =
          catchThrowableOfType(StatementFailed.class, () -> database.run(run(sql)));
      assertThat(refused).as(sql).isNotNull();
      assertThat(refused.getMessage()).contains(reason);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n | ran longer than 2 s
          CREATE TABLE t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT randomblob(90000) FROM n | full
          """)
  void isEnded(String sql, String reason) throws Unprovable {
    Limits tight = new Limits(Duration.ofSeconds(20), Duration.ofSeconds(2), 50L << 20);
    try (Sandbox sandbox = new SqliteSandboxes().open(tight)) {
      SandboxDatabase database = sandbox.create();
      assertThatThrownBy(() -> database.run(run(sql)))
          .hasMessageMatching(".*(" + reason + "|filled more).*");
    }
  }

  @Test
  void saysWhyNothingIsProven() {
    Examination examination =
        Changes.examine(Dialect.SQLITE, 3, "", "ALTER TABLE users ADD COLUMN note TEXT;");
    assertThat(prove(examination, Rollout.NONE).sentence())
        .isEqualTo("not proven: the change does not run on its history: no such table: users");
  }
}
