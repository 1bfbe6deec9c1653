package dev.flux.rollout.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.mysql.RunningServer;
import dev.flux.engine.mysql.ServerPrograms;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Step;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every rollout on live servers, on tables with rows: each step forward, back and forward
 * again, then all of it back and forward. In the end the schema is that of the author's own
 * migration, and a review of the files finds nothing.
 */
class MysqlRolloutLiveTest {

  @TestFactory
  Stream<DynamicTest> stepsRunForwardBackAndForward() {
    return ServerPrograms.each(
        programs -> {
          try (RunningServer server = RunningServer.start(programs)) {
            run(server, MysqlRolloutCase.all());
          }
        });
  }

  static void run(RunningServer server, List<MysqlRolloutCase> tales) throws Exception {
    EngineVersion version = version(server);
    MysqlPlans plans = MysqlPlans.of(server.dialect(), version);
    Map<String, String> failures = new LinkedHashMap<>();
    int tried = 0;
    for (MysqlRolloutCase tale : tales) {
      if (tale.runsOn(server.dialect())) {
        tried++;
        try {
          new Trial(server, plans, tale).run();
        } catch (AssertionError | SQLException failure) {
          failures.put(tale.name(), failure.getMessage());
        }
      }
    }
    System.out.println(
        server.dialect().title()
            + " "
            + version
            + ": "
            + tried
            + " rollouts, "
            + failures.size()
            + " wrong");
    assertThat(failures).isEmpty();
  }

  private static EngineVersion version(RunningServer server) throws SQLException {
    try (ScratchDatabase database = ScratchDatabase.create(server, "flux_version")) {
      return EngineVersion.parse(database.query("SELECT version()").get(0).get(0)).orElseThrow();
    }
  }

  /** One case on one server. */
  private record Trial(RunningServer server, MysqlPlans plans, MysqlRolloutCase tale) {

    void run() throws SQLException {
      Rollout rollout = plans.plan(MysqlRolloutCase.HISTORY, tale.change());
      List<Step> steps =
          rollout.steps().stream().filter(step -> step.kind() == Step.Kind.MIGRATION).toList();
      assertThat(rollout.steps().stream().flatMap(step -> step.missing().stream())).isEmpty();
      assertThat(steps).as("steps").isNotEmpty();
      assertThat(steps.stream().map(Step::forward).toList().toString())
          .as("shown words")
          .contains(tale.shows(server.dialect()));
      Map<String, String> wanted = afterTheAuthorsOwn();
      try (ScratchDatabase database = populated("flux_rollout")) {
        Map<String, String> start = database.schemaInAnyOrder();
        for (Step step : steps) {
          thereAndBackAndThere(database, step);
        }
        assertThat(database.schemaInAnyOrder()).as("final schema").isEqualTo(wanted);
        for (int i = steps.size() - 1; i >= 0; i--) {
          if (!steps.get(i).rollback().isEmpty()) {
            database.run(steps.get(i).rollback());
          }
        }
        assertThat(database.schemaInAnyOrder()).as("schema rolled back").isEqualTo(start);
        for (Step step : steps) {
          database.run(step.forward());
        }
        assertThat(database.schemaInAnyOrder()).as("final schema again").isEqualTo(wanted);
      }
      assertThat(plans.undeclared(MysqlRolloutCase.HISTORY, rollout)).as("review").isEmpty();
    }

    private void thereAndBackAndThere(ScratchDatabase database, Step step) throws SQLException {
      Map<String, String> before = database.schemaInAnyOrder();
      Set<String> rows = database.rows();
      try {
        database.run(step.forward());
        if (!step.rollback().isEmpty()) {
          database.run(step.rollback());
          assertThat(database.schemaInAnyOrder()).isEqualTo(before);
          if (step.lossless()) {
            Set<String> then = database.rows();
            assertThat(then).hasSameSizeAs(rows);
            assertThat(then.stream().filter(row -> !rows.contains(row)).limit(3)).isEmpty();
          }
          database.run(step.forward());
        }
      } catch (SQLException | AssertionError failure) {
        throw new AssertionError(
            step.title()
                + "\n"
                + step.forward()
                + "\n--\n"
                + step.rollback()
                + "\n"
                + failure.getMessage(),
            failure);
      }
    }

    private Map<String, String> afterTheAuthorsOwn() throws SQLException {
      try (ScratchDatabase database = populated("flux_original")) {
        database.run(tale.meant());
        return database.schemaInAnyOrder();
      }
    }

    private ScratchDatabase populated(String name) throws SQLException {
      ScratchDatabase database = ScratchDatabase.create(server, name);
      database.run(MysqlRolloutCase.HISTORY);
      database.run(MysqlRolloutCase.ROWS);
      return database;
    }
  }
}
