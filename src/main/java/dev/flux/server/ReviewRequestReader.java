package dev.flux.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flux.config.Spelling;
import dev.flux.server.ReviewRequest.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a review request strictly; what is wrong is said with its place. */
final class ReviewRequestReader {
  private static final int DEEPEST = 20;

  private final Set<String> paths = new HashSet<>();

  private ReviewRequestReader() {}

  /** The one mapper, made when the first request comes. */
  private static final class Json {
    private static final ObjectMapper MAPPER = mapper();

    private static ObjectMapper mapper() {
      ObjectMapper mapper =
          JsonMapper.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .build();
      mapper
          .getFactory()
          .setStreamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE) // the body's own limit is the limit
                  .build());
      return mapper;
    }
  }

  static ReviewRequest read(byte[] body) throws InvalidRequest {
    try {
      return new ReviewRequestReader().request(Json.MAPPER.readTree(body));
    } catch (JsonProcessingException e) {
      throw new InvalidRequest(
          "Malformed JSON%s: %s"
              .formatted(
                  e.getLocation() == null
                      ? ""
                      : " at line %d, column %d"
                          .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
                  e.getOriginalMessage()));
    } catch (IOException e) {
      throw new InvalidRequest("The body is not JSON in UTF-8.");
    }
  }

  private ReviewRequest request(JsonNode root) throws InvalidRequest {
    object(root, "The body", "engine", "version", "tool", "history", "files");
    List<SourceFile> history = files(root, "history");
    List<SourceFile> files = files(root, "files");
    if (files.isEmpty()) {
      throw new InvalidRequest("`files` must name at least one migration.");
    }
    return new ReviewRequest(
        optional(root, "engine"),
        optional(root, "version"),
        optional(root, "tool"),
        history,
        files);
  }

  private List<SourceFile> files(JsonNode root, String name) throws InvalidRequest {
    JsonNode array = root.path(name);
    if (array.isMissingNode() || array.isNull()) {
      return List.of();
    }
    if (!array.isArray()) {
      throw new InvalidRequest("`" + name + "` must be a list of files.");
    }
    List<SourceFile> files = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      files.add(file(array.get(i), "%s[%d]".formatted(name, i)));
    }
    return files;
  }

  private SourceFile file(JsonNode node, String place) throws InvalidRequest {
    object(node, "`" + place + "`", "path", "content");
    String path = text(node, "path", place);
    boolean relative =
        Arrays.stream(path.split("/", -1))
            .noneMatch(segment -> segment.isEmpty() || segment.equals(".") || segment.equals(".."));
    if (!relative || path.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidRequest(
          "`%s.path` must be a relative path such as migrations/001.sql.".formatted(place));
    }
    if (!paths.add(path)) {
      throw new InvalidRequest("`%s.path` is that of another file, too.".formatted(place));
    }
    return new SourceFile(path, text(node, "content", place));
  }

  private static void object(JsonNode node, String place, String... fields) throws InvalidRequest {
    if (!node.isObject()) {
      throw new InvalidRequest(place + " must be a JSON object.");
    }
    List<String> known = List.of(fields);
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new InvalidRequest(
            "%s has an unknown field `%s`%s"
                .formatted(
                    place,
                    name,
                    Spelling.nearest(name, known)
                        .map(near -> ". Did you mean `" + near + "`?")
                        .orElse("; known are " + String.join(", ", known) + ".")));
      }
    }
  }

  private static String text(JsonNode node, String field, String place) throws InvalidRequest {
    if (!node.path(field).isTextual()) {
      throw new InvalidRequest("`%s.%s` must be text.".formatted(place, field));
    }
    return node.path(field).textValue();
  }

  private static Optional<String> optional(JsonNode root, String field) throws InvalidRequest {
    JsonNode value = root.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw new InvalidRequest("`%s` must be text that is not blank.".formatted(field));
    }
    return Optional.of(value.textValue());
  }
}
