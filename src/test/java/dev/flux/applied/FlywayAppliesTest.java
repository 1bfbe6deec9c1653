package dev.flux.applied;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.applied.AppliedRollout.RunningTool;
import dev.flux.migration.MigrationFile;
import dev.flux.rollout.LiveRolloutTest.Case;
import dev.flux.rollout.LiveServer;
import dev.flux.rollout.Split.Extent;
import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Flyway runs what Flux writes; what its community edition cannot undo is undone by its files. */
class FlywayAppliesTest {
  @TempDir private Path top;

  /** How a directory names its files. */
  enum Layout {
    NUMBERS("db/migration", "%s1__history.sql", "%s2__Change_It.sql"),
    TIMES("src/main/resources/db/migration", "%s20240101120000__h.sql", "%s20240102235959__x.sql"),
    FOLDERS("db/migration", "%s1.9__history.sql", "2025/%s1.10__change_it.sql"),
    BEHIND_TIMES("db/migration", "%s20240101120000__history.sql", "%s20240101120001__change.sql"),
    UNDERSCORES("sql/migrations", "old/%s01_09__the_history.sql", "%s01_10__the_change.sql");

    final String folder;
    final String history;
    final String change;

    Layout(String folder, String history, String change) {
      this.folder = folder;
      this.history = folder + "/" + history;
      this.change = folder + "/" + change;
    }

    ChangedRepository of(Path top, Case given) throws IOException {
      return new ChangedRepository(top, "postgresql:16")
          .with("flyway.conf", "flyway.postgresql.transactional.lock=false\n")
          .with(folder + "/R__report.sql", "CREATE OR REPLACE VIEW report AS SELECT 1 AS one;\n")
          .with(history.formatted("V"), given.history())
          .with(history.formatted("U"), "SELECT 'nothing';\n")
          .changes(change.formatted("V"), given.change() + "\n");
    }
  }

  static Stream<Arguments> changes() {
    List<Arguments> changes = new ArrayList<>();
    for (Case given : AppliedRollout.cases()) {
      Layout layout = Layout.values()[changes.size() % Layout.values().length];
      changes.add(Arguments.of(given, layout));
    }
    return changes.stream();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("changes")
  void runsEachPhase(Case given, Layout layout) throws Exception {
    AppliedRollout.thereAndBack(
        given,
        layout.of(top, given),
        Extent.THIS_DEPLOY,
        database -> new RunningFlyway(top.resolve(layout.folder), database));
  }

  /** Flyway on one folder and one database. */
  private record RunningFlyway(Path folder, String database) implements RunningTool {

    private Flyway flyway() {
      FluentConfiguration configuration =
          Flyway.configure()
              .dataSource(LiveServer.url(database), "postgres", "")
              .locations("filesystem:" + folder)
              .validateOnMigrate(true);
      configuration
          .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
          .setTransactionalLock(false);
      return configuration.load();
    }

    @Override
    public int update() {
      Flyway flyway = flyway();
      int ran = flyway.migrate().migrationsExecuted;
      assertThat(flyway.info().all())
          .extracting(MigrationInfo::getState)
          .containsOnly(MigrationState.SUCCESS);
      return ran;
    }

    @Override
    public void revert(List<MigrationFile> files) throws Exception {
      List<MigrationFile> last = new ArrayList<>(files);
      Collections.reverse(last);
      for (MigrationFile file : last) {
        if (name(file.path()).startsWith("U") && file.path().endsWith(".sql")) {
          boolean outside =
              files.stream().anyMatch(each -> each.path().equals(file.path() + ".conf"));
          run(file.content(), outside);
        }
      }
      String versions =
          files.stream()
              .map(file -> name(file.path()))
              .filter(name -> name.startsWith("V"))
              .map(name -> "'" + name.substring(1, name.indexOf("__")).replace('_', '.') + "'")
              .collect(Collectors.joining(", "));
      if (!versions.isEmpty()) {
        LiveServer.run(
            database,
            "DELETE FROM flyway_schema_history WHERE version IN (" + versions + ")",
            true);
      }
    }

    private void run(String sql, boolean outside) throws Exception {
      if (!outside) {
        LiveServer.run(database, sql, true);
        return;
      }
      try (var connection = LiveServer.connect(database);
          var statement = connection.createStatement()) {
        for (var each : SqlReader.read(sql, Dialect.POSTGRESQL).statements()) {
          statement.execute(each.sql());
        }
      }
    }

    private static String name(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String bookkeeping() {
      return "flyway_schema_history";
    }

    @Override
    public boolean counts(String path) {
      return name(path).startsWith("V") && path.endsWith(".sql");
    }
  }
}
