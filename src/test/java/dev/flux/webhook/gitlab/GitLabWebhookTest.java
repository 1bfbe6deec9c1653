package dev.flux.webhook.gitlab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flux.config.Secret;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeKind;
import dev.flux.webhook.Delivery;
import dev.flux.webhook.HmacSha256;
import dev.flux.webhook.Receipt;
import dev.flux.webhook.Samples;
import dev.flux.webhook.Trigger;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitLabWebhookTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final byte[] KEY = "thirty-two bytes of a signing key".getBytes(UTF_8);
  private static final String SIGNING = "whsec_" + Base64.getEncoder().encodeToString(KEY);
  private static final String TOKEN = "orchard gate";
  private static final String SENT = Long.toString(NOW.getEpochSecond());
  private static final ChangeRequestId MERGE =
      new ChangeRequestId(ForgeKind.GITLAB, "orchard/fruit/pear", 7);

  private final GitLabWebhook byToken = webhook("older gate", TOKEN);
  private final GitLabWebhook bySignature = webhook(SIGNING);

  private static GitLabWebhook webhook(String... secrets) {
    return new GitLabWebhook(
        List.of(secrets).stream().map(Secret::of).toList(), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static String sign(String id, String timestamp, String body) {
    byte[] mac = HmacSha256.sign(KEY, (id + "." + timestamp + "." + body).getBytes(UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(mac);
  }

  private static Receipt receive(GitLabWebhook webhook, String body, String... pairs) {
    Map<String, String> headers = new HashMap<>(Map.of("X-Gitlab-Event", "Merge Request Hook"));
    for (int i = 0; i < pairs.length; i += 2) {
      headers.put(pairs[i], pairs[i + 1]);
    }
    return webhook.receive(Samples.headers(headers), body.getBytes(UTF_8));
  }

  private static Receipt receiveSigned(String id, String timestamp, String signature) {
    return receive(
        webhook(SIGNING, TOKEN),
        "{}",
        "webhook-id",
        id,
        "webhook-timestamp",
        timestamp,
        "webhook-signature",
        signature,
        "X-Gitlab-Token",
        TOKEN);
  }

  private Trigger interpret(String event, String body) {
    return byToken.interpret(new Delivery(ForgeKind.GITLAB, "1", event, body, NOW)).trigger();
  }

  @Test
  void theRightTokenMakesADelivery() throws IOException {
    String body = Samples.read("gitlab/merge_request.open");
    Receipt receipt =
        receive(byToken, body, "x-gitlab-token", TOKEN, "X-Gitlab-Event-UUID", "uuid-1");
    assertThat(receipt)
        .isEqualTo(
            new Receipt.Verified(
                new Delivery(ForgeKind.GITLAB, "uuid-1", "Merge Request Hook", body, NOW)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "orchard", "orchard gate ", "ORCHARD GATE", "orchard gatf"})
  void anyOtherTokenIsRejected(String token) {
    assertThat(receive(byToken, "{}", "X-Gitlab-Token", token))
        .isInstanceOf(Receipt.Rejected.class);
    assertThat(receive(byToken, "{}")).isInstanceOf(Receipt.Rejected.class);
  }

  @Test
  void theIdIsWhatARetryKeeps() {
    assertThat(id("Idempotency-Key", "key", "webhook-id", "hook", "X-Gitlab-Event-UUID", "uuid"))
        .isEqualTo("key");
    assertThat(id("webhook-id", "hook", "X-Gitlab-Event-UUID", "uuid")).isEqualTo("hook");
    assertThat(id("Idempotency-Key", "not an id", "X-Gitlab-Event-UUID", "uuid")).isEqualTo("uuid");
    assertThat(id()).isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  }

  private String id(String... pairs) {
    String[] all = java.util.Arrays.copyOf(pairs, pairs.length + 2);
    all[pairs.length] = "X-Gitlab-Token";
    all[pairs.length + 1] = TOKEN;
    return ((Receipt.Verified) receive(byToken, "{}", all)).delivery().id();
  }

  @Test
  void aSignatureMakesADeliveryUnderTheSignedId() {
    Receipt receipt =
        receive(
            bySignature,
            "{}",
            "webhook-id",
            "msg_1",
            "webhook-timestamp",
            SENT,
            "webhook-signature",
            "v1,AAAA v1a,x " + sign("msg_1", SENT, "{}"),
            "Idempotency-Key",
            "another");
    assertThat(receipt)
        .isInstanceOfSatisfying(
            Receipt.Verified.class,
            verified -> assertThat(verified.delivery().id()).isEqualTo("msg_1"));
  }

  @Test
  void aWrongSignatureIsNotMendedByARightToken() {
    String good = sign("msg_1", SENT, "{}");
    assertThat(receiveSigned("msg_1", SENT, good)).isInstanceOf(Receipt.Verified.class);
    for (String bad :
        List.of(
            "",
            "v1,",
            "v1",
            "v1,!!",
            good.substring(3),
            "v2" + good.substring(2),
            good.substring(0, 20),
            sign("msg_2", SENT, "{}"),
            sign("msg_1", SENT, "{ }"))) {
      assertThat(receiveSigned("msg_1", SENT, bad)).as(bad).isInstanceOf(Receipt.Rejected.class);
    }
    assertThat(receiveSigned("", SENT, good)).isInstanceOf(Receipt.Rejected.class);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "-300, true", "300, true", "-301, false", "301, false"})
  void aSignatureHoldsForFiveMinutes(long offset, boolean holds) {
    String at = Long.toString(NOW.getEpochSecond() + offset);
    assertThat(receiveSigned("msg_1", at, sign("msg_1", at, "{}")) instanceof Receipt.Verified)
        .isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "-5", "99999999999999999999", "1763632800.5"})
  void aTimestampThatIsNoneIsRejected(String timestamp) {
    assertThat(receiveSigned("msg_1", timestamp, sign("msg_1", timestamp, "{}")))
        .isInstanceOf(Receipt.Rejected.class);
  }

  @Test
  void aSigningTokenIsNeverComparedAsAToken() {
    assertThat(receive(bySignature, "{}", "X-Gitlab-Token", SIGNING))
        .isInstanceOf(Receipt.Rejected.class);
  }

  @Property(tries = 300)
  void noHeaderCrashesOrPasses(
      @ForAll String id, @ForAll String timestamp, @ForAll String signature) {
    Receipt receipt = receiveSigned(id, timestamp, signature);
    assertThat(receipt).isInstanceOf(Receipt.Rejected.class);
    assertThat(receipt.toString()).doesNotContain(TOKEN).doesNotContain(SIGNING);
  }

  @Property(tries = 300)
  void noSignatureOverAnyTimestampCrashes(@ForAll String signature) {
    assertThat(receiveSigned("msg_1", SENT, signature)).isInstanceOf(Receipt.Rejected.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "true"})
  void whatIsNotAJsonObjectIsMalformed(String body) {
    assertThat(receive(byToken, body, "X-Gitlab-Token", TOKEN))
        .isInstanceOf(Receipt.Malformed.class);
  }

  @Test
  void secretsThatCannotWorkAreNotTaken() {
    assertThatThrownBy(() -> webhook()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> webhook("whsec_***"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("***");
    assertThatThrownBy(() -> webhook("whsec_")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "open, /changes, {}",
    "reopen, /changes, {}",
    "update, /object_attributes/oldrev, '\"2222222222222222222222222222222222222222\"'",
    "update, /changes, '{\"target_branch\":{\"previous\":\"main\",\"current\":\"next\"}}'",
    "update, /changes, '{\"draft\":{\"previous\":true,\"current\":false}}'",
    "update, /changes, '{\"work_in_progress\":{\"previous\":true,\"current\":false}}'"
  })
  void aChangedMergeRequestIsReviewed(String action, String pointer, String value)
      throws IOException {
    String body = Samples.with(mergeRequest(action), pointer, value);
    assertThat(interpret("Merge Request Hook", body))
        .isEqualTo(new Trigger.Review(MERGE, "merge request " + action));
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "merge"})
  void anEndedMergeRequestIsClosed(String action) throws IOException {
    assertThat(interpret("Merge Request Hook", mergeRequest(action)))
        .isEqualTo(new Trigger.Closed(MERGE));
  }

  @Test
  void aNewNoteCarriesItsText() throws IOException {
    Trigger commented =
        new Trigger.Commented(MERGE, "5501", "tomas", "/flux review\n\nThanks — Tomáš 🍐");
    String note = Samples.read("gitlab/note.create");
    assertThat(interpret("Note Hook", note)).isEqualTo(commented);
    assertThat(interpret("Note Hook", Samples.with(note, "/object_attributes/action", "")))
        .isEqualTo(commented);
  }

  @ParameterizedTest
  @CsvSource({
    "merge_request.open, Merge Request Hook, /object_attributes/action, '\"update\"'",
    "merge_request.open, Merge Request Hook, /object_attributes/action, '\"approved\"'",
    "merge_request.open, Merge Request Hook, /object_attributes/action, ''",
    "merge_request.open, Merge Request Hook, /object_attributes/iid, '0'",
    "merge_request.open, Merge Request Hook, /project/path_with_namespace, '\"a/../b\"'",
    "merge_request.open, Merge Request Hook, /project/path_with_namespace, '\"a b/c\"'",
    "merge_request.open, Push Hook, /object_attributes/action, '\"open\"'",
    "note.create, Note Hook, /object_attributes/noteable_type, '\"Issue\"'",
    "note.create, Note Hook, /object_attributes/system, 'true'",
    "note.create, Note Hook, /object_attributes/action, '\"update\"'",
    "note.create, Note Hook, /user/username, '\"project_15_bot_c0ffee\"'",
    "note.create, Note Hook, /merge_request, ''",
    "note.create, Confidential Note Hook, /object_attributes/internal, 'true'"
  })
  void everythingElseIsIgnored(String sample, String event, String pointer, String value)
      throws IOException {
    String body = Samples.with(Samples.read("gitlab/" + sample), pointer, value);
    assertThat(interpret(event, body)).isInstanceOf(Trigger.Ignored.class);
  }

  private static String mergeRequest(String action) throws IOException {
    return Samples.with(
        Samples.read("gitlab/merge_request.open"),
        "/object_attributes/action",
        "\"" + action + "\"");
  }
}
