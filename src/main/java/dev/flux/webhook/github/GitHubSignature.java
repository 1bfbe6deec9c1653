package dev.flux.webhook.github;

import dev.flux.config.Secret;
import dev.flux.webhook.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of {@code X-Hub-Signature-256} (GitHub Docs, "Validating webhook deliveries"). The
 * older SHA-1 header is never looked at.
 */
final class GitHubSignature {
  private static final Pattern VALUE = Pattern.compile("sha256=([0-9a-f]{64})");

  private GitHubSignature() {}

  /** The signature's bytes, or empty for a value that GitHub never sends. */
  static Optional<byte[]> parse(String header) {
    Matcher value = VALUE.matcher(header);
    return value.matches()
        ? Optional.of(HexFormat.of().parseHex(value.group(1)))
        : Optional.empty();
  }

  /** Whether one of the secrets made this signature of these bytes. */
  static boolean matches(byte[] signature, byte[] body, List<Secret> secrets) {
    boolean matches = false;
    for (Secret secret : secrets) {
      byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
      matches |= HmacSha256.same(HmacSha256.sign(key, body), signature);
    }
    return matches;
  }
}
