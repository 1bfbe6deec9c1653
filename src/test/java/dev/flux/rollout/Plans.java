package dev.flux.rollout;

import dev.flux.engine.Engine;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Evidence;
import dev.flux.engine.postgresql.PostgresFacts;
import dev.flux.hazard.Examination;
import dev.flux.hazard.Examiner;
import dev.flux.hazard.Severity;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationVersion;
import dev.flux.migration.Section;
import dev.flux.migration.Tool;
import dev.flux.migration.TransactionMode;
import dev.flux.migration.tool.Tools;
import dev.flux.sql.Dialect;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans for SQL texts. */
final class Plans {
  /** Warnings that go with a rollout: what goes back is stated beside each step. */
  private static final Set<String> DECLARED = Set.of("missing-down", "irreversible-down");

  private Plans() {}

  static Rollout plan(String history, String... changes) {
    return Planner.plan(examine(history, changes));
  }

  /** On another version than the others. */
  static Rollout plan(int version, String history, String change) {
    List<Migration> changed = List.of(migration(2, "change", change, "SELECT 1;", true));
    List<Migration> before = List.of(migration(1, "history", history, "", true));
    return Planner.plan(examine(new EngineVersion(version, 0, 0), before, changed, true));
  }

  /** For another tool than the others. */
  static Rollout planFor(String tool, String history, String change) {
    return Planner.plan(
        examine(
            Tools.find(tool).orElseThrow(),
            new EngineVersion(16, 0, 0),
            List.of(migration(1, "history", history, "", true)),
            List.of(migration(2, "change", change, "SELECT 1;", true)),
            true));
  }

  static Examination examine(String history, String... changes) {
    List<Migration> changed = new ArrayList<>();
    for (int i = 0; i < changes.length; i++) {
      changed.add(migration(i + 2, "change", changes[i], "SELECT 1;", true));
    }
    return examine(List.of(migration(1, "history", history, "", true)), changed, true);
  }

  static Examination examine(List<Migration> history, List<Migration> changed, boolean oneChange) {
    return examine(new EngineVersion(16, 0, 0), history, changed, oneChange);
  }

  private static Examination examine(
      EngineVersion version, List<Migration> history, List<Migration> changed, boolean oneChange) {
    return examine(Tools.find("sql").orElseThrow(), version, history, changed, oneChange);
  }

  private static Examination examine(
      Tool tool,
      EngineVersion version,
      List<Migration> history,
      List<Migration> changed,
      boolean oneChange) {
    return Examiner.examine(
        new MigrationChange(
            "migrations",
            tool,
            "as given",
            new Engine(Dialect.POSTGRESQL, version, Evidence.KNOWN, "test"),
            history,
            changed,
            List.of(),
            oneChange),
        new PostgresFacts());
  }

  static Migration migration(
      int number, String name, String up, String down, boolean transactional) {
    String path = "migrations/%03d_%s.sql".formatted(number, name);
    return new Migration(
        path,
        new MigrationVersion("%03d".formatted(number), List.of(BigInteger.valueOf(number))),
        name,
        Section.whole(new MigrationFile(path, up)),
        down.isEmpty()
            ? Optional.empty()
            : Optional.of(Section.whole(new MigrationFile(path + ".down", down))),
        new TransactionMode(
            transactional ? TransactionMode.Kind.WRAPPED : TransactionMode.Kind.NONE,
            Evidence.KNOWN,
            "test"));
  }

  /** What a review of the rollout's own steps finds that no step declares. */
  static List<String> undeclared(String history, Rollout rollout) {
    List<Migration> steps = new ArrayList<>();
    for (Step step : rollout.steps()) {
      if (!step.forward().isEmpty()) {
        steps.add(
            migration(
                steps.size() + 2,
                step.slug(),
                step.forward(),
                step.rollback().isEmpty() ? "SELECT 1;" : step.rollback(),
                step.transactional()));
      }
    }
    Examination judged = examine(List.of(migration(1, "history", history, "", true)), steps, false);
    return judged
        .allFindings()
        .filter(f -> f.severity() != Severity.ADVICE || f.hazard().equals("unused-suppression"))
        .filter(f -> !DECLARED.contains(f.hazard()))
        .map(f -> f.path() + ":" + f.line() + " " + f.hazard())
        .toList();
  }
}
