package dev.flux.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flux.engine.postgresql.PostgresFacts;
import dev.flux.hazard.Examiner;
import dev.flux.migration.EngineChoice;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationFinder;
import dev.flux.migration.tool.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is planned for real pull requests runs on the schema that their history gives. */
class CasesRolloutTest {
  private static final Path CASES = Path.of("../shared/cases");

  static Stream<String> cases() throws IOException {
    if (!Files.exists(CASES)) {
      return Stream.of("absent");
    }
    try (Stream<Path> list = Files.list(CASES)) {
      return list
          .filter(CasesRolloutTest::risky)
          .map(each -> each.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  private static boolean risky(Path folder) {
    try {
      if (!Files.exists(folder.resolve("meta.json"))) {
        return false;
      }
      JsonNode meta = new ObjectMapper().readTree(folder.resolve("meta.json").toFile());
      return meta.get("verdict").asText().equals("risky")
          && meta.get("engine").toString().contains("postgresql")
          && meta.get("edited_existing_migrations").isEmpty()
          && meta.get("removed_migrations").isEmpty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<MigrationFile> files(Path top) throws IOException {
    List<MigrationFile> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(top)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        String path = top.relativize(file).toString();
        if (!path.matches(".*(\\.mysql\\.|sqlite|cockroach|hsqldb|/h2/|/mysql/).*")) {
          files.add(
              new MigrationFile(
                  path, new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        }
      }
    }
    return files;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void runsOnItsHistory(String name) throws IOException, SQLException {
    assumeTrue(!name.equals("absent"), "skipped: ../shared/cases is not here");
    Path folder = CASES.resolve(name);
    List<MigrationChange> changes =
        new MigrationFinder(Tools.all(), Optional.empty(), EngineChoice.parse("postgresql:16"))
            .find(files(folder.resolve("base")), files(folder.resolve("head")))
            .changes();
    assertThat(changes).hasSize(1);
    MigrationChange change = changes.get(0);
    String history = LiveServer.create("template1");
    boolean wholeHistory = true;
    for (Migration migration : change.history()) {
      wholeHistory &= runs(history, migration);
    }
    String rolled = LiveServer.create(history);
    String original = LiveServer.create(history);
    for (Migration migration : change.changed()) {
      assumeTrue(runs(original, migration), "skipped: the original does not run on its history");
    }
    Rollout rollout = Planner.plan(Examiner.examine(change, new PostgresFacts()));
    SoftAssertions soft = new SoftAssertions();
    assertThat(rollout.type()).isNotEqualTo(Rollout.Type.SAFE);
    boolean complete = rollout.steps().stream().allMatch(step -> step.missing().isEmpty());
    for (Step step : rollout.steps()) {
      if (!step.forward().isEmpty()) {
        thereAndBack(rolled, step, soft);
      }
    }
    if (complete && wholeHistory) {
      soft.assertThat(LiveServer.catalog(rolled)).isEqualTo(LiveServer.catalog(original));
    }
    soft.assertAll();
  }

  /** Runs the way up; what the server refuses (a missing extension) is left out. */
  private static boolean runs(String database, Migration migration) {
    try {
      LiveServer.run(database, migration.up().text(), true);
      return true;
    } catch (SQLException refusedInTransaction) {
      try {
        LiveServer.run(database, migration.up().text(), false);
        return true;
      } catch (SQLException refused) {
        return false;
      }
    }
  }

  private static void thereAndBack(String database, Step step, SoftAssertions soft)
      throws SQLException {
    SortedSet<String> before = LiveServer.catalog(database);
    run(database, step, step.forward());
    if (step.rollback().isEmpty()) {
      return;
    }
    run(database, step, step.rollback());
    if (step.lossless()) {
      soft.assertThat(LiveServer.catalog(database)).as(step.title()).isEqualTo(before);
    }
    run(database, step, step.forward());
  }

  private static void run(String database, Step step, String sql) throws SQLException {
    try {
      LiveServer.run(database, sql, step.transactional());
    } catch (SQLException e) {
      throw new AssertionError(step.title() + ": " + e.getMessage() + "\n" + sql, e);
    }
  }
}
