package dev.flux.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flux.hazard.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of the JSON: its fields and what their values mean. */
class JsonReportTest {
  private static final Map<String, String> BASE =
      Map.of("db/001_tables.sql", "CREATE TABLE boats (id bigint PRIMARY KEY, length int);\n");

  @Test
  void theReviewItself() throws JsonProcessingException {
    JsonNode review = json("ALTER TABLE boats DROP COLUMN length;\n");
    assertThat(fields(review))
        .containsExactly(
            "schema",
            "verdict",
            "engine",
            "tool",
            "migrations",
            "findings",
            "suppressed",
            "rollout");
    assertThat(review.path("schema").isInt()).isTrue();
    assertThat(review.path("schema").asInt()).isEqualTo(1);
    assertThat(review.path("verdict").asText()).isEqualTo("risky");
    assertThat(review.path("tool").asText()).isEqualTo("sql");
    JsonNode engine = review.path("engine");
    assertThat(fields(engine)).containsExactly("name", "version", "evidence", "source");
    assertThat(engine.path("name").asText()).isEqualTo("postgresql");
    assertThat(engine.path("version").asText()).isEqualTo("16");
    assertThat(engine.path("evidence").asText()).isEqualTo("assumed");
  }

  @Test
  void anEngineThatIsNotJudgedLeavesTheVerdictToTheOtherEnginesOfTheSameChange() {
    String add = "ALTER TABLE boats ADD COLUMN flag text;\n";
    Map<String, String> alone = Map.of("db/h2/V2__flag.sql", add);
    Map<String, String> twins = Map.of("db/h2/V2__flag.sql", add, "db/mysql/V2__flag.sql", add);
    Map<String, String> base =
        Map.of(
            "db/h2/V1__boats.sql", "CREATE TABLE boats (id int);\n",
            "db/mysql/V1__boats.sql", "CREATE TABLE boats (id int PRIMARY KEY);\n");
    assertThat(ReviewCase.of(base, alone).review().verdict()).isEqualTo(Verdict.UNREADABLE);
    assertThat(ReviewCase.of(base, twins).review().verdict()).isEqualTo(Verdict.SAFE);
    assertThat(ReviewCase.of(base, twins).review().findings())
        .extracting(Finding::hazard)
        .contains("unreadable-statement");
  }

  @Test
  void aMigrationAndItsStatements() throws JsonProcessingException {
    JsonNode migration =
        json("SET lock_timeout = '5s';\nALTER TABLE boats\n  DROP COLUMN length;\n")
            .path("migrations")
            .path(0);
    assertThat(fields(migration))
        .containsExactly("path", "tool", "engine", "transactional", "statements");
    assertThat(migration.path("path").asText()).isEqualTo("db/002_change.sql");
    assertThat(migration.path("transactional").isBoolean()).isTrue();
    JsonNode statement = migration.path("statements").path(1);
    assertThat(fields(statement))
        .containsExactly("line", "endLine", "sql", "readable", "operations", "impact", "findings");
    assertThat(statement.path("line").asInt()).isEqualTo(2);
    assertThat(statement.path("endLine").asInt()).isEqualTo(3);
    assertThat(statement.path("sql").asText()).isEqualTo("ALTER TABLE boats\n  DROP COLUMN length");
    assertThat(statement.path("readable").asBoolean()).isTrue();
    assertThat(statement.path("operations").path(0).asText()).isEqualTo("drop-column");
  }

  @Test
  void theImpactOfAStatement() throws JsonProcessingException {
    JsonNode impact = json("CREATE INDEX boats_length_idx ON boats (length);\n").findPath("impact");
    assertThat(fields(impact))
        .containsExactly(
            "locks", "rewrites", "scans", "builds", "blocks", "evidence", "assumptions", "source");
    JsonNode lock = impact.path("locks").path(0);
    assertThat(fields(lock)).containsExactly("table", "mode");
    assertThat(lock.path("table").asText()).isEqualTo("boats");
    assertThat(lock.path("mode").asText()).isEqualTo("SHARE");
    assertThat(fields(impact.path("blocks"))).containsExactly("reads", "writes", "duration");
    assertThat(impact.path("blocks").path("reads").asBoolean(true)).isFalse();
    assertThat(impact.path("blocks").path("writes").asBoolean()).isTrue();
    assertThat(impact.path("evidence").asText()).isEqualTo("known");
    assertThat(impact.path("scans").path(0).asText()).isEqualTo("boats");
  }

  @Test
  void impactIsNullOnlyWhereItIsNotKnown() throws JsonProcessingException {
    JsonNode review = json("GRUMBLE;\nSELECT 1;\nCOMMENT ON TABLE boats IS 'afloat';\n");
    JsonNode statements = review.path("migrations").path(0).path("statements");
    assertThat(statements).hasSize(3);
    assertThat(statements.path(0).path("impact").isNull()).isTrue();
    assertThat(statements.path(0).path("readable").asBoolean(true)).isFalse();
    assertThat(statements.path(1).path("impact").isObject()).isTrue();
    assertThat(statements.path(2).path("impact").isObject()).isTrue();
    assertThat(review.path("verdict").asText()).isEqualTo("unreadable");
  }

  @Test
  void aFinding() throws JsonProcessingException {
    JsonNode finding =
        json("ALTER TABLE boats DROP COLUMN length;\n")
            .path("migrations")
            .path(0)
            .path("statements")
            .path(0)
            .path("findings")
            .path(0);
    assertThat(fields(finding))
        .containsExactly(
            "hazard",
            "severity",
            "path",
            "line",
            "endLine",
            "message",
            "effect",
            "remedy",
            "evidence",
            "assumptions");
    assertThat(finding.path("hazard").asText()).isEqualTo("drop-column");
    assertThat(finding.path("severity").asText()).isEqualTo("danger");
    assertThat(finding.path("line").asInt()).isEqualTo(1);
    assertThat(finding.path("message").asText())
        .startsWith(finding.path("effect").asText() + " because ");
  }

  @Test
  void findingsOfAFileStandAtTheTop() throws JsonProcessingException {
    JsonNode review = json("ALTER TABLE boats ADD COLUMN beam int;\n");
    assertThat(review.path("findings").findValuesAsText("hazard")).contains("no-lock-timeout");
    assertThat(review.path("verdict").asText()).isEqualTo("safe");
  }

  @Test
  void theRollout() throws JsonProcessingException {
    JsonNode rollout = json("ALTER TABLE boats DROP COLUMN length;\n").path("rollout");
    assertThat(fields(rollout)).containsExactly("type", "phases", "files");
    assertThat(rollout.path("type").asText()).isEqualTo("expand-contract");
    assertThat(fields(rollout.path("phases").path(0))).containsExactly("name", "steps");
    JsonNode step = rollout.path("phases").path(0).path("steps").path(0);
    assertThat(fields(step))
        .contains(
            "kind",
            "title",
            "forward",
            "rollback",
            "transactional",
            "lossless",
            "loses",
            "lock",
            "blocks",
            "duration",
            "gate",
            "compatibility",
            "files");
    assertThat(rollout.path("phases").findValuesAsText("forward"))
        .anySatisfy(sql -> assertThat(sql).contains("DROP COLUMN length;"));
    assertThat(fields(rollout.path("files").path(0))).containsExactly("path", "content", "phase");
  }

  @Test
  void nothingIsChanged() throws JsonProcessingException {
    JsonNode review = parse(ReviewCase.of(BASE, Map.of()));
    assertThat(review.path("verdict").asText()).isEqualTo("safe");
    assertThat(review.path("engine").isNull()).isTrue();
    assertThat(review.path("tool").isNull()).isTrue();
    assertThat(review.path("migrations").isArray()).isTrue();
    assertThat(review.path("migrations")).isEmpty();
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode json(String sql) throws JsonProcessingException {
    return parse(ReviewCase.of(BASE, Map.of("db/002_change.sql", sql)));
  }

  private static JsonNode parse(ReviewCase change) throws JsonProcessingException {
    return new ObjectMapper().readTree(JsonReport.of(change.review()));
  }
}
