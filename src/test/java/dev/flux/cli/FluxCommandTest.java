package dev.flux.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as a person meets it: what it prints where, and how it exits. */
class FluxCommandTest {
  @TempDir private Path temp;

  private static FluxRun flux(String... args) {
    return FluxRun.of(args);
  }

  private static void refuses(FluxRun run, String... words) {
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("flux: ").contains(words).doesNotContain("\tat ");
  }

  @Test
  void anUnknownFlagSaysWhichFlagsThereAre() {
    refuses(flux("review", "--nope"), "--nope", "--base", "--engine", "--fail-on", "--tool");
  }

  @Test
  void anUnknownCommandSaysWhichCommandsThereAre() {
    refuses(
        flux("reveiw"),
        "'reveiw'",
        "did you mean review?",
        "review, split, stats, facts, serve, demo");
  }

  @Test
  void anUnknownValueSaysWhichValuesThereAre() {
    refuses(flux("review", "--format", "xml"), "--format", "text, json, markdown");
    refuses(flux("review", "--fail-on", "often"), "--fail-on", "danger, warning, never");
    refuses(flux("review", "--engine", "abacus"), "'abacus'", "postgresql", "mysql", "sqlite");
    refuses(flux("review", "--tool", "spade"), "'spade'", "dbmate", "flyway", "prisma");
  }

  @Test
  void aMissingFileIsNamed() {
    refuses(flux("review", temp.resolve("gone.sql").toString()), "gone.sql");
  }

  @Test
  void baseAndPathsExcludeEachOther() throws IOException {
    Path file = write("a.sql", "SELECT 1;\n");
    refuses(flux("review", "--base", "main", file.toString()), "--base and PATH");
  }

  @Test
  void anUnknownRefIsNamed() {
    refuses(flux("review", "--base", "no-such-branch"), "no-such-branch", "--base");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "review", "stats", "facts", "serve", "demo"})
  void helpFitsATerminalAndExitsWell(String command) {
    FluxRun run = command.isEmpty() ? flux("--help") : flux(command, "--help");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Usage: flux");
    assertThat(run.out().lines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void versionIsOneLine() {
    FluxRun run = flux("--version");
    assertThat(run.exit()).isZero();
    assertThat(run.out().lines()).hasSize(1).allSatisfy(l -> assertThat(l).startsWith("flux "));
  }

  @Test
  void exitCodesFollowFailOn() throws IOException {
    write("db/001_tables.sql", "CREATE TABLE boats (id bigint PRIMARY KEY, length int);\n");
    String risky = write("db/002_drop.sql", "ALTER TABLE boats DROP COLUMN length;\n").toString();
    String warning = write("db/003_beam.sql", "ALTER TABLE boats ADD beam int;\n").toString();
    assertThat(flux("review", risky).exit()).isEqualTo(1);
    assertThat(flux("review", "--fail-on", "never", risky).exit()).isZero();
    assertThat(flux("review", warning).exit()).isZero();
    assertThat(flux("review", "--fail-on", "warning", warning).exit()).isEqualTo(1);
  }

  @Test
  void theFormatsAreWhatTheySay() throws IOException {
    String file = write("db/001_tables.sql", "CREATE TABLE boats (id bigint);\n").toString();
    assertThat(flux("review", file).out()).startsWith("Flux  PostgreSQL ").doesNotContain("\u001B");
    assertThat(flux("review", "--format", "json", file).out()).startsWith("{\"schema\":1,");
    assertThat(flux("review", "--format", "markdown", file).out()).contains("┌─ Migration: ");
  }

  @Test
  void engineAndToolAreTakenFromTheFlags() throws IOException {
    String file = write("db/V1__tables.sql", "CREATE TABLE boats (id bigint);\n").toString();
    FluxRun run = flux("review", "--engine", "postgresql:13", "--tool", "flyway", file);
    assertThat(run.out()).startsWith("Flux  PostgreSQL 13 (known) · Flyway · ");
  }

  @Test
  void earlierFilesOfTheDirectoryAreTheHistory() throws IOException {
    write("migrations/001_tables.up.sql", "CREATE TABLE boats (id bigint, length int);\n");
    write("migrations/001_tables.down.sql", "DROP TABLE boats;\n");
    Path file =
        write("migrations/002_wide.up.sql", "ALTER TABLE boats ALTER COLUMN length TYPE bigint;\n");
    assertThat(flux("review", file.toString()).out())
        .contains("migrations/002_wide.up.sql:1", "1 migration, 1 statement")
        .contains("changes from `int` to `bigint`");
  }

  @Test
  void aNestedMigrationHasItsSiblingsAsHistory() throws IOException {
    write("prisma/migrations/20260101_a/migration.sql", "CREATE TABLE \"Boat\" (\"a\" INTEGER);\n");
    Path file =
        write(
            "prisma/migrations/20260102_b/migration.sql",
            "ALTER TABLE \"Boat\" ALTER COLUMN \"a\" SET DATA TYPE BIGINT;\n");
    assertThat(flux("review", file.toString()).out()).contains("from `INTEGER` to `BIGINT`");
  }

  @Test
  void pathsInAWorkingCopyAreToldFromItsTop() throws IOException, GitAPIException {
    try (Git git = Git.init().setDirectory(temp.toFile()).setInitialBranch("main").call()) {
      Path file = write("service/db/001_tables.sql", "DROP TABLE boats;\n");
      write("docker-compose.yml", "services:\n  db:\n    image: postgres:15\n");
      assertThat(git.getRepository().isBare()).isFalse();
      assertThat(flux("review", file.toString()).out())
          .contains("PostgreSQL 15 (known)", "service/db/001_tables.sql:1");
    }
  }

  private Path write(String name, String text) throws IOException {
    Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text, UTF_8);
  }
}
