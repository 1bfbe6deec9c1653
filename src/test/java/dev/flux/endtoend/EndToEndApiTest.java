package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with no forge: the review API and the pages. */
class EndToEndApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;

  private static RunningFlux flux;

  @BeforeAll
  static void start() {
    flux = new RunningFlux(directory.resolve("home"), Optional.empty(), Optional.empty());
  }

  @AfterAll
  static void stop() {
    flux.close();
  }

  private static ObjectNode request(String tool, String path, String sql) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("engine", "postgresql").put("version", "16").put("tool", tool);
    request
        .putArray("history")
        .addObject()
        .put("path", "db/migrations/20260101000000_users.sql")
        .put(
            "content",
            "-- migrate:up\nCREATE TABLE users (id bigint PRIMARY KEY, email text);\n"
                + "-- migrate:down\nDROP TABLE users;\n");
    request.putArray("files").addObject().put("path", path).put("content", sql);
    return request;
  }

  private static JsonNode reviewed(String sql) throws Exception {
    HttpResponse<String> answer =
        flux.post(
            "/api/review",
            request(
                    "dbmate",
                    "db/migrations/20260102000000_change.sql",
                    "-- migrate:up\n" + sql + "\n-- migrate:down\n")
                .toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  @Test
  void everyFieldOfTheContractIsThere() throws Exception {
    JsonNode review =
        reviewed(
            "ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();\n"
                + "CREATE INDEX users_email_idx\n  ON users (email);");

    assertThat(review.path("schema").asInt()).isEqualTo(1);
    assertThat(review.path("verdict").asText()).isEqualTo("risky");
    assertThat(review.path("engine").path("name").asText()).isEqualTo("postgresql");
    assertThat(review.path("engine").path("version").asText()).isEqualTo("16");
    assertThat(review.path("engine").path("evidence").asText()).isEqualTo("known");
    assertThat(review.path("tool").asText()).isEqualTo("dbmate");
    assertThat(review.path("findings").isArray()).isTrue();

    JsonNode migration = review.path("migrations").path(0);
    assertThat(migration.path("path").asText()).endsWith("_change.sql");
    assertThat(migration.path("transactional").asBoolean()).isTrue();
    JsonNode column = migration.path("statements").path(0);
    assertThat(column.path("line").asInt()).isEqualTo(2);
    assertThat(column.path("endLine").asInt()).isEqualTo(2);
    assertThat(column.path("sql").asText()).startsWith("ALTER TABLE users");
    assertThat(column.path("readable").asBoolean()).isTrue();
    assertThat(column.path("operations").path(0).asText()).isEqualTo("add-column");
    JsonNode impact = column.path("impact");
    assertThat(impact.path("locks").path(0).path("table").asText()).isEqualTo("users");
    assertThat(impact.path("locks").path(0).path("mode").asText()).isEqualTo("ACCESS EXCLUSIVE");
    assertThat(impact.path("rewrites").path(0).asText()).isEqualTo("users");
    assertThat(impact.path("scans").isArray()).isTrue();
    assertThat(impact.path("blocks").path("reads").asBoolean()).isTrue();
    assertThat(impact.path("blocks").path("writes").asBoolean()).isTrue();
    assertThat(impact.path("evidence").asText()).isEqualTo("known");
    JsonNode finding = column.path("findings").path(0);
    assertThat(finding.path("hazard").asText()).isEqualTo("add-column-volatile-default");
    assertThat(finding.path("severity").asText()).isEqualTo("danger");
    assertThat(finding.path("line").asInt()).isEqualTo(2);
    assertThat(finding.path("endLine").asInt()).isEqualTo(2);
    assertThat(finding.path("message").asText()).contains("because");
    assertThat(finding.path("evidence").asText()).isEqualTo("known");
    assertThat(migration.path("statements").path(1).path("line").asInt()).isEqualTo(3);
    assertThat(migration.path("statements").path(1).path("endLine").asInt()).isEqualTo(4);

    JsonNode rollout = review.path("rollout");
    assertThat(rollout.path("type").asText()).isIn("safe", "expand-contract", "backfill", "online");
    JsonNode step = rollout.path("phases").path(0).path("steps").path(0);
    assertThat(rollout.path("phases").path(0).path("name").asText()).isNotEmpty();
    for (String name : new String[] {"title", "forward", "rollback", "lock", "blocks", "gate"}) {
      assertThat(step.path(name).isTextual()).as(name).isTrue();
    }
    assertThat(step.path("transactional").isBoolean()).isTrue();
    assertThat(step.path("lossless").isBoolean()).isTrue();
    JsonNode file = rollout.path("files").path(0);
    for (String name : new String[] {"path", "content", "phase"}) {
      assertThat(file.path(name).isTextual()).as("files[]." + name).isTrue();
    }
  }

  @Test
  void theOtherVerdicts() throws Exception {
    JsonNode safe = reviewed("CREATE TABLE pears (id bigint);");
    assertThat(safe.path("verdict").asText()).isEqualTo("safe");
    assertThat(safe.at("/migrations/0/statements/0/impact/locks").isArray()).isTrue();
    JsonNode unreadable = reviewed("ALTER TABLE users FROBNICATE;\nCREATE TABLE pears (id int);");
    assertThat(unreadable.path("verdict").asText()).isEqualTo("unreadable");
    assertThat(
            StreamSupport.stream(unreadable.at("/migrations/0/statements").spliterator(), false)
                .map(statement -> statement.path("readable").asBoolean()))
        .containsExactly(false, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "{\"files\":1}",
        "{\"engine\":\"oracle\",\"files\":[]}",
        "{\"tool\":\"nothing\",\"files\":[{\"path\":\"a.sql\",\"content\":\"\"}]}"
      })
  void whatMakesNoSenseIsA400WithAReason(String body) throws Exception {
    HttpResponse<String> answer = flux.post("/api/review", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isNotBlank().doesNotContain("Exception").doesNotContain("at dev.");
  }

  @Test
  void whatIsTooLargeIsA413() {
    String large = request("sql", "a.sql", "SELECT 1;\n".repeat(200_000)).toString();
    assertThat(flux.post("/api/review", large).statusCode()).isEqualTo(413);
  }

  @Test
  void withoutAForgeThePagesAreServedAndWebhooksAreNot() {
    assertThat(flux.get("/livez").statusCode()).isEqualTo(200);
    assertThat(flux.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(flux.get("/").statusCode()).isEqualTo(200);
    assertThat(flux.get("/reviews/none").statusCode()).isEqualTo(404);
    assertThat(flux.deliverGitHub("pull_request", "{}")).isBetween(400, 499);
    assertThat(flux.deliverGitLab("Merge Request Hook", "{}")).isBetween(400, 499);
  }
}
