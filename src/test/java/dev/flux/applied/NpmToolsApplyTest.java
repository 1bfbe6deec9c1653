package dev.flux.applied;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flux.applied.AppliedRollout.RunningTool;
import dev.flux.migration.MigrationFile;
import dev.flux.rollout.LiveRolloutTest.Case;
import dev.flux.rollout.LiveServer;
import dev.flux.rollout.Split.Extent;
import dev.flux.rollout.Stage;
import dev.flux.rollout.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tools of Node.js run what Flux writes for them. {@code mvn -Ptools verify} installs them; without
 * them the tests are skipped.
 */
class NpmToolsApplyTest {
  private static final Path TOOLS = Path.of(System.getProperty("flux.npm", "target/npm"));

  @TempDir private Path top;

  @BeforeAll
  static void installed() {
    assumeTrue(
        Files.isDirectory(TOOLS.resolve("node_modules/pg")),
        "skipped: the tools of Node.js are not installed; mvn -Ptools verify does that");
  }

  static List<Case> cases() {
    return AppliedRollout.oneOfEach();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void drizzleRunsEachPhase(Case given) throws Exception {
    ChangedRepository repository =
        new ChangedRepository(top, "postgresql:16")
            .with("drizzle/0000_brave_shop.sql", given.history())
            .with("drizzle/meta/_journal.json", journal("0000_brave_shop"))
            .changes("drizzle/0001_calm_sea.sql", given.change() + "\n")
            .changes("drizzle/meta/_journal.json", journal("0000_brave_shop", "0001_calm_sea"));
    AppliedRollout.thereAndBack(given, repository, Extent.THIS_DEPLOY, Drizzle::new);
  }

  private static String journal(String... tags) {
    List<String> entries = new ArrayList<>();
    for (String tag : tags) {
      entries.add(
          "{\"idx\": %d, \"version\": \"7\", \"when\": %d, \"tag\": \"%s\", \"breakpoints\": true}"
              .formatted(entries.size(), 1_700_000_000_000L + entries.size() * 60_000L, tag));
    }
    return "{\"version\": \"7\", \"dialect\": \"postgresql\", \"entries\": ["
        + String.join(", ", entries)
        + "]}";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void nodePgMigrateRunsEachPhaseUpAndDown(Case given) throws Exception {
    ChangedRepository repository =
        new ChangedRepository(top, "postgresql:16")
            .with("package.json", "{\"dependencies\": {\"node-pg-migrate\": \"9\"}}")
            .with("migrations/1700000000000_open-shop.sql", given.history())
            .changes("migrations/1700000060000_change-shop.sql", given.change() + "\n");
    AppliedRollout.thereAndBack(given, repository, Extent.THIS_DEPLOY, NodePgMigrate::new);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void prismaRunsEachPhase(Case given) throws Exception {
    ChangedRepository repository =
        new ChangedRepository(top, "postgresql:16")
            .with(
                "prisma/schema.prisma",
                "datasource db {\n  provider = \"postgresql\"\n  url = env(\"DATABASE_URL\")\n}\n")
            .with("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n")
            .with("prisma/migrations/20240101000000_open_shop/migration.sql", given.history())
            .changes(
                "prisma/migrations/20240102000000_change_shop/migration.sql",
                given.change() + "\n");
    AppliedRollout.thereAndBack(given, repository, Extent.THIS_DEPLOY, Prisma::new);
  }

  private void node(String url, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(TOOLS.toFile()).redirectErrorStream(true);
    builder.environment().put("DATABASE_URL", url);
    builder.environment().put("FLUX_PRISMA", top.resolve("prisma").toString());
    builder.environment().put("CHECKPOINT_DISABLE", "1");
    // Named, so that Prisma does not download them; the engine of its configuration is another.
    for (String engine : List.of("PRISMA_QUERY_ENGINE_LIBRARY", "PRISMA_SCHEMA_ENGINE_BINARY")) {
      builder.environment().put(engine, TOOLS.resolve("package.json").toAbsolutePath().toString());
    }
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** As such a client writes it. */
  private static String url(String database) {
    return LiveServer.url(database)
        .replaceFirst("^jdbc:postgresql://([^?]*).*", "postgres://postgres@$1");
  }

  private static int rows(String database, String table) throws Exception {
    boolean begun =
        LiveServer.query(database, "SELECT to_regclass('" + table + "') IS NOT NULL").contains("t");
    return begun
        ? Integer.parseInt(LiveServer.query(database, "SELECT count(*) FROM " + table).get(0))
        : 0;
  }

  /** A tool that notes in a table of the database what it ran. */
  private abstract static class NotingTool implements RunningTool {
    final String database;
    final String ran;

    NotingTool(String database, String ran) {
      this.database = database;
      this.ran = ran;
    }

    abstract void migrate() throws Exception;

    @Override
    public int update() throws Exception {
      int before = rows(database, ran);
      migrate();
      return rows(database, ran) - before;
    }

    @Override
    public String bookkeeping() {
      return ran.substring(ran.indexOf('.') + 1);
    }

    @Override
    public long count(List<MigrationFile> files) {
      return files.stream().filter(file -> file.path().endsWith(".sql")).count();
    }

    /** Takes back a stage of a tool that has no way back, and has it forget that the stage ran. */
    void revertByHand(Stage stage, String order) throws Exception {
      List<Step> last =
          new ArrayList<>(
              stage.works().stream().filter(step -> step.kind() == Step.Kind.MIGRATION).toList());
      Collections.reverse(last);
      AppliedRollout.run(database, last, Step::rollback);
      LiveServer.run(
          database,
          "DELETE FROM %s WHERE %s IN (SELECT %s FROM %s ORDER BY %s DESC LIMIT %d)"
              .formatted(ran, order, order, ran, order, count(stage.files())),
          true);
    }
  }

  /** Drizzle, which has no way back. */
  private final class Drizzle extends NotingTool {
    Drizzle(String database) {
      super(database, "drizzle.__drizzle_migrations");
    }

    @Override
    void migrate() throws Exception {
      node(url(database), List.of("drizzle.js", url(database), top.resolve("drizzle").toString()));
    }

    @Override
    public void revert(Stage stage) throws Exception {
      revertByHand(stage, "id");
    }
  }

  /** node-pg-migrate's command. */
  private final class NodePgMigrate extends NotingTool {
    NodePgMigrate(String database) {
      super(database, "pgmigrations");
    }

    private void run(String... arguments) throws Exception {
      List<String> command = new ArrayList<>(List.of("node_modules/.bin/node-pg-migrate"));
      command.addAll(List.of(arguments));
      command.addAll(List.of("--migrations-dir", top.resolve("migrations").toString()));
      node(url(database), command);
    }

    @Override
    void migrate() throws Exception {
      run("up");
    }

    @Override
    public void revert(Stage stage) throws Exception {
      if (count(stage.files()) > 0) {
        run("down", String.valueOf(count(stage.files())));
      }
    }
  }

  /** Prisma Migrate, which has no way back of its own. */
  private final class Prisma extends NotingTool {
    Prisma(String database) {
      super(database, "_prisma_migrations");
    }

    /** It leaves the files that go back alone. */
    @Override
    public long count(List<MigrationFile> files) {
      return files.stream().filter(file -> file.path().endsWith("/migration.sql")).count();
    }

    @Override
    void migrate() throws Exception {
      node(
          url(database),
          List.of(
              "node_modules/prisma/build/index.js",
              "migrate",
              "deploy",
              "--config",
              "prisma.config.mjs"));
    }

    @Override
    public void revert(Stage stage) throws Exception {
      revertByHand(stage, "migration_name");
    }
  }
}
