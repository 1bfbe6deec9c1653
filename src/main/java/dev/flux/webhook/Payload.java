package dev.flux.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeKind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The JSON object of a delivery, read by path. A value that is absent or of another type is empty;
 * names, numbers and commits are checked here, the one place where they come in. Addresses in a
 * payload are never read: every address is built from the configured one.
 */
public final class Payload {
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(200).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Pattern REPOSITORY =
      Pattern.compile("[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]++)++");

  private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final int LONGEST_REPOSITORY = 500;

  private final JsonNode root;

  private Payload(JsonNode root) {
    this.root = root;
  }

  /** Decodes a body, which both forges send as UTF-8. */
  public static String decode(byte[] body) throws MalformedPayload {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedPayload("the body is not UTF-8 text", e);
    }
  }

  /** Reads a JSON object, at most 200 levels deep, and nothing after it. */
  public static Payload parse(String body) throws MalformedPayload {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new MalformedPayload("the body is not JSON" + place(e), e);
    }
    if (!root.isObject()) {
      throw new MalformedPayload("the body is JSON, but not an object", null);
    }
    return new Payload(root);
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " (line %d, column %d)"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  /** The text at a path. */
  public Optional<String> text(String... path) {
    return Optional.of(at(path)).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }

  /** The positive whole number at a path; an id or a request's number. */
  public Optional<Long> number(String... path) {
    return Optional.of(at(path))
        .filter(node -> node.isIntegralNumber() && node.canConvertToLong())
        .map(JsonNode::longValue)
        .filter(number -> number > 0);
  }

  /** Whether {@code true} stands at a path. */
  public boolean flag(String... path) {
    return at(path).isBoolean() && at(path).booleanValue();
  }

  /** Whether anything but {@code null} stands at a path. */
  public boolean has(String... path) {
    return !at(path).isMissingNode() && !at(path).isNull();
  }

  /** The full name of a repository at a path, if it is one that an address may be built from. */
  public Optional<String> repository(String... path) {
    return text(path)
        .filter(name -> name.length() <= LONGEST_REPOSITORY)
        .filter(name -> REPOSITORY.matcher(name).matches())
        .filter(name -> !name.contains("..") && !("/" + name + "/").contains("/./"));
  }

  /** The commit at a path: 40 or 64 lower-case hexadecimal digits. */
  public Optional<String> sha(String... path) {
    return text(path).filter(sha -> SHA.matcher(sha).matches());
  }

  /** The change request that a repository and a number name, if both are sound. */
  public static Optional<ChangeRequestId> change(
      ForgeKind forge, Optional<String> repository, Optional<Long> number) {
    return repository.flatMap(name -> number.map(n -> new ChangeRequestId(forge, name, n)));
  }

  private JsonNode at(String... path) {
    JsonNode node = root;
    for (String name : path) {
      node = node.path(name);
    }
    return node;
  }
}
