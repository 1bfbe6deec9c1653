package dev.flux.forge.gitlab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** What the look-alike answers. */
record FakeAnswer(int status, JsonNode body, Map<String, String> headers) {
  static final ObjectMapper JSON = new ObjectMapper();

  static FakeAnswer ok(JsonNode body) {
    return new FakeAnswer(200, body, Map.of());
  }

  static FakeAnswer created(JsonNode body) {
    return new FakeAnswer(201, body, Map.of());
  }

  /** A refusal in GitLab's form. */
  static FakeAnswer refused(int status, String message) {
    return new FakeAnswer(status, object().put("message", message), Map.of());
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** One page of a list, with GitLab's paging headers. */
  static FakeAnswer page(List<ObjectNode> all, Map<String, String> query) {
    int page = Integer.parseInt(query.getOrDefault("page", "1"));
    int size = Math.min(100, Integer.parseInt(query.getOrDefault("per_page", "20")));
    int pages = Math.max(1, (all.size() + size - 1) / size);
    ArrayNode shown = JSON.createArrayNode();
    all.stream().skip((page - 1L) * size).limit(size).forEach(shown::add);
    return new FakeAnswer(
        200,
        shown,
        Map.of(
            "X-Page", Integer.toString(page),
            "X-Per-Page", Integer.toString(size),
            "X-Next-Page", page < pages ? Integer.toString(page + 1) : "",
            "X-Prev-Page", page > 1 ? Integer.toString(page - 1) : "",
            "X-Total", Integer.toString(all.size()),
            "X-Total-Pages", Integer.toString(pages)));
  }
}
