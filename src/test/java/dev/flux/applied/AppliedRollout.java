package dev.flux.applied;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.migration.MigrationFile;
import dev.flux.rollout.LiveRolloutTest;
import dev.flux.rollout.LiveRolloutTest.Case;
import dev.flux.rollout.LiveServer;
import dev.flux.rollout.Split;
import dev.flux.rollout.Split.Extent;
import dev.flux.rollout.Stage;
import dev.flux.rollout.Step;
import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** One change, whose phases a tool runs on a populated database, takes back and runs again. */
final class AppliedRollout {
  /** Whether every recipe is run rather than one of each kind: {@code mvn -Ptools verify}. */
  static final boolean ALL = Boolean.getBoolean("flux.tools");

  private static final Set<String> ONE_OF_EACH =
      Set.of(
          "NOT NULL without default, quoted",
          "serial",
          "rename column",
          "rename table, quoted",
          "change type",
          "drop column, quoted",
          "SET NOT NULL",
          "FOREIGN KEY",
          "UNIQUE",
          "CREATE INDEX, quoted",
          "replace index",
          "index on partitions",
          "UPDATE",
          "enum value",
          "several tables");

  private AppliedRollout() {}

  /** Changes that need a rollout, each with the history it meets. */
  static List<Case> cases() {
    return ALL ? LiveRolloutTest.cases().toList() : oneOfEach();
  }

  /** One change of each kind. */
  static List<Case> oneOfEach() {
    List<Case> cases =
        LiveRolloutTest.cases().filter(given -> ONE_OF_EACH.contains(given.name())).toList();
    assertThat(cases).hasSize(ONE_OF_EACH.size());
    return cases;
  }

  /** A migration tool at work in a repository, on one database. */
  interface RunningTool {

    /**
     * Runs whatever is pending.
     *
     * @return how many migrations ran
     */
    int update() throws Exception;

    /** Takes back the migrations of a stage, the last first. */
    void revert(Stage stage) throws Exception;

    /** What the names of its own tables have in common. */
    String bookkeeping();

    /** How many migrations it sees in files. */
    long count(List<MigrationFile> files);
  }

  /** Makes a tool for a database. */
  interface Tools {
    RunningTool on(String database) throws Exception;
  }

  /**
   * Runs a change as its phases come.
   *
   * @param repository with the case's history and change in it
   */
  static void thereAndBack(Case given, ChangedRepository repository, Extent extent, Tools tools)
      throws Exception {
    String database = LiveServer.create("template1");
    RunningTool tool = tools.on(database);
    assertThat(tool.update()).isPositive();
    String original = LiveServer.create(database);
    for (var statement : SqlReader.read(given.change(), Dialect.POSTGRESQL).statements()) {
      LiveServer.run(original, statement.sql(), false);
    }
    LiveServer.run(database, given.rows(), false);
    Split split = repository.split(extent);
    assertThat(split.obstacles()).isEmpty();
    List<Stage> stages = Stream.concat(Stream.of(split.now()), split.stages().stream()).toList();
    for (Stage stage : stages) {
      State before = State.of(database, tool);
      forward(database, tool, repository, stage);
      State after = State.of(database, tool);
      back(database, tool, repository, stage);
      if (lossless(stage)) {
        State then = State.of(database, tool);
        assertThat(then.catalog()).as("before %s", stage.files()).isEqualTo(before.catalog());
        assertThat(then.rows()).as("before %s", stage.files()).isEqualTo(before.rows());
      }
      forward(database, tool, repository, stage);
      assertThat(State.of(database, tool).catalog()).isEqualTo(after.catalog());
    }
    assertThat(State.of(database, tool).catalog()).isEqualTo(State.of(original, tool).catalog());
  }

  private static void forward(
      String database, RunningTool tool, ChangedRepository repository, Stage stage)
      throws Exception {
    repository.write(stage.files());
    List<Step> steps = stage.works();
    int scripts = 0;
    while (scripts < steps.size() && steps.get(scripts).kind() == Step.Kind.SCRIPT) {
      scripts++;
    }
    run(database, steps.subList(0, scripts), Step::forward);
    assertThat(tool.update()).isEqualTo((int) tool.count(stage.files()));
    run(database, byHand(steps.subList(scripts, steps.size())), Step::forward);
  }

  private static List<Step> byHand(List<Step> steps) {
    return steps.stream().filter(step -> step.kind() == Step.Kind.SCRIPT).toList();
  }

  /** Takes a stage back, so that it stands on disk no more either. */
  private static void back(
      String database, RunningTool tool, ChangedRepository repository, Stage stage)
      throws Exception {
    List<Step> last = new ArrayList<>(stage.works());
    Collections.reverse(last);
    int scripts = 0;
    while (scripts < last.size() && last.get(scripts).kind() == Step.Kind.SCRIPT) {
      scripts++;
    }
    run(database, last.subList(0, scripts), Step::rollback);
    tool.revert(stage);
    run(database, byHand(last.subList(scripts, last.size())), Step::rollback);
    repository.takeBack(stage.files());
  }

  /** Runs one way of steps, as somebody does by hand or a tool does not. */
  static void run(String database, List<Step> steps, Function<Step, String> way)
      throws SQLException {
    for (Step step : steps) {
      if (step.transactional()) {
        LiveServer.run(database, way.apply(step), true);
      } else {
        for (var each : SqlReader.read(way.apply(step), Dialect.POSTGRESQL).statements()) {
          LiveServer.run(database, each.sql(), false);
        }
      }
    }
  }

  private static boolean lossless(Stage stage) {
    return stage.works().stream().allMatch(step -> step.lossless() && !step.rollback().isEmpty());
  }

  /** Schema and rows, less what the tool keeps for itself. */
  private record State(SortedSet<String> catalog, SortedMap<String, List<String>> rows) {
    static State of(String database, RunningTool tool) throws SQLException {
      SortedSet<String> catalog = LiveServer.catalog(database);
      catalog.removeIf(line -> line.contains(tool.bookkeeping()));
      SortedMap<String, List<String>> rows = LiveServer.rows(database);
      rows.keySet().removeIf(table -> table.contains(tool.bookkeeping()));
      return new State(catalog, rows);
    }
  }
}
