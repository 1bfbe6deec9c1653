package dev.flux.webhook.github;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flux.config.Secret;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeKind;
import dev.flux.webhook.Delivery;
import dev.flux.webhook.HmacSha256;
import dev.flux.webhook.Intent;
import dev.flux.webhook.Receipt;
import dev.flux.webhook.Samples;
import dev.flux.webhook.Trigger;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubWebhookTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final String SECRET = "orchard gate";
  private static final ChangeRequestId PULL =
      new ChangeRequestId(ForgeKind.GITHUB, "orchard/pear", 7);

  private final GitHubWebhook webhook =
      new GitHubWebhook(
          List.of(Secret.of("older gate"), Secret.of(SECRET)),
          OptionalLong.of(66),
          Clock.fixed(NOW, ZoneOffset.UTC));

  private static String signature(String secret, byte[] body) {
    return "sha256=" + HexFormat.of().formatHex(HmacSha256.sign(secret.getBytes(UTF_8), body));
  }

  private Receipt receive(Map<String, String> extra, String body) {
    Map<String, String> headers = new HashMap<>();
    headers.put("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958");
    headers.put("X-GitHub-Event", "pull_request");
    headers.putAll(extra);
    return webhook.receive(Samples.headers(headers), body.getBytes(UTF_8));
  }

  private Receipt receiveSigned(String body) {
    return receive(Map.of("x-hub-signature-256", signature(SECRET, body.getBytes(UTF_8))), body);
  }

  private Intent interpret(String event, String body) {
    return webhook.interpret(new Delivery(ForgeKind.GITHUB, "1", event, body, NOW));
  }

  @Test
  void acceptsTheSignatureThatGitHubDocuments() {
    // The example of GitHub Docs, "Validating webhook deliveries".
    assertThat(signature("It's a Secret to Everybody", "Hello, World!".getBytes(UTF_8)))
        .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
  }

  @Test
  void signedRequestBecomesADelivery() throws IOException {
    String body = Samples.read("github/pull_request.opened");
    assertThat(receiveSigned(body))
        .isEqualTo(
            new Receipt.Verified(
                new Delivery(
                    ForgeKind.GITHUB,
                    "72d3162e-cc78-11e3-81ab-4c9367dc0958",
                    "pull_request",
                    body,
                    NOW)));
  }

  @Test
  void everySecretOfARotationCounts() {
    String signed = signature("older gate", "{}".getBytes(UTF_8));
    assertThat(receive(Map.of("X-Hub-Signature-256", signed), "{}"))
        .isInstanceOf(Receipt.Verified.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":\"\\u00e9\\u0000\"}", "{\"ä\":\"🍐\"}", "{ \"a\" :1 }\n"})
  void theBytesAreSignedNotTheirMeaning(String body) {
    assertThat(receiveSigned(body)).isInstanceOf(Receipt.Verified.class);
  }

  @Test
  void aSignatureOfTheSameMeaningInOtherBytesIsRejected() {
    String signed = signature(SECRET, "{\"a\":\"é\"}".getBytes(UTF_8));
    assertThat(receive(Map.of("X-Hub-Signature-256", signed), "{\"a\":\"\\u00e9\"}"))
        .isInstanceOf(Receipt.Rejected.class);
  }

  @Test
  void malformedSignaturesAreRejected() {
    String good = signature(SECRET, "{}".getBytes(UTF_8));
    List<String> bad =
        List.of(
            "",
            "sha256=",
            "sha256",
            good.substring(0, good.length() - 1),
            good + "0",
            good + "\n",
            "sha256=" + good.substring(7).toUpperCase(Locale.ROOT),
            "sha1=" + good.substring(7),
            good.substring(7),
            "sha256=" + "z".repeat(64),
            "sha256=" + "0".repeat(64),
            " " + good);
    assertThat(bad)
        .allSatisfy(
            header ->
                assertThat(receive(Map.of("X-Hub-Signature-256", header), "{}"))
                    .isInstanceOf(Receipt.Rejected.class));
  }

  @Test
  void theOldSha1HeaderIsNoSignature() {
    assertThat(receive(Map.of("X-Hub-Signature", "sha1=" + "0".repeat(40)), "{}"))
        .isInstanceOf(Receipt.Rejected.class);
  }

  @Property(tries = 300)
  void noHeaderCrashesOrPasses(@ForAll String header, @ForAll byte[] body) {
    Receipt receipt = webhook.receive(Samples.headers(Map.of("X-Hub-Signature-256", header)), body);
    assertThat(receipt).isInstanceOf(Receipt.Rejected.class);
    assertThat(receipt.toString()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "\"text\"", "{", "{} {}", "payload=%7B%7D", "null"})
  void whatIsNotAJsonObjectIsMalformed(String body) {
    assertThat(receiveSigned(body))
        .isInstanceOfSatisfying(
            Receipt.Malformed.class, bad -> assertThat(bad.reason()).contains("application/json"));
  }

  @Test
  void deepJsonIsMalformed() {
    assertThat(receiveSigned("{\"a\":" + "[".repeat(300) + "]".repeat(300) + "}"))
        .isInstanceOf(Receipt.Malformed.class);
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    byte[] body = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
    Map<String, String> headers =
        Map.of(
            "X-GitHub-Delivery", "1",
            "X-GitHub-Event", "ping",
            "X-Hub-Signature-256", signature(SECRET, body));
    assertThat(webhook.receive(Samples.headers(headers), body))
        .isEqualTo(
            new Receipt.Malformed(
                "the body is not UTF-8 text; the webhook's content type must be"
                    + " application/json"));
  }

  @Test
  void anAuthenticRequestWithoutIdOrEventIsMalformed() {
    String signed = signature(SECRET, "{}".getBytes(UTF_8));
    for (String header : List.of("X-GitHub-Delivery", "X-GitHub-Event")) {
      assertThat(receive(Map.of("X-Hub-Signature-256", signed, header, "a\nb"), "{}"))
          .isInstanceOfSatisfying(
              Receipt.Malformed.class, bad -> assertThat(bad.reason()).contains(header));
    }
  }

  @Test
  void aWebhookWithoutSecretIsNotBuilt() {
    assertThatThrownBy(() -> new GitHubWebhook(List.of(), OptionalLong.empty(), Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"opened", "synchronize", "reopened", "ready_for_review"})
  void aChangedPullRequestIsReviewed(String action) throws IOException {
    String body =
        Samples.with(Samples.read("github/pull_request.opened"), "/action", "\"" + action + "\"");
    assertThat(interpret("pull_request", body))
        .isEqualTo(
            new Intent(new Trigger.Review(PULL, "pull_request " + action), Optional.of(4242L)));
  }

  @ParameterizedTest
  @CsvSource({
    "pull_request.opened, pull_request, /action, '\"labeled\"'",
    "pull_request.opened, pull_request, /action, '\"edited\"'",
    "pull_request.opened, pull_request, /action, '7'",
    "pull_request.opened, pull_request, /pull_request/number, '-1'",
    "pull_request.opened, pull_request, /pull_request/number, '1.5'",
    "pull_request.opened, pull_request, /repository/full_name, '\"orchard/../pear\"'",
    "pull_request.opened, pull_request, /repository/full_name, '\"orchard\"'",
    "pull_request.opened, pull_request, /repository/full_name, '\"a/b/c\"'",
    "pull_request.opened, pull_request, /repository/full_name, '\"orchard/pear?x=1\"'",
    "pull_request.opened, pull_request, /repository/full_name, '\"orchard/.\"'",
    "pull_request.opened, push, /action, '\"opened\"'",
    "issue_comment.created, issue_comment, /action, '\"edited\"'",
    "issue_comment.created, issue_comment, /issue/pull_request, ''",
    "issue_comment.created, issue_comment, /comment/user/type, '\"Bot\"'",
    "issue_comment.created, issue_comment, /comment/body, 'null'",
    "pull_request_review_comment.created, pull_request_review_comment, /action, '\"edited\"'",
    "pull_request_review_comment.created, pull_request_review_comment, /comment/user/type,"
        + " '\"Bot\"'",
    "pull_request_review_comment.created, pull_request_review_comment, /pull_request/number, ''",
    "check_run.rerequested, check_run, /action, '\"completed\"'",
    "check_run.rerequested, check_run, /check_run/app/id, '67'",
    "check_run.rerequested, check_run, /check_run/head_sha, '\"main\"'",
    "check_suite.rerequested, check_suite, /check_suite/app/id, ''",
    "ping, ping, /zen, ''",
    "installation.created, installation, /action, '\"deleted\"'",
    "installation.created, installation_repositories, /action, '\"added\"'"
  })
  void everythingElseIsIgnored(String sample, String event, String pointer, String value)
      throws IOException {
    String body = Samples.with(Samples.read("github/" + sample), pointer, value);
    assertThat(interpret(event, body).trigger()).isInstanceOf(Trigger.Ignored.class);
  }

  @Test
  void anEditedBaseIsReviewed() throws IOException {
    String edited =
        Samples.with(Samples.read("github/pull_request.opened"), "/action", "\"edited\"");
    String moved = Samples.with(edited, "/changes", "{\"base\":{\"ref\":{\"from\":\"old\"}}}");
    String renamed = Samples.with(edited, "/changes", "{\"title\":{\"from\":\"old\"}}");
    assertThat(interpret("pull_request", moved).trigger())
        .isEqualTo(new Trigger.Review(PULL, "pull_request edited"));
    assertThat(interpret("pull_request", renamed).trigger()).isInstanceOf(Trigger.Ignored.class);
  }

  @Test
  void aClosedPullRequestIsClosed() throws IOException {
    String body = Samples.with(Samples.read("github/pull_request.opened"), "/action", "\"closed\"");
    assertThat(interpret("pull_request", body).trigger()).isEqualTo(new Trigger.Closed(PULL));
  }

  @Test
  void aCommentCarriesItsText() throws IOException {
    assertThat(interpret("issue_comment", Samples.read("github/issue_comment.created")))
        .isEqualTo(
            new Intent(
                new Trigger.Commented(PULL, "880011", "tomas", "/flux review\r\nThanks — Tomáš 🍐"),
                Optional.of(4242L)));
  }

  @Test
  void aCommentOnALineCarriesItsText() throws IOException {
    assertThat(
            interpret(
                    "pull_request_review_comment",
                    Samples.read("github/pull_request_review_comment.created"))
                .trigger())
        .isEqualTo(new Trigger.Commented(PULL, "r660022", "tomas", "/flux split"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"check_run", "check_suite"})
  void aCheckAskedForAgainIsRechecked(String event) throws IOException {
    assertThat(interpret(event, Samples.read("github/" + event + ".rerequested")).trigger())
        .isEqualTo(new Trigger.Recheck("orchard/pear", "1".repeat(40)));
  }

  @Test
  void anActionCannotForgeALogLine() throws IOException {
    String body = Samples.with(Samples.read("github/ping"), "/action", "\"x\\nWARN all is lost\"");
    assertThat(interpret("ping", body).trigger())
        .isEqualTo(new Trigger.Ignored("ping ?: not an event that Flux acts on"));
  }
}
