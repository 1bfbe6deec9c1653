package dev.flux.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.forge.ForgeKind;
import dev.flux.forge.Remark;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands on the lines of a change. */
class InlineRemarksTest {
  private static final Map<String, String> BASE =
      Map.of("db/001_tables.sql", "CREATE TABLE boats (id bigint PRIMARY KEY, length int);\n");

  @Test
  void aFingerprintOutlivesMovedLines() {
    String statement = "ALTER TABLE boats DROP COLUMN length;\n";
    assertThat(fingerprints("-- a note\n\n\n" + statement))
        .isNotEmpty()
        .isEqualTo(fingerprints(statement));
    assertThat(fingerprints(statement)).isNotEqualTo(fingerprints("DROP TABLE boats;\n"));
  }

  private static List<String> fingerprints(String sql) {
    return remarks(sql, ForgeKind.GITHUB).stream().map(Remark::fingerprint).toList();
  }

  @Test
  void eachForgeGetsItsOwnSuggestion() {
    Remark github = suggestion(ForgeKind.GITHUB);
    assertThat(github.body())
        .endsWith("```suggestion\nSET LOCAL lock_timeout = '5s';\nALTER TABLE boats\n```");
    assertThat(github.startLine()).isEqualTo(2);
    assertThat(github.line()).as("only the lines that it replaces").isEqualTo(2);
    assertThat(suggestion(ForgeKind.GITLAB).body()).contains("```suggestion:-0+0\nSET LOCAL ");
  }

  private static Remark suggestion(ForgeKind forge) {
    Map<String, String> head =
        Map.of(
            "db/migrations/20260101000000_draught.sql",
            "-- migrate:up\nALTER TABLE boats\n  ADD COLUMN draught int;\n-- migrate:down\n");
    return ReviewCase.of(Map.of(), head).remarks(forge).stream()
        .filter(remark -> remark.body().contains("```suggestion"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void lockAndRewriteStandOnceForAStatement() {
    String sql =
        "SET lock_timeout = '5s';\nALTER TABLE boats DROP COLUMN id, DROP COLUMN length;\n";
    List<Remark> dangers =
        remarks(sql, ForgeKind.GITHUB).stream().filter(r -> r.startLine() == 2).toList();
    assertThat(dangers).hasSizeGreaterThan(1);
    assertThat(dangers).filteredOn(r -> r.body().contains("**Lock:**")).hasSize(1);
    assertThat(dangers.subList(1, dangers.size()))
        .allSatisfy(r -> assertThat(r.body()).contains("Lock and safe rewrite: in the remark"));
  }

  @Test
  void aShortRewriteStandsOpenAndALongOneFolded() {
    assertThat(
            body("CREATE INDEX x ON boats (length);\n", ForgeKind.GITHUB, "create-index-blocking"))
        .contains("**Safe rewrite**")
        .contains("CREATE INDEX CONCURRENTLY x ON boats (length);")
        .doesNotContain("<details>");
    assertThat(body("ALTER TABLE boats DROP COLUMN length;\n", ForgeKind.GITHUB, "drop-column"))
        .contains("<details><summary>Safe rewrite in ");
  }

  private static String body(String sql, ForgeKind forge, String hazard) {
    return remarks(sql, forge).stream()
        .filter(remark -> remark.title().contains("`" + hazard + "`"))
        .map(Remark::body)
        .findFirst()
        .orElseThrow();
  }

  private static List<Remark> remarks(String sql, ForgeKind forge) {
    return ReviewCase.of(BASE, Map.of("db/002_change.sql", sql)).remarks(forge);
  }
}
