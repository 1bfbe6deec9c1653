package dev.flux.applied;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.applied.AppliedRollout.RunningTool;
import dev.flux.cli.FluxRun;
import dev.flux.migration.MigrationFile;
import dev.flux.rollout.LiveRolloutTest.Case;
import dev.flux.rollout.LiveServer;
import dev.flux.rollout.Split.Extent;
import dev.flux.rollout.Stage;
import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import java.io.IOException;
import java.nio.file.Files;
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
import org.junit.jupiter.api.Test;
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

  private static final String SHOP =
      """
      CREATE TYPE state AS ENUM ('open', 'done');
      CREATE TABLE customer (id bigint PRIMARY KEY, mail text, joined timestamptz, fax text);
      CREATE TABLE purchase (id bigint PRIMARY KEY, customer_id bigint, number integer, note text,
        state state NOT NULL DEFAULT 'open');
      CREATE TABLE parcel (id bigint PRIMARY KEY, weight integer, place text);
      INSERT INTO customer SELECT i, i || '@example.org', now(), 'none'
        FROM generate_series(1, 1100) AS i;
      INSERT INTO purchase SELECT i, i, i FROM generate_series(1, 1100) AS i;
      INSERT INTO parcel SELECT i, i FROM generate_series(1, 1100) AS i;
      """;

  private static final String TEN_HAZARDS =
      """
      CREATE INDEX purchase_customer ON purchase (customer_id);
      -- flux: backfill customer.kind = 'person'
      ALTER TABLE customer ADD COLUMN kind text NOT NULL;
      ALTER TABLE customer ALTER COLUMN mail SET NOT NULL;
      ALTER TABLE purchase ADD FOREIGN KEY (customer_id) REFERENCES customer (id);
      ALTER TABLE customer ADD CONSTRAINT one_mail UNIQUE (mail);
      ALTER TABLE customer RENAME COLUMN joined TO joined_at;
      ALTER TABLE parcel ALTER COLUMN weight TYPE bigint;
      ALTER TABLE customer DROP COLUMN fax;
      ALTER TYPE state ADD VALUE 'sent';
      UPDATE parcel SET place = 'shelf';
      ALTER TABLE parcel ADD COLUMN token uuid DEFAULT gen_random_uuid();
      ALTER TABLE purchase ADD CHECK (number > 0);
      """;

  @Test
  void runsAllThatTheCommandLineWritesHere() throws Exception {
    Path folder = Files.createDirectories(top.resolve("db/migration"));
    Files.writeString(folder.resolve("V1__Open_Shop.sql"), SHOP);
    Files.writeString(
        folder.resolve("R__Mails.sql"),
        "CREATE OR REPLACE VIEW mails AS SELECT mail FROM customer;\n");
    Files.writeString(top.resolve("flyway.conf"), "flyway.postgresql.transactional.lock=false\n");
    String database = LiveServer.create("template1");
    RunningFlyway flyway = new RunningFlyway(folder, database);
    assertThat(flyway.update()).isEqualTo(2);
    Path change = Files.writeString(folder.resolve("V2__Change_Shop.sql"), TEN_HAZARDS);
    FluxRun run =
        FluxRun.of("split", "--here", "--write", "--engine", "postgresql:16", "" + change);
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    long scripts = flyway.flyway().info().pending().length;
    assertThat(flyway.update()).isEqualTo((int) scripts);
    assertThat(flyway.flyway().info().applied())
        .extracting(MigrationInfo::getScript)
        .contains("V1__Open_Shop.sql", "R__Mails.sql", "V2__Create_Index_Purchase_Customer.sql")
        .allMatch(name -> name.matches("(V\\d+|R)__[A-Z][a-z]*(_[A-Z0-9][a-z]*)*\\.sql"));
    assertThat(flyway.flyway().validateWithResult().validationSuccessful).isTrue();
    assertThat(LiveServer.catalog(database))
        .anyMatch(line -> line.startsWith("column public.customer.kind text NO"))
        .anyMatch(line -> line.contains("purchase_customer_id_fkey") && line.endsWith("true"))
        .anyMatch(line -> line.equals("enum state open,done,sent"))
        .noneMatch(line -> line.contains(".fax ") || line.contains(".joined "));
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
    public void revert(Stage stage) throws Exception {
      List<MigrationFile> files = stage.files();
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
    public long count(List<MigrationFile> files) {
      return files.stream().filter(file -> name(file.path()).matches("V.*\\.sql")).count();
    }
  }
}
