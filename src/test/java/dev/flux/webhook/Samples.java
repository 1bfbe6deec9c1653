package dev.flux.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Payloads under {@code webhooks/}, and ways to change one thing about them. */
public final class Samples {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Samples() {}

  /** The text of a payload, such as {@code github/ping}. */
  public static String read(String name) throws IOException {
    try (InputStream in = Samples.class.getResourceAsStream("/webhooks/" + name + ".json")) {
      if (in == null) {
        throw new IOException("no payload " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A payload with the JSON value at a pointer replaced or, for an empty text, removed. */
  public static String with(String json, String pointer, String value) throws IOException {
    JsonNode root = JSON.readTree(json);
    int cut = pointer.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) root.at(pointer.substring(0, cut));
    if (value.isEmpty()) {
      parent.remove(pointer.substring(cut + 1));
    } else {
      parent.set(pointer.substring(cut + 1), JSON.readTree(value));
    }
    return JSON.writeValueAsString(root);
  }

  /** Headers from pairs, looked up as HTTP does. */
  public static Headers headers(Map<String, String> pairs) {
    Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(pairs);
    return name -> Optional.ofNullable(sorted.get(name));
  }
}
