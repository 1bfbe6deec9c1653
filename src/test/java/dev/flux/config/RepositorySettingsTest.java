package dev.flux.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.config.RepositorySettings.Level;
import dev.flux.config.RepositorySettings.Vocabulary;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a repository may say about itself, and what is said where it says it wrongly. */
class RepositorySettingsTest {
  private static final Vocabulary WORDS =
      new Vocabulary(Set.of("drop-column", "drop-table"), Set.of("sql", "flyway"));

  private static RepositorySettings read(String text) {
    return RepositorySettings.read(text, WORDS);
  }

  @Test
  void everythingThatMayBeSaid() {
    RepositorySettings settings =
        read(
            """
            directories:
              db/migrations: {engine: postgresql, version: 16, tool: flyway}
              db/migrations/eu: {version: 14}
            severities:
              drop-column: off
              drop-table:
                "db/**/old_*.sql": advice
            tables:
              lookup: {small: true}
              audit.log: {rows: 12_000_000, bytes: 8GB}
            lock_timeout: 5s
            fail_on: warning
            ignore: [db/seeds, "**/*_seed.sql"]
            allow:
              - hazard: [drop-column, drop-table]
                path: db/migrations/V7__x.sql
                reason: nobody uses it
                expires: 2027-01-31
            stats: ops/flux-stats.json
            dual_write: trigger
            backfill:
              users.status: "'active'"
            """);
    assertThat(settings.problems()).isEmpty();
    assertThat(settings.about("db/migrations/eu").findFirst().orElseThrow().version())
        .contains("14");
    assertThat(settings.about("db/other")).isEmpty();
    assertThat(settings.level("drop-column", "any.sql")).contains(Level.OFF);
    assertThat(settings.level("drop-table", "db/a/b/old_x.sql")).contains(Level.ADVICE);
    assertThat(settings.level("drop-table", "db/old_x.sql")).contains(Level.ADVICE);
    assertThat(settings.level("drop-table", "db/new_x.sql")).isEmpty();
    assertThat(settings.tables().get(1).bytes()).hasValue(8L << 30);
    assertThat(settings.tables().get(1).rows()).hasValue(12_000_000);
    assertThat(settings.ignores("db/seeds/a.sql")).isTrue();
    assertThat(settings.ignores("x/y_seed.sql")).isTrue();
    assertThat(settings.ignores("db/seedsman.sql")).isFalse();
    assertThat(settings.syncTriggers()).isTrue();
    assertThat(settings.backfills())
        .singleElement()
        .returns("users.status", RepositorySettings.Backfill::column)
        .returns("'active'", RepositorySettings.Backfill::expression);
    RepositorySettings.Allowed allowed = settings.allowed().get(0);
    assertThat(allowed.expired(LocalDate.of(2027, 1, 31))).isFalse();
    assertThat(allowed.expired(LocalDate.of(2027, 2, 1))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "severites: {}|1|did you mean `severities`",
        "fail_on: often|1|danger, never, warning",
        "fail_on: warnin|1|did you mean `warning`",
        "a: [|1|not YAML",
        "lock_timeout: soon|1|no time to wait",
        "severities: {drop-colum: off}|1|did you mean `drop-column`",
        "severities: {drop-column: of}|1|did you mean `off`",
        "directories: {db: {engine: postgres}}|1|did you mean `postgresql`",
        "directories: {db: {version: new}}|1|no version",
        "directories: {db: {tool: flywai}}|1|did you mean `flyway`",
        "tables: {a: {rows: many}}|1|no number of rows",
        "tables: {a: {bites: 1}}|1|did you mean `bytes`",
        "allow: {hazard: drop-column}|1|takes a list",
        "allow: [{hazard: drop-column}]|1|gives no `reason`",
        "allow: [{reason: x}]|1|names no `hazard`",
        "allow: [{hazard: drop-table, reason: x, expires: soon}]|1|no date",
        "[]|1|expects settings",
        "fail_on: danger\\nfail_on: never|2|Duplicate",
        "lock_timeout: 5s\\n\\nignored: [a]|3|did you mean `ignore`",
      })
  void mistakesHaveTheirLine(String text, int line, String words) {
    RepositorySettings settings = read(text.replace("\\n", "\n"));
    assertThat(settings.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(line);
              assertThat(problem.cause()).contains(words).doesNotEndWith(".");
            });
    assertThat(settings.allowed()).isEmpty();
  }

  @Test
  void nothingIsNothing() {
    assertThat(read("")).isEqualTo(RepositorySettings.NONE);
    assertThat(read("# all by default\n")).isEqualTo(RepositorySettings.NONE);
  }
}
