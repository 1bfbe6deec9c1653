package dev.flux.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A settings file: YAML, read strictly; what it says is kept with its line. */
final class ServerSettingsFile {
  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final Map<ServerSetting, Entry> entries = new EnumMap<>(ServerSetting.class);
  private final List<String> problems = new ArrayList<>();

  /**
   * One setting of the file.
   *
   * @param place file and line, for messages
   */
  record Entry(List<String> values, String place) {
    Entry {
      values = List.copyOf(values);
    }
  }

  private ServerSettingsFile(Path file) {
    this.file = file;
  }

  /** Reads a file whole; everything that is wrong in it comes in one exception. */
  static Map<ServerSetting, Entry> read(Path file) throws ServerSettingsException {
    ServerSettingsFile reading = new ServerSettingsFile(file);
    try (JsonParser parser = YAML.createParser(Files.readString(file))) {
      reading.document(parser);
    } catch (JsonProcessingException e) {
      reading.problems.add(reading.place(e) + ": not YAML: " + firstLine(e));
    } catch (IOException e) {
      reading.problems.add("The settings file " + file + " cannot be read: " + e);
    }
    if (!reading.problems.isEmpty()) {
      throw new ServerSettingsException(reading.problems);
    }
    return reading.entries;
  }

  private void document(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      problems.add(place(parser) + ": expected settings, each as \"key: value\"");
      return;
    }
    mapping(parser, "");
    if (parser.nextToken() != null) {
      problems.add(place(parser) + ": a second YAML document; settings are one document");
    }
  }

  private void mapping(JsonParser parser, String prefix) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = prefix + parser.currentName();
      String place = place(parser);
      JsonToken value = parser.nextToken();
      boolean group =
          Arrays.stream(ServerSetting.values()).anyMatch(s -> s.key().startsWith(key + "."));
      Optional<ServerSetting> setting = ServerSetting.find(key);
      if (group && value == JsonToken.START_OBJECT) {
        mapping(parser, key + ".");
      } else if (setting.isPresent()) {
        value(parser, setting.get(), place);
      } else if (!group || value != JsonToken.VALUE_NULL) {
        parser.skipChildren();
        problems.add(place + ": " + unknown(key, group));
      }
    }
  }

  private static String unknown(String key, boolean group) {
    if (group) {
      return "`%s` is a group of settings and takes keys below it".formatted(key);
    }
    List<String> keys = Arrays.stream(ServerSetting.values()).map(ServerSetting::key).toList();
    return "unknown setting `%s`%s"
        .formatted(
            key,
            Spelling.nearest(key, keys)
                .map(near -> ". Did you mean `" + near + "`?")
                .orElse(". Known are: " + String.join(", ", keys)));
  }

  private void value(JsonParser parser, ServerSetting setting, String place) throws IOException {
    List<String> values = new ArrayList<>();
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        scalar(parser, setting, place, values);
      }
    } else {
      scalar(parser, setting, place, values);
    }
    if (!values.isEmpty()) {
      entries.put(setting, new Entry(values, place));
    }
  }

  private void scalar(JsonParser parser, ServerSetting setting, String place, List<String> values)
      throws IOException {
    if (parser.currentToken().isStructStart()) {
      parser.skipChildren();
      problems.add(place + ": `" + setting.key() + "` takes a value, not keys below it");
    } else if (parser.currentToken() != JsonToken.VALUE_NULL && !parser.getText().isBlank()) {
      values.add(parser.getText().strip());
    }
  }

  private String place(JsonParser parser) {
    return file + ":" + parser.currentTokenLocation().getLineNr();
  }

  private String place(JsonProcessingException e) {
    return e.getLocation() == null ? file.toString() : file + ":" + e.getLocation().getLineNr();
  }

  /** The parser's complaint, without the excerpt of the file that follows it: it may be secret. */
  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("malformed");
  }
}
