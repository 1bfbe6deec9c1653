package dev.flux.rollout.mysql;

import dev.flux.engine.Engine;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Evidence;
import dev.flux.hazard.Examination;
import dev.flux.hazard.Examiner;
import dev.flux.hazard.Severity;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationVersion;
import dev.flux.migration.Section;
import dev.flux.migration.TransactionMode;
import dev.flux.migration.tool.GolangMigrate;
import dev.flux.rollout.Planner;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Step;
import dev.flux.sql.Dialect;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans for SQL texts of MySQL and MariaDB. */
record MysqlPlans(Engine engine) {

  static MysqlPlans mysql(int major, int minor, int patch) {
    return of(Dialect.MYSQL, new EngineVersion(major, minor, patch));
  }

  static MysqlPlans mariadb(int major, int minor, int patch) {
    return of(Dialect.MARIADB, new EngineVersion(major, minor, patch));
  }

  static MysqlPlans of(Dialect dialect, EngineVersion version) {
    return new MysqlPlans(new Engine(dialect, version, Evidence.KNOWN, "test"));
  }

  Rollout plan(String history, String change) {
    return Planner.plan(
        examine(history, List.of(migration(2, "change", change, "SELECT 1;")), true));
  }

  /** What a review of the rollout's own steps finds at warning or above. */
  List<String> undeclared(String history, Rollout rollout) {
    List<Migration> steps = new ArrayList<>();
    for (Step step : rollout.steps()) {
      if (step.kind() == Step.Kind.MIGRATION && !step.forward().isEmpty()) {
        String back = step.rollback().isEmpty() ? "SELECT 1;" : step.rollback();
        steps.add(migration(steps.size() + 2, step.slug(), step.forward(), back));
      }
    }
    return examine(history, steps, false)
        .allFindings()
        .filter(f -> f.severity() != Severity.ADVICE || f.hazard().equals("unused-suppression"))
        .map(f -> f.path() + ":" + f.line() + " " + f.hazard() + ": " + f.message())
        .toList();
  }

  Examination examine(String history, List<Migration> changed, boolean oneChange) {
    return Examiner.examine(
        new MigrationChange(
            "migrations",
            new GolangMigrate(),
            "as given",
            engine,
            List.of(migration(1, "history", history, "")),
            changed,
            List.of(),
            oneChange));
  }

  static Migration migration(int number, String name, String up, String down) {
    String path = "migrations/%06d_%s".formatted(number, name);
    return new Migration(
        path + ".up.sql",
        new MigrationVersion("%06d".formatted(number), List.of(BigInteger.valueOf(number))),
        name,
        Section.whole(new MigrationFile(path + ".up.sql", up)),
        down.isEmpty()
            ? Optional.empty()
            : Optional.of(Section.whole(new MigrationFile(path + ".down.sql", down))),
        new TransactionMode(
            TransactionMode.Kind.NONE, Evidence.KNOWN, "each statement commits by itself"));
  }
}
