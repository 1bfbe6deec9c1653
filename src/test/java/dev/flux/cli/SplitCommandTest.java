package dev.flux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code flux split} does to a working copy. */
class SplitCommandTest {
  private static final String INDEX = "CREATE INDEX pears_weight ON pears (weight);\n";
  private static final String INDEX_AND_DROP = INDEX + "ALTER TABLE pears DROP COLUMN name;\n";

  @TempDir private Path top;

  @BeforeEach
  void aDirectoryOfFlyway() throws IOException {
    write(
        "db/migration/V1__pears.sql",
        "CREATE TABLE pears (id bigint PRIMARY KEY, name text NOT NULL, weight int);\n");
  }

  private Path write(String path, String content) throws IOException {
    Path file = top.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> list = Files.list(top.resolve("db/migration"))) {
      return list.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static FluxRun split(Path file, String... flags) {
    return FluxRun.of(
        Stream.concat(
                Stream.of("split", "--engine", "postgresql:16", file.toString()), Stream.of(flags))
            .toArray(String[]::new));
  }

  @Test
  void withoutWriteItOnlyShows() throws IOException {
    Path file = write("db/migration/V2__weight.sql", INDEX);
    FluxRun run = split(file);
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("remove  ", "V2__weight.sql", "CREATE INDEX CONCURRENTLY pears_weight")
        .contains("V2__create_index_pears_weight.sql.conf")
        .endsWith("Nothing is written yet: add --write.\n");
    assertThat(files()).containsExactly("V1__pears.sql", "V2__weight.sql");
  }

  @Test
  void whatWaitsForADeployIsLeftToALaterChange() throws IOException {
    Path file = write("db/migration/V2__weight.sql", INDEX_AND_DROP);
    FluxRun run = split(file, "--write");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("Later, each in a change of its own", "Drop column name");
    assertThat(files())
        .containsExactly(
            "V1__pears.sql",
            "V2__create_index_pears_weight.sql",
            "V2__create_index_pears_weight.sql.conf",
            "V3__let_name_be_null.sql");
  }

  @Test
  void hereWritesEveryStep() throws IOException {
    Path file = write("db/migration/V2__weight.sql", INDEX_AND_DROP);
    assertThat(split(file, "--here", "--write").exit()).isZero();
    assertThat(files()).contains("V5__drop_name.sql").doesNotContain("V2__weight.sql");
    assertThat(Files.readString(top.resolve("db/migration/V5__drop_name.sql")))
        .contains("ALTER TABLE pears DROP COLUMN name;");
  }

  @Test
  void theScriptConfigurationGoesWithItsScript() throws IOException {
    Path file = write("db/migration/V2__weight.sql", INDEX);
    write("db/migration/V2__weight.sql.conf", "executeInTransaction=true\n");
    split(file, "--write");
    assertThat(files()).noneMatch(name -> name.startsWith("V2__weight"));
  }

  @Test
  void whatRunsAgainWhenItChangesIsNotTakenApart() throws IOException {
    Path file = write("db/migration/R__heavy.sql", "CREATE INDEX heavy ON pears (weight);\n");
    FluxRun run = split(file, "--write");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).startsWith("Nothing is written").contains("runs again whenever");
    assertThat(files()).containsExactly("R__heavy.sql", "V1__pears.sql");
  }

  @Test
  void aSafeChangeStaysInTheListOfItsTool() throws IOException {
    write("drizzle/0000_pears.sql", "CREATE TABLE pears (id bigint PRIMARY KEY);\n");
    Path journal =
        write(
            "drizzle/meta/_journal.json",
            """
            {"version": "7", "dialect": "postgresql", "entries": [
              {"idx": 0, "version": "7", "when": 1000, "tag": "0000_pears", "breakpoints": true},
              {"idx": 1, "version": "7", "when": 2000, "tag": "0001_figs", "breakpoints": true}]}
            """);
    String before = Files.readString(journal);
    Path safe = write("drizzle/0001_figs.sql", "CREATE TABLE figs (id bigint PRIMARY KEY);\n");
    FluxRun run = split(safe, "--write");
    assertThat(run.out()).startsWith("Nothing to split");
    assertThat(Files.readString(journal)).isEqualTo(before);
  }

  @Test
  void whatSeveralEnginesRunIsNotTakenApartForOne() throws IOException {
    write("go.mod", "require github.com/ory/pop/v6 v6.2.0");
    write("migrations/1_a.mysql.up.sql", "CREATE TABLE figs (id int PRIMARY KEY, name text);\n");
    write("migrations/1_a.postgres.up.sql", "CREATE TABLE figs (id int PRIMARY KEY, name text);\n");
    Path both = write("migrations/2_b.up.sql", "ALTER TABLE figs DROP COLUMN name;\n");
    FluxRun run = FluxRun.of("split", both.toString(), "--write");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .startsWith("Nothing is written")
        .containsOnlyOnce("runs on other engines");
    assertThat(both).exists();
  }

  @Test
  void whatHasNoStepsIsNamed() throws IOException {
    write("db/migration/V2__tastes.sql", "CREATE TYPE taste AS ENUM ('sweet');\n");
    Path file =
        write(
            "db/migration/V3__sugary.sql",
            """
            DO $$ BEGIN
              BEGIN
                ALTER TYPE taste RENAME VALUE 'sweet' TO 'sugary';
              EXCEPTION
                WHEN invalid_parameter_value THEN null;
              END;
            END $$;
            """);
    FluxRun run = split(file);
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .startsWith("Nothing to split: 1 dangerous statement.")
        .contains("Flux has no steps for rename-enum-value here");
  }

  @Test
  void whatIsSafeStaysAsItIs() throws IOException {
    Path file = write("db/migration/V2__ripe.sql", "ALTER TABLE pears ADD COLUMN ripe boolean;\n");
    write("flyway.toml", "");
    FluxRun run = split(file, "--write");
    assertThat(run.exit()).isZero();
    assertThat(files()).containsExactly("V1__pears.sql", "V2__ripe.sql");
  }

  @Test
  void onlyWhatWaitsForAValueIsNotWritten() throws IOException {
    Path file =
        write(
            "db/migration/V2__kind.sql",
            "ALTER TABLE pears ADD COLUMN kind text NOT NULL;\n"
                + "CREATE INDEX pears_weight ON pears (weight);\n");
    FluxRun run = split(file, "--here", "--write");
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("Not written", "-- flux: backfill pears.kind = 'new'", "flux.yml")
        .contains("/flux split value pears.kind = 'new'");
    assertThat(files())
        .hasSize(4)
        .contains("V1__pears.sql", "V2__add_kind.sql")
        .doesNotContain("V2__kind.sql");

    Path added = top.resolve("db/migration/V2__add_kind.sql");
    FluxRun again = split(added, "--here", "--write");
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.out()).startsWith("Nothing is written").contains("Say what pears.kind is");

    Files.writeString(added, "-- flux: backfill pears.kind = 'green'\n", StandardOpenOption.APPEND);
    String index = top.resolve("db/migration/V3__create_index_pears_weight.sql").toString();
    FluxRun told = split(added, index, "--here", "--write");
    assertThat(told.exit()).isZero();
    assertThat(told.out()).doesNotContain("removed", "Not written");
    assertThat(files()).hasSize(9).contains("V2__add_kind.sql");
    assertThat(Files.readString(top.resolve("db/migration/V4__backfill_kind.sql")))
        .contains("SET kind = 'green'");
  }

  @Test
  void theJsonHasEveryStepWithItsFiles() throws IOException {
    Path file = write("db/migration/V2__weight.sql", INDEX_AND_DROP);
    FluxRun run = split(file, "--here", "--format", "json");
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/wrote").asBoolean()).isFalse();
    assertThat(json.at("/removed")).hasSize(1);
    assertThat(json.at("/removed/0").asText()).endsWith("V2__weight.sql");
    assertThat(json.at("/rollout/type").asText()).isEqualTo("expand-contract");
    assertThat(json.at("/rollout/phases/0/steps/0/files/0").asText())
        .endsWith("V2__create_index_pears_weight.sql");
    assertThat(json.at("/written").size()).isEqualTo(json.at("/rollout/files").size());
  }

  @Test
  void whatIsProvenSaysSo() throws IOException {
    Path file = write("db/migration/V2__weight.sql", INDEX_AND_DROP);
    FluxRun run = split(file, "--prove");
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .containsPattern(
            "Proven on PostgreSQL 16\\.\\d+: \\d+ steps forward, back, forward; final schema"
                + " equal");
    JsonNode json = new ObjectMapper().readTree(split(file, "--prove", "--format", "json").out());
    assertThat(json.at("/proof/status").asText()).isEqualTo("proven");
    assertThat(json.at("/proof/steps").asInt()).isPositive();
  }

  @Test
  void whatMayNotBeTriedSaysWhy() throws IOException {
    Path file = write("db/migration/V2__weight.sql", INDEX);
    FluxRun run = split(file, "--prove", "--shadow", "off");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("Not proven: the setting shadow is off.");
    assertThat(split(file, "--prove", "--shadow", "somewhere").exit()).isEqualTo(2);
  }
}
