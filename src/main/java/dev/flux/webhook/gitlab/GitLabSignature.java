package dev.flux.webhook.gitlab;

import dev.flux.config.Secret;
import dev.flux.webhook.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A signing token and what it signs: {@code id.timestamp.body} (Standard Webhooks, "Signature
 * scheme"; GitLab Docs, "Webhooks", signing token).
 */
final class GitLabSignature {
  /** How a secret that signs begins; any other is a token that is sent as it is. */
  static final String PREFIX = "whsec_";

  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final int DIGEST_LENGTH = 32;

  /** GitLab sends one signature; several stand there only while a key is being replaced. */
  private static final int MOST_SIGNATURES = 10;

  private final byte[] key;

  /**
   * @throws IllegalArgumentException where the secret is not {@code whsec_} and Base64
   */
  GitLabSignature(Secret secret) {
    this.key =
        decode(secret.reveal().substring(PREFIX.length()))
            .filter(bytes -> bytes.length > 0)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a GitLab signing token is " + PREFIX + " followed by Base64"));
  }

  /** Whether the timestamp is a moment near enough to now that it is not a replay. */
  static boolean recent(String timestamp, Instant now) {
    if (!SECONDS.matcher(timestamp).matches()) {
      return false;
    }
    Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(sent, now).abs().compareTo(TOLERANCE) <= 0;
  }

  /**
   * Whether one of the signatures in the header is this key's.
   *
   * @param header {@code v1,<Base64>}, several separated by spaces
   */
  boolean matches(String header, String id, String timestamp, byte[] body) {
    byte[] signed = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    byte[] expected = HmacSha256.sign(key, signed, body);
    return Arrays.stream(header.split(" ", MOST_SIGNATURES + 1))
        .limit(MOST_SIGNATURES)
        .filter(part -> part.startsWith("v1,"))
        .flatMap(part -> decode(part.substring(3)).stream())
        .anyMatch(part -> part.length == DIGEST_LENGTH && HmacSha256.same(expected, part));
  }

  private static Optional<byte[]> decode(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      // The JDK has no test for Base64 but this; what is not Base64 is no signature.
      return Optional.empty();
    }
  }
}
