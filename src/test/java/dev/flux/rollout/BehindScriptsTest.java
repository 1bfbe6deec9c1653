package dev.flux.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BehindScriptsTest {
  private static final String HISTORY =
      """
      CREATE TABLE teams (id bigint PRIMARY KEY, title text);
      CREATE TABLE users (id bigint PRIMARY KEY, name text, state text, team bigint, age integer);
      CREATE INDEX users_team_idx ON users (team);
      INSERT INTO teams VALUES (1, 'first');
      INSERT INTO users VALUES (1, 'ada', NULL, 1, 30), (2, 'bob', 'on', NULL, NULL);
      """;

  private static final String CHANGE =
      """
      CREATE UNIQUE INDEX users_name_key ON users (name);
      DROP INDEX users_team_idx;
      ALTER TABLE users ADD CONSTRAINT users_team_fkey FOREIGN KEY (team) REFERENCES teams (id);
      UPDATE users SET state = 'off' WHERE state IS NULL;
      ALTER TABLE users ALTER COLUMN state SET NOT NULL;
      ALTER TABLE users ALTER COLUMN age TYPE bigint;
      ALTER TABLE teams RENAME COLUMN title TO name;
      """;

  private static boolean byTool(Step step) {
    return step.kind() == Step.Kind.MIGRATION && !step.forward().isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"supabase", "node-pg-migrate"})
  void whatTheToolRunsIsEnoughForANewDatabase(String tool) throws SQLException {
    Rollout rollout = Plans.planFor(tool, HISTORY, CHANGE);
    assertThat(rollout.steps()).anyMatch(step -> step.kind() == Step.Kind.SCRIPT);
    String original = LiveServer.create("template1");
    LiveServer.run(original, HISTORY + CHANGE, false);
    String rolled = LiveServer.create("template1");
    LiveServer.run(rolled, HISTORY, false);
    for (Step step : rollout.steps().stream().filter(BehindScriptsTest::byTool).toList()) {
      LiveServer.run(rolled, step.forward(), step.transactional());
    }
    assertThat(LiveServer.catalog(rolled)).isEqualTo(LiveServer.catalog(original));
    String rows = "SELECT (id, name, state, team, age)::text FROM users ORDER BY id";
    assertThat(LiveServer.query(rolled, rows)).isEqualTo(LiveServer.query(original, rows));
  }

  @ParameterizedTest
  @ValueSource(strings = {"supabase", "node-pg-migrate"})
  void whereTheScriptsRanItFindsNothingToDo(String tool) throws SQLException {
    String database = LiveServer.create("template1");
    LiveServer.run(database, HISTORY, false);
    for (Step step : Plans.planFor(tool, HISTORY, CHANGE).steps()) {
      var catalog = LiveServer.catalog(database);
      var rows = LiveServer.rows(database);
      LiveServer.run(database, step.forward(), step.transactional());
      if (step.title().endsWith(", in new databases")) {
        assertThat(LiveServer.catalog(database)).as(step.title()).isEqualTo(catalog);
        assertThat(LiveServer.rows(database)).as(step.title()).isEqualTo(rows);
      }
    }
  }

  @Test
  void eachStandsBehindTheScriptsAndBeforeWhatRestsOnThem() {
    assertThat(Plans.planFor("supabase", HISTORY, CHANGE).phases().get(0).steps())
        .extracting(Step::slug, Step::kind)
        .contains(
            tuple("create_index_users_name_key", Step.Kind.SCRIPT),
            tuple("create_index_users_name_key", Step.Kind.MIGRATION));
  }

  @ParameterizedTest
  @ValueSource(strings = {"supabase", "node-pg-migrate"})
  void whatTheToolRunsIsQuietByItself(String tool) {
    Rollout rollout = Plans.planFor(tool, HISTORY, CHANGE);
    List<Phase> byTool =
        rollout.phases().stream()
            .map(
                phase ->
                    new Phase(
                        phase.name(),
                        phase.steps().stream().filter(BehindScriptsTest::byTool).toList()))
            .toList();
    Rollout files = new Rollout(rollout.type(), byTool, List.of(), List.of());
    assertThat(Plans.undeclared(HISTORY, files)).isEmpty();
  }

  @Test
  void aColumnThatIsGoneStillHasItsTableLocked() {
    assertThat(Plans.planFor("pop", HISTORY, "ALTER TABLE users DROP COLUMN age;").steps())
        .filteredOn(step -> step.title().endsWith(", in new databases"))
        .hasSize(1)
        .allSatisfy(
            step -> {
              assertThat(step.lock()).isEqualTo("ACCESS EXCLUSIVE on users");
              assertThat(step.blocks()).startsWith("reads and writes, for an instant");
            });
  }

  @Test
  void rowsThatWouldChangeTwiceAreLeftToTheScript() {
    List<Step> steps = Plans.planFor("supabase", HISTORY, "UPDATE users SET age = 1;").steps();
    assertThat(steps).anyMatch(step -> step.kind() == Step.Kind.SCRIPT);
    assertThat(steps).noneMatch(step -> step.title().endsWith(", in new databases"));
  }
}
