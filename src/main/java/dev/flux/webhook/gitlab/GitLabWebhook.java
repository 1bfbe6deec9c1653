package dev.flux.webhook.gitlab;

import dev.flux.config.Secret;
import dev.flux.forge.ForgeKind;
import dev.flux.webhook.Delivery;
import dev.flux.webhook.Headers;
import dev.flux.webhook.Intent;
import dev.flux.webhook.MalformedPayload;
import dev.flux.webhook.Payload;
import dev.flux.webhook.Receipt;
import dev.flux.webhook.Webhook;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Receives from GitLab.com and self-managed GitLab. A secret that starts with {@code whsec_} is a
 * signing token, and a request that carries a signature is then judged by it alone; any other
 * secret is compared with {@code X-Gitlab-Token}.
 */
public final class GitLabWebhook implements Webhook {
  private static final Pattern DELIVERY_ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final Pattern EVENT = Pattern.compile("[A-Za-z ]{1,100}");

  private final List<GitLabSignature> signatures;
  private final List<Secret> tokens;
  private final Clock clock;

  /**
   * @param secrets at least one; several while a secret is being replaced
   * @throws IllegalArgumentException where there is none, or a signing token cannot be one
   */
  public GitLabWebhook(List<Secret> secrets, Clock clock) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("a GitLab webhook needs a secret to verify deliveries by");
    }
    this.signatures =
        secrets.stream().filter(GitLabWebhook::signs).map(GitLabSignature::new).toList();
    this.tokens = secrets.stream().filter(secret -> !signs(secret)).toList();
    this.clock = clock;
  }

  private static boolean signs(Secret secret) {
    return secret.reveal().startsWith(GitLabSignature.PREFIX);
  }

  @Override
  public ForgeKind kind() {
    return ForgeKind.GITLAB;
  }

  @Override
  public Receipt receive(Headers headers, byte[] body) {
    Optional<String> signature = headers.find("webhook-signature");
    if (signature.isPresent() && !signatures.isEmpty()) {
      return signed(signature.get(), headers, body);
    }
    if (tokens.isEmpty()) {
      return new Receipt.Rejected("webhook-signature is missing; set the webhook's signing token");
    }
    Optional<String> token = headers.find("X-Gitlab-Token");
    if (token.isEmpty()) {
      return new Receipt.Rejected("X-Gitlab-Token is missing; set the webhook's secret token");
    }
    if (!matchesToken(token.get())) {
      return new Receipt.Rejected("X-Gitlab-Token does not match; compare the secrets");
    }
    return read(deliveryId(headers, body), headers, body);
  }

  private Receipt signed(String signature, Headers headers, byte[] body) {
    Optional<String> id = headers.find("webhook-id").filter(GitLabWebhook::isId);
    Optional<String> timestamp = headers.find("webhook-timestamp");
    if (id.isEmpty() || timestamp.isEmpty()) {
      return new Receipt.Rejected("webhook-id or webhook-timestamp is missing or malformed");
    }
    if (!GitLabSignature.recent(timestamp.get(), clock.instant())) {
      return new Receipt.Rejected(
          "webhook-timestamp is not within five minutes of now; compare the clocks");
    }
    boolean matches =
        signatures.stream()
            .anyMatch(key -> key.matches(signature, id.get(), timestamp.get(), body));
    return matches
        // The id is signed, the other headers are not: a replay under another id must not count.
        ? read(id.get(), headers, body)
        : new Receipt.Rejected("webhook-signature does not match; compare the signing tokens");
  }

  private boolean matchesToken(String token) {
    boolean matches = false;
    for (Secret secret : tokens) {
      matches |= secret.matches(token);
    }
    return matches;
  }

  private Receipt read(String id, Headers headers, byte[] body) {
    Optional<String> event =
        headers.find("X-Gitlab-Event").filter(value -> EVENT.matcher(value).matches());
    if (event.isEmpty()) {
      return new Receipt.Malformed("X-Gitlab-Event is missing or not an event's name");
    }
    try {
      String text = Payload.decode(body);
      Payload.parse(text);
      return new Receipt.Verified(
          new Delivery(ForgeKind.GITLAB, id, event.get(), text, clock.instant()));
    } catch (MalformedPayload e) {
      return new Receipt.Malformed(e.reason());
    }
  }

  /** What GitLab keeps over its retries; where an old GitLab sends nothing, the body itself. */
  private static String deliveryId(Headers headers, byte[] body) {
    return Stream.of("Idempotency-Key", "webhook-id", "X-Gitlab-Event-UUID")
        .flatMap(name -> headers.find(name).stream())
        .filter(GitLabWebhook::isId)
        .findFirst()
        .orElseGet(() -> digest(body));
  }

  private static boolean isId(String value) {
    return DELIVERY_ID.matcher(value).matches();
  }

  private static String digest(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public Intent interpret(Delivery delivery) {
    return new Intent(GitLabEvents.trigger(delivery), Optional.empty());
  }
}
