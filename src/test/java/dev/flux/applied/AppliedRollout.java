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
    List<Case> cases =
        LiveRolloutTest.cases().filter(given -> ALL || ONE_OF_EACH.contains(given.name())).toList();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(ONE_OF_EACH.size());
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

    /** Takes back the migrations of these files, the last first. */
    void revert(List<MigrationFile> files) throws Exception;

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
    assertThat(tool.update()).isEqualTo((int) tool.count(stage.files()));
    for (Step script : stage.byHand()) {
      LiveServer.run(database, script.forward(), script.transactional());
    }
  }

  /** Takes a stage back, so that it stands on disk no more either. */
  private static void back(
      String database, RunningTool tool, ChangedRepository repository, Stage stage)
      throws Exception {
    List<Step> scripts = new ArrayList<>(stage.byHand());
    Collections.reverse(scripts);
    for (Step script : scripts) {
      LiveServer.run(database, script.rollback(), script.transactional());
    }
    tool.revert(stage.files());
    repository.takeBack(stage.files());
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
