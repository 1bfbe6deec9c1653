package dev.flux.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A part of a YAML document with its line.
 *
 * @param line from 1
 * @param text of a scalar; empty for null and for what holds others
 * @param entries of a mapping, in order
 * @param items of a sequence
 */
record YamlNode(Kind kind, int line, String text, List<Entry> entries, List<YamlNode> items) {
  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** What a node is. */
  enum Kind {
    NOTHING,
    SCALAR,
    MAPPING,
    SEQUENCE
  }

  /**
   * A key with its value.
   *
   * @param line of the key
   */
  record Entry(String key, int line, YamlNode value) {}

  /** What keeps a text from being one YAML document. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
    private final int line;

    Malformed(int line, String message) {
      super(message);
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  YamlNode {
    entries = List.copyOf(entries);
    items = List.copyOf(items);
  }

  /** Reads one document. */
  static YamlNode read(String text) throws Malformed {
    try (JsonParser parser = YAML.createParser(text)) {
      YamlNode root = parser.nextToken() == null ? nothing(1) : node(parser);
      if (parser.nextToken() != null) {
        throw new Malformed(line(parser), "it begins a second YAML document");
      }
      return root;
    } catch (JsonProcessingException e) {
      int line = Optional.ofNullable(e.getLocation()).map(at -> at.getLineNr()).orElse(1);
      String said = e.getOriginalMessage().lines().findFirst().orElse("it is malformed");
      throw new Malformed(Math.max(1, line), "it is not YAML: " + said);
    } catch (IOException e) {
      throw new Malformed(1, "it cannot be read: " + e.getMessage());
    }
  }

  private static YamlNode nothing(int line) {
    return new YamlNode(Kind.NOTHING, line, "", List.of(), List.of());
  }

  private static YamlNode node(JsonParser parser) throws IOException {
    int line = line(parser);
    return switch (parser.currentToken()) {
      case START_OBJECT -> new YamlNode(Kind.MAPPING, line, "", entries(parser), List.of());
      case START_ARRAY -> new YamlNode(Kind.SEQUENCE, line, "", List.of(), items(parser));
      case VALUE_NULL -> nothing(line);
      default ->
          parser.getText().isBlank()
              ? nothing(line)
              : new YamlNode(Kind.SCALAR, line, parser.getText().strip(), List.of(), List.of());
    };
  }

  private static List<Entry> entries(JsonParser parser) throws IOException {
    List<Entry> entries = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      int line = line(parser);
      parser.nextToken();
      entries.add(new Entry(key, line, node(parser)));
    }
    return entries;
  }

  private static List<YamlNode> items(JsonParser parser) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(parser));
    }
    return items;
  }

  private static int line(JsonParser parser) {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }
}
