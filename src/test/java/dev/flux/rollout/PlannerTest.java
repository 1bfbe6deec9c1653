package dev.flux.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.hazard.Examination;
import dev.flux.hazard.Examiner;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.MigrationFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
  private static final String USERS =
      "CREATE TABLE users (id bigint PRIMARY KEY, email text, age integer);";

  @Test
  void leavesASafeChangeAsItIs() {
    Rollout rollout = Plans.plan(USERS, "CREATE TABLE teams (id bigint PRIMARY KEY);");

    assertThat(rollout.type()).isEqualTo(Rollout.Type.SAFE);
    assertThat(rollout.phases()).isEmpty();
    assertThat(rollout.files()).isEmpty();
  }

  @Test
  void asksForTheValueThatOnlyAHumanKnows() {
    Rollout rollout = Plans.plan(USERS, "ALTER TABLE users ADD COLUMN status text NOT NULL;");

    assertThat(rollout.steps())
        .extracting(Step::slug)
        .containsExactly("add_status", "deploy", "backfill_status", "set_not_null_status");
    assertThat(rollout.steps().get(0).forward()).contains("ADD COLUMN status text;");
    assertThat(rollout.steps().subList(2, 4))
        .allSatisfy(
            step -> {
              assertThat(step.missing()).hasValueSatisfying(m -> assertThat(m).contains("status"));
              assertThat(step.forward()).isEmpty();
            });
  }

  @Test
  void leavesToAHumanWhatARecipeFailsOn() {
    Recipe failing =
        new Recipe() {
          @Override
          public Set<String> settles() {
            return Set.of("create-index-blocking");
          }

          @Override
          public List<PlannedStep> plan(Situation situation) {
            throw new IllegalStateException("nobody thought of this catalog");
          }
        };
    Examination examination =
        Plans.examine(
            USERS,
            "CREATE INDEX i ON users (email); ALTER TABLE users ALTER COLUMN email SET NOT NULL;");
    List<Recipe> recipes = Stream.concat(Stream.of(failing), Recipes.ALL.stream()).toList();

    Rollout rollout = Planner.plan(examination, Told.NOTHING, recipes);

    assertThat(rollout.steps())
        .extracting(Step::slug)
        .startsWith("create_index")
        .contains("set_not_null_email");
    assertThat(rollout.steps().get(0).missing())
        .hasValueSatisfying(why -> assertThat(why).contains("Flux failed", "create-index"));
    assertThat(Split.of(examination.change(), rollout, Split.Extent.EVERYTHING).obstacles())
        .hasSize(1);
  }

  @Test
  void writesTheSchemaOfATableWhereTheAuthorDoes() {
    String history =
        USERS + "CREATE MATERIALIZED VIEW mails AS SELECT email FROM users;"; // reads it by itself
    String column = "ADD COLUMN low text GENERATED ALWAYS AS (lower(email)) STORED;";
    Rollout written =
        Plans.plan(
            history, "ALTER TABLE public.users " + column + "CREATE INDEX i ON users (low);");
    assertThat(written.steps())
        .extracting(Step::slug)
        .containsExactly("add_low", "backfill_low", "create_index_i");
    assertThat(written.steps().get(0).forward()).contains("ALTER TABLE public.users ADD COLUMN");
    assertThat(written.steps().get(1).forward()).contains("UPDATE public.users SET");
    assertThat(Plans.plan(history, "ALTER TABLE users " + column).steps().get(0).forward())
        .contains("ALTER TABLE users ADD COLUMN");
  }

  /** An index on a column that only a copy of the table has waits for the exchange alone. */
  @Test
  void buildsAnIndexOnceACopyTookThePlaceOfItsTable() {
    String column = "ADD COLUMN low text GENERATED ALWAYS AS (lower(email)) STORED;";
    Rollout written =
        Plans.plan(USERS, "ALTER TABLE users " + column + "CREATE INDEX i ON users (low);");
    assertThat(written.steps())
        .extracting(Step::slug)
        .containsExactly(
            "copy_users",
            "follow_users",
            "fill_users",
            "exchange_users",
            "create_index_i",
            "drop_former_users");
  }

  /** A table is copied once; what two statements ask for is done by triggers. */
  @Test
  void copiesNoTableTwice() {
    String column =
        "ALTER TABLE users ADD COLUMN %s text GENERATED ALWAYS AS (%s(email)) STORED;\n";
    Rollout written =
        Plans.plan(USERS, column.formatted("low", "lower") + column.formatted("up", "upper"));
    assertThat(written.steps())
        .extracting(Step::slug)
        .containsExactlyInAnyOrder("add_low", "backfill_low", "add_up", "backfill_up");
  }

  /** SET LOCAL does nothing outside a transaction. */
  @Test
  void setsTheTimeoutOfAScriptForItsSession() {
    assertThat(Sql.outsideTransaction(Sql.locking("DROP VIEW a;", "DROP VIEW b;")))
        .isEqualTo("SET lock_timeout = '5s';\nDROP VIEW a;\nDROP VIEW b;\nRESET lock_timeout;");
    assertThat(Sql.outsideTransaction("DROP VIEW a;")).isEqualTo("DROP VIEW a;");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "email IN ('a', 'b') | email IN ('a', 'b', 'c') | false",
        "email = ANY (ARRAY['a', 'b']) | email = ANY (ARRAY['a', 'b', 'c']) | false",
        "email IN ('a', 'b') | email IN ('a', 'c') | true",
        "email NOT IN ('a', 'b') | email NOT IN ('a', 'b', 'c') | true",
        "email <> ALL (ARRAY['a', 'b']) | email <> ALL (ARRAY['a', 'b', 'c']) | true"
      })
  void aCheckWaitsForADeployUnlessItTakesMoreThanTheOneBefore(
      String old, String fresh, boolean waits) {
    Rollout rollout =
        Plans.plan(
            USERS + "ALTER TABLE users ADD CONSTRAINT known CHECK (" + old + ");",
            "ALTER TABLE users DROP CONSTRAINT known;\n"
                + "ALTER TABLE users ADD CONSTRAINT known CHECK ("
                + fresh
                + ");");
    assertThat(rollout.steps().get(0).forward()).contains("DROP CONSTRAINT known", "NOT VALID");
    assertThat(rollout.steps().stream().anyMatch(Step::afterDeploy)).isEqualTo(waits);
  }

  @Test
  void locksNoTableForStatementsThatRunInOtherSteps() {
    Rollout rollout =
        Plans.plan(
            USERS,
            "LOCK TABLE users IN ACCESS EXCLUSIVE MODE;\n"
                + "CREATE UNIQUE INDEX users_email_idx ON users (email);\n"
                + "ALTER TABLE users ADD COLUMN note text;");
    assertThat(rollout.steps())
        .extracting(Step::slug)
        .containsExactly("create_index_users_email_idx", "change");
    assertThat(rollout.steps()).noneMatch(step -> step.forward().contains("LOCK TABLE"));
  }

  @Test
  void bringsIndexesBackUnderTheNameThatATableHasByThen() {
    String table = "{{ index .Options \"Namespace\" }}.pears";
    Rollout rollout =
        Plans.plan(
            "CREATE TABLE %1$s (id bigint PRIMARY KEY, weight int);\nCREATE INDEX pears_weight ON %1$s (weight);"
                .formatted(table),
            "DROP TABLE " + table + ";");
    assertThat(rollout.steps().get(2).rollback())
        .contains("CREATE INDEX pears_weight ON " + table + "_dropped (weight);");
  }

  @Test
  void declaresThatAColumnGoesOnceAnotherHasItsValues() {
    Rollout rollout =
        Plans.plan(
            USERS,
            "CREATE TABLE mails (user_id bigint PRIMARY KEY, mail text);\n"
                + "INSERT INTO mails SELECT id, email FROM users;\n"
                + "ALTER TABLE users DROP COLUMN email;");
    assertThat(rollout.steps())
        .anyMatch(
            step ->
                step.forward()
                    .contains("-- flux: allow drop-column, expand-and-contract-together because"));
  }

  @Test
  void letsNothingRunThatRestsOnWhatAHumanMustDecide() {
    Rollout rollout =
        Plans.plan(
            USERS,
            "ALTER TABLE users ADD COLUMN status text NOT NULL;\n"
                + "ALTER TABLE users ADD CONSTRAINT known CHECK (status <> '');");

    List<Step> last = rollout.phases().get(rollout.phases().size() - 1).steps();
    assertThat(rollout.steps())
        .noneMatch(step -> step.forward().replaceAll("(?m)^--.*$", "").contains("known"));
    assertThat(last).allMatch(step -> step.missing().isPresent());
    assertThat(rollout.steps().get(0).forward())
        .startsWith(
            """
            -- flux: later users.status:
            --   ALTER TABLE users ALTER COLUMN status SET NOT NULL;
            --   ALTER TABLE users ADD CONSTRAINT known CHECK (status <> '');
            SET LOCAL lock_timeout = '5s';
            ALTER TABLE users ADD COLUMN status text;\
            """);
  }

  @Test
  void writesWhatWasLeftOutOnceTheValueIsTold() {
    String history = USERS + "CREATE TYPE mood AS ENUM ('sad', 'ok');";
    Rollout first =
        Plans.plan(
            history,
            "ALTER TABLE users ADD COLUMN status text NOT NULL UNIQUE;\n"
                + "ALTER TABLE users ADD COLUMN \"Mood\" mood NOT NULL;\n"
                + "UPDATE users SET age = 1 WHERE status = 'young';\n"
                + "CREATE INDEX users_email_idx ON users (email);");
    List<Migration> written = new ArrayList<>();
    for (MigrationFile file : up(first)) {
      written.add(Plans.migration(written.size() + 2, "step", file.content(), "SELECT 1;", false));
    }
    assertThat(written).hasSize(3);
    List<Migration> before = List.of(Plans.migration(1, "history", history, "", true));
    MigrationChange left =
        Planner.findPostponed(Plans.examine(before, written, true)).orElseThrow();

    Rollout rest = told(left, "users.status = 'new'", "users.\"Mood\" = 'ok'");

    assertThat(rest.steps()).allMatch(step -> step.missing().isEmpty());
    assertThat(rest.steps())
        .extracting(Step::forward)
        .anyMatch(sql -> sql.contains("SET status = 'new'"))
        .anyMatch(sql -> sql.contains("SET \"Mood\" = 'ok'"))
        .anyMatch(sql -> sql.contains("ALTER COLUMN status SET NOT NULL"))
        .anyMatch(sql -> sql.contains("ADD CONSTRAINT users_status_key UNIQUE"))
        .anyMatch(sql -> sql.contains("status = 'young'"))
        .noneMatch(sql -> sql.contains("users_email_idx"));
    Rollout half = told(left, "users.status = 'new'");
    assertThat(half.steps())
        .filteredOn(step -> step.awaited().isPresent())
        .hasSize(3)
        .allMatch(step -> step.awaited().orElseThrow().column().equals("users.\"Mood\""));
    List<Migration> all = new ArrayList<>(written);
    up(rest)
        .forEach(
            file -> all.add(Plans.migration(all.size() + 2, "step", file.content(), "", false)));
    assertThat(Planner.findPostponed(Plans.examine(before, all, true))).isEmpty();
  }

  private static List<MigrationFile> up(Rollout rollout) {
    return rollout.files().stream()
        .map(Rollout.PhasedFile::file)
        .filter(file -> !file.path().contains("down"))
        .toList();
  }

  private static Rollout told(MigrationChange left, String... values) {
    return Planner.plan(
        Examiner.examine(left),
        new Told(
            Stream.of(values).map(value -> ColumnValue.parse(value).orElseThrow()).toList(),
            List.of(),
            DualWrite.APPLICATION));
  }

  @Test
  void leavesToAHumanATableThatTakesTheNameOfAnother() {
    Rollout rollout =
        Plans.plan(
            USERS,
            "CREATE TABLE members (id bigint PRIMARY KEY);\n"
                + "ALTER TABLE users RENAME TO old_users;\nALTER TABLE members RENAME TO users;");

    assertThat(rollout.steps())
        .flatExtracting(step -> step.missing().stream().toList())
        .first()
        .asString()
        .startsWith("Plan this rename by hand: the change gives the name `users` to another");
  }

  @Test
  void leavesToAHumanAColumnThatTakesTheNameOfADroppedOne() {
    Rollout rollout =
        Plans.plan(
            USERS,
            "ALTER TABLE users ADD COLUMN fresh bigint;\nALTER TABLE users DROP COLUMN age;\n"
                + "ALTER TABLE users RENAME COLUMN fresh TO age;");

    assertThat(rollout.steps())
        .flatExtracting(step -> step.missing().stream().toList())
        .singleElement()
        .asString()
        .contains("Old and new versions would mean different columns by `age`");
  }

  @Test
  void leavesToAHumanANameThatIsTheOldOneOnceCut() {
    String longest = "a".repeat(63);
    Rollout rollout =
        Plans.plan(
            "CREATE TABLE users (id bigint PRIMARY KEY, " + longest + " int);",
            "ALTER TABLE users RENAME COLUMN " + longest + " TO " + longest + "_new;");

    assertThat(rollout.files()).isEmpty();
    assertThat(rollout.steps())
        .flatExtracting(step -> step.missing().stream().toList())
        .singleElement()
        .asString()
        .contains("gives the name");
  }

  @Test
  void leavesToAHumanATemporaryTable() {
    Rollout rollout =
        Plans.plan(
            USERS,
            "CREATE TEMP TABLE picked ON COMMIT DROP AS SELECT id FROM users;\n"
                + "ALTER TABLE users DROP COLUMN age;");

    assertThat(rollout.steps())
        .flatExtracting(step -> step.missing().stream().toList())
        .singleElement()
        .asString()
        .contains("Temporary table `picked` lasts for one session");
  }

  @Test
  void saysTheSchemaThatASearchPathOfTheFileMeans() {
    Rollout rollout =
        Plans.plan(
            "CREATE SCHEMA app;\nCREATE TABLE app.t (id bigint PRIMARY KEY, v text);",
            "SET search_path TO app, public;\nCREATE INDEX t_v ON t (v);");

    assertThat(rollout.steps())
        .extracting(Step::forward)
        .containsExactly("CREATE INDEX CONCURRENTLY t_v ON app.t (v);");
  }

  @Test
  void leavesToAHumanWhatWouldChangeRowsTwice() {
    Rollout rollout =
        Plans.plan(
            USERS,
            "UPDATE users SET id = id + 1;\nALTER TABLE users ALTER COLUMN id SET DEFAULT 2;");

    assertThat(rollout.steps())
        .flatExtracting(step -> step.missing().stream().toList())
        .startsWith(
            "Write this in batches by hand: run again after a stop, it would change rows twice.")
        .allMatch(text -> text.endsWith("."));
  }

  @Test
  void doesNotPromiseAnIndexThatTheHistoryDoesNotTell() {
    Rollout rollout =
        Plans.plan(
            USERS + "ALTER TABLE older ADD COLUMN day date;",
            "DROP INDEX IF EXISTS unknown_idx;\nCREATE INDEX ON users (email);");

    assertThat(rollout.steps())
        .filteredOn(
            step -> step.forward().contains("DROP INDEX CONCURRENTLY IF EXISTS unknown_idx"))
        .singleElement()
        .satisfies(step -> assertThat(step.lossless()).isFalse())
        .satisfies(step -> assertThat(step.loses()).contains("definition"));
  }

  @Test
  void takesNoStatementOutOfALoop() {
    Rollout rollout =
        Plans.plan(
            USERS,
            "DO $$ BEGIN ALTER TABLE users ADD COLUMN team integer;\n"
                + "EXCEPTION WHEN duplicate_column THEN null; END $$;\n"
                + "DO $$ BEGIN FOR i IN 1..1 LOOP\n"
                + "  ALTER TABLE users DROP COLUMN email; END LOOP; END $$;\n"
                + "ALTER TABLE users DROP COLUMN age;");

    assertThat(rollout.steps())
        .filteredOn(step -> step.forward().contains("team"))
        .singleElement()
        .satisfies(step -> assertThat(step.forward()).contains("EXCEPTION"));
    assertThat(rollout.steps()).noneMatch(step -> step.forward().contains("email;"));
    assertThat(rollout.steps())
        .flatExtracting(step -> step.missing().stream().toList())
        .anyMatch(text -> text.startsWith("Decide on this by hand") && text.contains("email"));
  }

  @Test
  void changesRowsInBatchesThoughABlockHoldsTheStatement() {
    Rollout rollout =
        Plans.plan(
            USERS,
            "DO $$\nBEGIN\n  UPDATE users SET age = 0 WHERE age IS NULL;\nEND $$;\n"
                + "DO $$ BEGIN IF true THEN DELETE FROM users WHERE age = 1; END IF; END $$;");

    assertThat(rollout.steps())
        .filteredOn(step -> step.forward().contains("SET age = 0"))
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.forward())
                    .contains("WHERE users.id >= flux_from_1", "AND (age IS NULL)", "COMMIT;"));
    assertThat(rollout.steps())
        .flatExtracting(step -> step.missing().stream().toList())
        .singleElement()
        .asString()
        .startsWith("Decide on this by hand");
  }

  @Test
  void saysWhatItCannotDo() {
    Rollout rollout = Plans.plan(USERS, "CREATE INDEX ON users (email);\nTRUNCATE users CASCADE;");

    assertThat(rollout.steps())
        .filteredOn(step -> step.missing().isPresent())
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.origin()).contains(new Step.Origin("migrations/002_change.sql", 2)))
        .satisfies(step -> assertThat(step.forward()).isEmpty());
  }

  @Test
  void keepsSafeStatementsWithTheirComments() {
    Rollout rollout =
        Plans.plan(
            USERS,
            "-- who is grown up\nALTER TABLE users ADD COLUMN grown boolean,\n"
                + "  ADD CONSTRAINT old CHECK (age > 17);");

    assertThat(rollout.type()).isEqualTo(Rollout.Type.ONLINE);
    assertThat(rollout.steps().get(0).forward())
        .isEqualTo(
            "SET LOCAL lock_timeout = '5s';\n-- who is grown up\n"
                + "ALTER TABLE users ADD COLUMN grown boolean;");
    assertThat(rollout.steps().get(0).rollback())
        .isEqualTo("SET LOCAL lock_timeout = '5s';\nALTER TABLE users DROP COLUMN grown;");
    assertThat(rollout.steps()).hasSize(3);
  }

  @Test
  void putsALockTimeoutInFrontWhereThatIsAll() {
    Rollout rollout = Plans.plan(USERS, "-- one\nALTER TABLE users\n  ADD COLUMN grown boolean;");

    assertThat(rollout.fixes())
        .containsExactly(
            new Rollout.Fix(
                "no-lock-timeout",
                "migrations/002_change.sql",
                2,
                2,
                "SET LOCAL lock_timeout = '5s';\nALTER TABLE users"));
  }

  @Test
  void addsAColumnAgainInTheStatementThatDropsIt() {
    Rollout rollout =
        Plans.plan(
            USERS, "ALTER TABLE users DROP COLUMN age;\nALTER TABLE users ADD COLUMN age date;");

    List<String> contract =
        rollout.phases().stream()
            .filter(phase -> phase.name() == Phase.Name.CONTRACT)
            .flatMap(phase -> phase.steps().stream())
            .map(Step::forward)
            .toList();
    assertThat(contract)
        .filteredOn(sql -> sql.contains("DROP COLUMN age") || sql.contains("ADD COLUMN age"))
        .singleElement()
        .asString()
        .contains("ALTER TABLE users DROP COLUMN age,\n  ADD COLUMN age date;");
  }

  @Test
  void writesTheFilesOfItsToolInOrder() {
    Rollout rollout =
        Plans.plan(USERS, "CREATE INDEX ON users (email);\nALTER TABLE users DROP COLUMN age;");

    long complete = rollout.steps().stream().filter(step -> !step.forward().isEmpty()).count();
    assertThat(rollout.files()).hasSizeGreaterThanOrEqualTo((int) complete);
    assertThat(rollout.files().get(0).phase()).isEqualTo(Phase.Name.EXPAND);
  }

  /** Run on a server of version 18, the schema ends as SET NOT NULL leaves it. */
  @Test
  void validatesNotNullItselfFromVersion18On() {
    String history = "CREATE TABLE users (id bigint PRIMARY KEY, email text);";
    String change = "ALTER TABLE users ALTER COLUMN email SET NOT NULL;";
    assertThat(Plans.plan(18, history, change).steps())
        .extracting(Step::forward)
        .containsExactly(
            "SET LOCAL lock_timeout = '5s';\nALTER TABLE users ADD CONSTRAINT users_email_not_null"
                + " NOT NULL email NOT VALID;",
            "ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;");
    assertThat(Plans.plan(17, history, change).steps())
        .extracting(Step::forward)
        .anyMatch(sql -> sql.contains("CHECK (email IS NOT NULL) NOT VALID"));
  }

  @Test
  void keepsTheAuthorsCommentsAndEmptyLines() {
    Rollout rollout =
        Plans.plan(
            USERS,
            """
            -- Owners of a team

            BEGIN;
            CREATE TABLE teams (id bigint PRIMARY KEY); -- few rows
            CREATE TABLE roles (id bigint PRIMARY KEY);

            /* Searched by support */
            CREATE INDEX users_email ON users (email); -- often
            -- Nobody asks for it
            ALTER TABLE users ALTER COLUMN age DROP DEFAULT;

            -- ALTER TABLE users DROP COLUMN age;
            COMMIT;
            -- the end
            """);

    assertThat(rollout.steps())
        .extracting(Step::forward)
        .containsExactly(
            """
            -- Owners of a team

            CREATE TABLE teams (id bigint PRIMARY KEY); -- few rows
            CREATE TABLE roles (id bigint PRIMARY KEY);\
            """,
            """
            /* Searched by support */
            -- often
            CREATE INDEX CONCURRENTLY users_email ON users (email);\
            """,
            """
            SET LOCAL lock_timeout = '5s';
            -- Nobody asks for it
            ALTER TABLE users ALTER COLUMN age DROP DEFAULT;

            -- ALTER TABLE users DROP COLUMN age;
            -- the end\
            """);
  }

  @Test
  void putsCommentsOnTheirStatementAndDropsTagsOfWhatIsGone() {
    Rollout rollout =
        Plans.plan(
            "CREATE TABLE teams (id bigint PRIMARY KEY);\n"
                + "CREATE TABLE users (team bigint CONSTRAINT users_team REFERENCES teams (id));",
            """
            -- DropForeignKey
            ALTER TABLE users DROP CONSTRAINT users_team;

            -- Members go with their team
            -- AddForeignKey
            ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (team) REFERENCES teams (id) ON DELETE CASCADE;
            """);

    assertThat(rollout.steps().get(0).forward())
        .startsWith(
            """
            SET LOCAL lock_timeout = '5s';
            -- Members go with their team
            -- AddForeignKey
            -- flux: allow drop-foreign-key-locks-parent\
            """);
  }
}
