package dev.flux.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A working copy's own flux.yml, as somebody on the command line meets it. */
class SettingsCommandTest {
  @TempDir private Path temp;

  @BeforeEach
  void repository() throws GitAPIException, IOException {
    Git.init().setDirectory(temp.toFile()).call().close();
    write("db/001_tables.sql", "CREATE TABLE boats (id bigint PRIMARY KEY, length int);\n");
    write("db/002_drop.sql", "ALTER TABLE boats DROP COLUMN length;\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = temp.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, UTF_8);
  }

  private FluxRun review(String... flags) {
    String[] all = new String[flags.length + 2];
    all[0] = "review";
    System.arraycopy(flags, 0, all, 1, flags.length);
    all[flags.length + 1] = temp.resolve("db/002_drop.sql").toString();
    return FluxRun.of(all);
  }

  @Test
  void itIsReadAndFlagsWin() throws IOException {
    write("flux.yml", "directories: {db: {engine: postgresql, version: 13}}\nfail_on: never\n");
    assertThat(review().out()).startsWith("Flux  PostgreSQL 13 (known)");
    assertThat(review().exit()).isZero();
    assertThat(review("--fail-on", "danger").exit()).isEqualTo(1);
    assertThat(review("--engine", "postgresql:15").out()).startsWith("Flux  PostgreSQL 15 (known)");
  }

  @Test
  void whatItAllowsIsShownAndDoesNotFail() throws IOException {
    write(
        "flux.yml",
        "lock_timeout: 5s\nallow:\n  - {hazard: drop-column, path: db, reason: never filled}\n");
    FluxRun run = review();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("Allowed  1 finding", "because never filled");
    assertThat(run.out()).doesNotContain("no-lock-timeout");
    assertThat(review("--format", "json").out())
        .contains("\"suppressed\":[{\"hazard\":\"drop-column\"", "\"source\":\"flux.yml:3\"");
  }

  @Test
  void aTableThatSomebodyVouchesForIsNoOutage() throws IOException {
    write("db/002_drop.sql", "SET lock_timeout = '5s';\nCREATE INDEX i ON boats (length);\n");
    assertThat(review().exit()).isEqualTo(1);
    write("flux.yml", "tables:\n  boats: {small: true}\n");
    assertThat(review().exit()).isZero();
    assertThat(review("--format", "json").out())
        .contains("\"severity\":\"advice\"", "holds few rows, as `flux.yml` says");
    write("db/002_drop.sql", "SET lock_timeout = '5s';\nALTER TABLE boats DROP COLUMN length;\n");
    assertThat(review().exit()).isEqualTo(1);
  }

  @Test
  void whatHasExpiredIsSaid() throws IOException {
    write(
        "flux.yml",
        "allow:\n  - {hazard: drop-column, reason: never filled, expires: 2020-01-31}\n");
    FluxRun run = review();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("drop-column  db/002", "invalid-suppression  flux.yml:2", "2020-01-31");
  }

  @Test
  void aMistakeIsSaidWithItsLine() throws IOException {
    write("flux.yml", "severities:\n  drop-colum: off\n");
    assertThat(review("--format", "json").out())
        .contains(
            "\"hazard\":\"invalid-settings\"",
            "\"path\":\"flux.yml\",\"line\":2",
            "did you mean `drop-column`");
  }
}
