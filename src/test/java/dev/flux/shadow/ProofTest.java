package dev.flux.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.config.ShadowSettings;
import dev.flux.engine.LockMode;
import dev.flux.hazard.Examination;
import dev.flux.rollout.AuthorsWords;
import dev.flux.rollout.DualWrite;
import dev.flux.rollout.Phase;
import dev.flux.rollout.Planner;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Step;
import dev.flux.rollout.Told;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rollouts of every kind are proven on a real server. */
class ProofTest {
  private static final String HISTORY =
      """
      CREATE EXTENSION citext;
      CREATE TYPE mood AS ENUM ('sad', 'fine');
      CREATE TABLE teams (id bigserial PRIMARY KEY, name varchar(40) NOT NULL UNIQUE);
      CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email citext NOT NULL,
        name varchar(80), age int CHECK (age > 0), mood mood DEFAULT 'fine',
        team_id bigint REFERENCES teams (id), score numeric(8, 2),
        team_or_none bigint NOT NULL GENERATED ALWAYS AS (coalesce(team_id, 0)) STORED);
      CREATE INDEX users_name_idx ON users (name);
      COMMENT ON COLUMN users.name IS 'as they write it';
      CREATE MATERIALIZED VIEW team_names AS SELECT name FROM teams;
      """;

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of("index", "CREATE INDEX ON users (age);"),
        Arguments.of("not null", "ALTER TABLE users ALTER COLUMN name SET NOT NULL;"),
        Arguments.of(
            "required column",
            "-- flux: backfill users.status = 'new'\n"
                + "ALTER TABLE users ADD COLUMN status text NOT NULL;"),
        Arguments.of(
            "random default", "ALTER TABLE users ADD COLUMN t uuid DEFAULT gen_random_uuid();"),
        Arguments.of(
            "stored generated column",
            "ALTER TABLE users ADD \"To\" text GENERATED ALWAYS AS (name || team_id) STORED;"),
        Arguments.of("rename", "ALTER TABLE users RENAME COLUMN age TO years;"),
        Arguments.of("rename table", "ALTER TABLE teams RENAME TO groups;"),
        Arguments.of("type", "ALTER TABLE users ALTER COLUMN age TYPE bigint;"),
        Arguments.of("drop", "ALTER TABLE users DROP COLUMN age;"),
        Arguments.of(
            "drop a column and add it again",
            "ALTER TABLE users DROP COLUMN score;\nALTER TABLE users ADD COLUMN score text;"),
        Arguments.of("drop a required column", "ALTER TABLE users DROP COLUMN email;"),
        Arguments.of(
            "allowed as it is",
            "-- flux: allow create-index-blocking -- nobody writes at night\n"
                + "CREATE INDEX ON users (age);\n"
                + "ALTER TABLE users ALTER COLUMN name SET NOT NULL;"),
        Arguments.of(
            "values for some rows",
            "ALTER TABLE users ADD COLUMN kind text;\n"
                + "UPDATE users SET kind = 'a' WHERE name = 'nobody is called so';\n"
                + "ALTER TABLE users ALTER COLUMN kind SET NOT NULL;"),
        Arguments.of(
            "a key that is validated at once",
            "ALTER TABLE users ADD COLUMN other bigint;\n"
                + "ALTER TABLE users ADD CONSTRAINT other_team FOREIGN KEY (other) REFERENCES teams"
                + " (id) NOT VALID;\n"
                + "ALTER TABLE users VALIDATE CONSTRAINT other_team;"),
        Arguments.of("drop table", "DROP TABLE users;"),
        Arguments.of("drop a materialized view", "DROP MATERIALIZED VIEW team_names;"),
        Arguments.of("unique", "ALTER TABLE users ADD UNIQUE (email);"),
        Arguments.of("check", "ALTER TABLE users ADD CHECK (score >= 0);"),
        Arguments.of("index in a transaction", "CREATE INDEX CONCURRENTLY ON users (age);"),
        Arguments.of(
            "names with schemas",
            "CREATE TABLE notes (\"key\" int PRIMARY KEY, value bigint);\n"
                + "ALTER TABLE notes ADD FOREIGN KEY (value) REFERENCES public.teams (id);\n"
                + "ALTER TABLE users ALTER COLUMN name SET NOT NULL;"),
        Arguments.of(
            "trigger behind the rows that it must not see",
            """
            ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
            ALTER TABLE users ADD COLUMN token_at timestamp;
            CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$
              BEGIN NEW.token_at := now(); RETURN NEW; END $$;
            CREATE TRIGGER stamped BEFORE INSERT OR UPDATE ON users
              FOR EACH ROW EXECUTE FUNCTION stamp();
            """),
        Arguments.of(
            "drop a required generated column", "ALTER TABLE users DROP COLUMN team_or_none;"),
        Arguments.of("a column called owner", "ALTER TABLE users RENAME COLUMN team_id TO owner;"),
        Arguments.of(
            "a column in the place of another",
            """
            ALTER TABLE users ADD COLUMN host text;
            UPDATE users SET host = split_part(email::text, '@', 2);
            ALTER TABLE users ALTER COLUMN host SET NOT NULL;
            ALTER TABLE users DROP COLUMN email;
            """),
        Arguments.of("drop a column with a comment", "ALTER TABLE users DROP COLUMN name;"),
        Arguments.of("update", "UPDATE users SET name = 'none' WHERE name IS NULL;"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void provesTheRollout(String name, String change) {
    Examination examination = Changes.postgresql(HISTORY, change);
    Rollout rollout = Planner.plan(examination);
    Proof proof = Shadows.shadow(Limits.USUAL).prove(examination, rollout);
    assertThat(proof).as(name).isInstanceOf(Proof.Proven.class);
    assertThat(proof.sentence())
        .matches(
            "proven on PostgreSQL 16\\.\\d+: \\d+ steps? forward, back, forward; final schema"
                + " equal");
  }

  /** What a later version takes is no fault of the rollout. */
  @Test
  void anOlderServerProvesNothingWhereItRefuses() {
    Examination examination =
        Changes.examine(
            Dialect.POSTGRESQL, 18, HISTORY, "ALTER TABLE users ALTER COLUMN name SET NOT NULL;");
    Proof proof = Shadows.shadow(Limits.USUAL).prove(examination, Planner.plan(examination));
    assertThat(proof).isInstanceOf(Proof.Unproven.class);
    assertThat(proof.sentence())
        .matches(
            "not proven: PostgreSQL 16\\.\\d+ is older than the server of the change, and refuses"
                + " a statement: syntax error .*");
  }

  @Test
  void provesAColumnThatATriggerComputesAsTheServerWould() {
    Examination examination =
        Changes.postgresql(
            HISTORY
                + "CREATE TRIGGER tidy BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION"
                + " suppress_redundant_updates_trigger();",
            """
            ALTER TABLE users ADD COLUMN "Shown as" varchar(200) NOT NULL
              GENERATED ALWAYS AS (coalesce(users.name, 'nobody') || ' (' || lower(email::text) || ')') STORED;
            CREATE INDEX ON users ("Shown as");
            ALTER TABLE users DROP COLUMN team_or_none;
            ALTER TABLE users ADD COLUMN team_or_none bigint
              GENERATED ALWAYS AS (coalesce(team_id, -1)) STORED;
            """);
    Proof proof = Shadows.shadow(Limits.USUAL).prove(examination, Planner.plan(examination));
    assertThat(proof).isInstanceOf(Proof.Proven.class);
    assertThat(proof.sentence())
        .contains("final schema equal but for what is declared: `Shown as` of `users` is computed");
  }

  @Test
  void acceptsNoOtherColumnInThePlaceOfAGeneratedOne() {
    Rollout rollout =
        Planner.plan(
            Changes.postgresql(
                HISTORY, "ALTER TABLE users ADD b int GENERATED ALWAYS AS (age + 1) STORED;"));
    Proof proof =
        Shadows.shadow(Limits.USUAL)
            .prove(
                Changes.postgresql(
                    HISTORY,
                    "ALTER TABLE users ADD b bigint GENERATED ALWAYS AS (age + 1) STORED;"),
                rollout);
    assertThat(proof.sentence()).contains("the final schema is not that of the change");
  }

  private static Step step(String forward, String rollback, String blocks, boolean lossless) {
    return new Step(
        Step.Kind.MIGRATION,
        "made_up",
        "Do what a test made up",
        forward,
        rollback,
        true,
        lossless,
        lossless ? "" : "rows",
        "",
        blocks,
        "",
        "",
        false,
        "",
        Optional.empty(),
        AuthorsWords.NONE,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static final Step DEPLOY =
      new Step(
          Step.Kind.DEPLOY,
          "deploy",
          "Deploy it",
          "",
          "",
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

  private static Proof prove(String change, Step... steps) {
    Rollout rollout =
        new Rollout(
            Rollout.Type.ONLINE,
            List.of(new Phase(Phase.Name.EXPAND, List.of(steps))),
            List.of(),
            List.of());
    return Shadows.shadow(Limits.USUAL).prove(Changes.postgresql(HISTORY, change), rollout);
  }

  private static final String INSTANT = "reads and writes, for an instant";
  private static final String ADD = "ALTER TABLE users ADD COLUMN note text;";
  private static final String DROP = "ALTER TABLE users DROP COLUMN note;";

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(ADD, "syntax error", step("ALTER TABLE users ADD note;", "", INSTANT, true)),
        Arguments.of(ADD, "the final schema", step("SELECT 1;", "", "nothing", true)),
        Arguments.of(
            ADD,
            "its rollback leaves another schema: \\+ column public.users.note text",
            step(ADD, "SELECT 1;", INSTANT, true)),
        Arguments.of(
            "UPDATE users SET score = 1;",
            "its rollback leaves other rows in public.users.score",
            step("UPDATE users SET score = 1;", "UPDATE users SET score = 2;", "writes", true)),
        Arguments.of(
            "UPDATE users SET score = 1;",
            "the rows are not those of the change in public.users.score",
            step("UPDATE users SET score = 2;", "", "writes", true)),
        Arguments.of(
            ADD,
            "forward again after its rollback: .* already exists",
            step(ADD, "SELECT 1;", INSTANT, false)),
        Arguments.of(
            "ALTER TABLE users ALTER COLUMN age TYPE bigint;",
            "it writes all rows of users under ACCESS EXCLUSIVE on users",
            step("ALTER TABLE users ALTER COLUMN age TYPE bigint;", "", INSTANT, true)),
        Arguments.of(
            "CREATE INDEX i ON users (score);",
            "it builds an index of users under SHARE on users",
            step("CREATE INDEX i ON users (score);", "DROP INDEX i;", INSTANT, true)),
        Arguments.of(
            "ALTER TABLE users ALTER COLUMN email SET DEFAULT '', ALTER COLUMN name SET NOT NULL;",
            "it reads all of users under ACCESS EXCLUSIVE on users",
            step(
                "ALTER TABLE users ALTER COLUMN email SET DEFAULT '', ALTER COLUMN name SET NOT"
                    + " NULL;",
                "",
                INSTANT,
                true)),
        Arguments.of(
            "ALTER TABLE users ADD COLUMN note text NOT NULL;",
            "the version that runs before any deploy fails: `INSERT INTO .*null value in column .*",
            step(
                "ALTER TABLE users ADD COLUMN note text NOT NULL DEFAULT '';\n"
                    + "ALTER TABLE users ALTER COLUMN note DROP DEFAULT;",
                DROP,
                INSTANT,
                true)),
        Arguments.of(
            "ALTER TABLE users RENAME COLUMN score TO points;",
            "the version that runs before any deploy fails: `SELECT .*column \"score\" does not"
                + " exist",
            step(
                "ALTER TABLE users RENAME COLUMN score TO points;",
                "ALTER TABLE users RENAME COLUMN points TO score;",
                INSTANT,
                true)),
        Arguments.of(
            ADD,
            "it takes ACCESS EXCLUSIVE on users, and says that it blocks nothing",
            step(ADD, DROP, "nothing", true)));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("broken")
  void saysWhichStepFails(String change, String message, Step step) {
    Proof proof = prove(change, step);
    assertThat(proof).isInstanceOf(Proof.Failed.class);
    assertThat(proof.refutes()).isTrue();
    assertThat(proof.sentence()).matches("failed on PostgreSQL 16.*" + message + ".*");
    Proof.Failed failed = (Proof.Failed) proof;
    boolean whole = message.startsWith("the final") || message.startsWith("the rows");
    assertThat(failed.number()).isEqualTo(whole ? 0 : 1);
    assertThat(failed.step()).isEqualTo(whole ? Optional.empty() : Optional.of(step));
  }

  @Test
  void triesWhatIsDeployedBeforeTheLastSteps() {
    Step drop =
        step(
            "ALTER TABLE users DROP COLUMN email;",
            "ALTER TABLE users ADD COLUMN email citext;",
            INSTANT,
            false);
    Proof proof = prove("ALTER TABLE users DROP COLUMN email;", DEPLOY, drop);
    assertThat(proof.sentence())
        .contains("before it, the version of the last deploy fails: `INSERT INTO")
        .contains("null value in column \"email\"");
  }

  @Test
  void tellsWhatTriggersChangeAsRowsComeBack() {
    String history =
        HISTORY
            + """
            ALTER TABLE users ADD COLUMN changed timestamptz;
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN NEW.changed := clock_timestamp(); RETURN NEW; END $$;
            CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
            """;
    assertThat(notes(Changes.postgresql(history, "ALTER TABLE users DROP COLUMN age;")))
        .contains("Triggers change public.users.changed as steps write rows.");
  }

  @Test
  void tellsWhatTriggersWriteToTablesThatNoStepWrites() {
    String history =
        HISTORY
            + """
            CREATE TABLE audit (id bigserial PRIMARY KEY, name text, at timestamptz DEFAULT now());
            CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO audit (name) VALUES (NEW.name); RETURN NEW; END $$;
            CREATE TRIGGER audit AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION audit();
            """;
    Examination examination =
        Changes.postgresql(
            history,
            "ALTER TABLE users ALTER COLUMN age TYPE bigint; CREATE INDEX ON audit (name);");
    assertThat(notes(examination))
        .contains("Triggers change public.audit.name as steps write rows.");
  }

  /** What is said beside a proof that succeeds. */
  private static List<String> notes(Examination examination) {
    Proof proof = Shadows.shadow(Limits.USUAL).prove(examination, Planner.plan(examination));
    assertThat(proof).isInstanceOf(Proof.Proven.class);
    return ((Proof.Proven) proof).notes();
  }

  @Test
  void asksForNoOrderOfNumbersThatTheChangeDoesNotSay() {
    String history =
        """
        CREATE TABLE plans (code text PRIMARY KEY, price integer);
        CREATE TABLE subs (id bigserial PRIMARY KEY, plan text REFERENCES plans (code));
        CREATE TABLE offers (id bigserial PRIMARY KEY, code text);
        """;
    Examination examination =
        Changes.postgresql(
            history,
            """
            ALTER TABLE plans ADD COLUMN id bigserial;
            ALTER TABLE subs ADD COLUMN plan_id bigint;
            UPDATE subs SET plan_id = (SELECT p.id FROM plans p WHERE p.code = subs.plan);
            INSERT INTO offers (code) SELECT code FROM plans;
            """);
    Proof proof = Shadows.shadow(Limits.USUAL).prove(examination, Planner.plan(examination));
    assertThat(proof.sentence()).startsWith("proven on PostgreSQL 16");
  }

  @Test
  void provesThatEitherNameOfARenamedColumnIsWrittenThrough() {
    Examination examination =
        Changes.postgresql(HISTORY, "ALTER TABLE users RENAME COLUMN name TO full_name;");
    Told told = new Told(List.of(), List.of(), DualWrite.TRIGGER);
    Rollout rollout = Planner.plan(examination, told);
    Proof proof = Shadows.shadow(Limits.USUAL).prove(examination, rollout);
    assertThat(proof.sentence()).startsWith("proven on PostgreSQL 16");

    List<Phase> deaf =
        rollout.phases().stream()
            .map(
                phase ->
                    new Phase(phase.name(), phase.steps().stream().map(ProofTest::deaf).toList()))
            .toList();
    Proof without =
        Shadows.shadow(Limits.USUAL)
            .prove(examination, new Rollout(rollout.type(), deaf, List.of(), List.of()));
    assertThat(without.sentence()).contains("what is written to name does not show in full_name");
  }

  /** The same step with a trigger that does nothing. */
  private static Step deaf(Step step) {
    String forward = step.forward().replaceFirst("(?s)BEGIN\\n.*?RETURN NEW;", "BEGIN RETURN NEW;");
    return new Step(
        step.kind(),
        step.slug(),
        step.title(),
        forward,
        step.rollback(),
        step.transactional(),
        step.lossless(),
        step.loses(),
        step.lock(),
        step.blocks(),
        step.duration(),
        step.gate(),
        step.afterDeploy(),
        step.compatibility(),
        step.origin(),
        step.words(),
        step.missing(),
        step.awaited(),
        step.differences());
  }

  @Test
  void namesWhatDiffersAsDeclared() {
    Proof proof =
        prove(
            "ALTER TABLE users ADD COLUMN a int, ADD COLUMN b int;",
            step(
                "ALTER TABLE users ADD COLUMN b int, ADD COLUMN a int;",
                "ALTER TABLE users DROP COLUMN a, DROP COLUMN b;",
                INSTANT,
                true));
    assertThat(proof)
        .isInstanceOfSatisfying(
            Proof.Proven.class,
            proven ->
                assertThat(proven.notes())
                    .containsExactly("The columns of public.users stand in another order."));
  }

  @Test
  void measuresTheChangeItself() {
    Proof proof =
        prove("CREATE INDEX i ON users (age); ALTER TABLE users ALTER COLUMN age TYPE bigint;");
    assertThat(proof.sentence()).startsWith("ran on PostgreSQL 16");
    List<Measured> measured = ((Proof.Proven) proof).measured();
    assertThat(measured).hasSize(2);
    assertThat(measured.get(0).locks()).containsOnly(Map.entry("users", LockMode.SHARE));
    assertThat(measured.get(0).builds()).containsExactly("users");
    assertThat(measured.get(1).held()).containsEntry("users", LockMode.ACCESS_EXCLUSIVE);
    assertThat(measured.get(1).rewrites()).containsExactly("users");
  }

  static Stream<Arguments> unproven() {
    return Stream.of(
        Arguments.of(
            "",
            ADD,
            "not proven: the change does not run on its history: relation \"users\" does not"
                + " exist"),
        Arguments.of(
            "CREATE EXTENSION postgis; CREATE TABLE users (id int, at geometry);",
            ADD,
            "not proven: the change does not run on its history: relation \"users\" does not exist."
                + " Left out of the history, since the server refuses it:"
                + " migrations/001_change.sql: extension \"postgis\" is not available;"
                + " migrations/001_change.sql: type \"geometry\" does not exist"),
        Arguments.of(
            HISTORY,
            "COPY users (email) FROM PROGRAM 'id';",
            "not proven: the change does not run on its history: permission denied to COPY to or"
                + " from an external program"));
  }

  @ParameterizedTest
  @MethodSource("unproven")
  void saysWhyNothingIsProven(String history, String change, String sentence) {
    Examination examination = Changes.postgresql(history, change);
    Proof proof = Shadows.shadow(Limits.USUAL).prove(examination, Rollout.NONE);
    assertThat(proof.sentence()).isEqualTo(sentence);
    assertThat(proof.refutes()).isFalse();
  }

  @Test
  void touchesNoServerWhereItMustNot() throws Unprovable {
    Examination examination = Changes.postgresql(HISTORY, ADD);
    try (Shadow off = Shadows.off()) {
      assertThat(off.prove(examination, Rollout.NONE).sentence())
          .isEqualTo("not proven: the setting `shadow` is off");
    }
    ShadowSettings away =
        new ShadowSettings(
            ShadowSettings.Kind.URL,
            "jdbc:postgresql://127.0.0.1:1/none",
            Optional.empty(),
            Optional.empty(),
            false);
    try (Shadow nowhere = ThrowawayShadow.of(away, Limits.USUAL)) {
      assertThat(nowhere.prove(examination, Rollout.NONE).sentence())
          .startsWith("not proven: the shadow server refuses: Connection to 127.0.0.1:1 refused");
      Examination other = Changes.examine(Dialect.MYSQL, 8, HISTORY, ADD);
      assertThat(nowhere.prove(other, Rollout.NONE).sentence())
          .isEqualTo(
              "not proven: there is no MySQL server to try it on. Name one as `shadow`, such as"
                  + " jdbc:mysql://HOST");
    }
    Examination asks = Changes.postgresql(HISTORY, "ALTER TABLE users SET UNLOGGED;\n" + ADD);
    assertThat(Shadows.shadow(Limits.USUAL).prove(asks, Planner.plan(asks)).sentence())
        .startsWith("not proven: a step waits for a person: ");
  }

  @Test
  void provesWhatIsWrittenWhereAValueIsAskedFor() {
    Examination asks =
        Changes.postgresql(
            HISTORY,
            "ALTER TABLE users ADD COLUMN s text NOT NULL;\nCREATE UNIQUE INDEX ON users (email);");
    Proof proof = Shadows.shadow(Limits.USUAL).prove(asks, Planner.plan(asks));
    assertThat(proof).isInstanceOf(Proof.Proven.class);
    assertThat(proof.sentence())
        .matches(
            "proven on PostgreSQL 16\\.\\d+ as far as it is written: 2 steps forward, back,"
                + " forward; what waits for the value of `users\\.s` is not proven");
  }

  @Test
  void provesNoMoreOfItThanRuns() {
    Examination asks =
        Changes.postgresql(
            HISTORY + "INSERT INTO teams (name) VALUES ('x');",
            "ALTER TABLE users ADD COLUMN s text NOT NULL;");
    Rollout rollout = Planner.plan(asks);
    List<Step> broken =
        rollout.steps().stream()
            .map(step -> step.forward().isEmpty() ? step : step(ADD, ADD, INSTANT, true))
            .toList();
    Proof proof =
        Shadows.shadow(Limits.USUAL)
            .prove(
                asks,
                new Rollout(
                    rollout.type(),
                    List.of(new Phase(Phase.Name.EXPAND, broken)),
                    List.of(),
                    List.of()));
    assertThat(proof.refutes()).isTrue();
  }
}
