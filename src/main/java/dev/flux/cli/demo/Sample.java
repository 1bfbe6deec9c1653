package dev.flux.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A sample delivery with the repository it is about: a folder with {@code sample.json}, {@code
 * delivery.json}, and the files of both sides in {@code base} and {@code head}.
 *
 * @param base files before the change, by path
 * @param head files after it: those before, with the change's own over them
 * @param delivery body of the webhook; the commit ids in it are made up
 * @param conclusion what the check must end as
 * @param hazards what must be found, and nothing else that is dangerous
 * @param command what somebody comments then, on GitHub
 */
record Sample(
    String name,
    ChangeRequestId id,
    String title,
    String event,
    ObjectNode delivery,
    Map<String, String> base,
    Map<String, String> head,
    String conclusion,
    Set<String> hazards,
    Optional<Said> command) {

  /**
   * A command in a comment.
   *
   * @param conclusion what the check must end as on the commit that it brings
   * @param requests titles of the requests that it opens
   */
  record Said(String text, String author, String conclusion, List<String> requests) {
    Said {
      requests = List.copyOf(requests);
    }
  }

  /** Every sample below a folder, in the order of their names. */
  static List<Sample> readAll(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> Files.isRegularFile(entry.resolve("sample.json")))
          .sorted()
          .map(Sample::read)
          .toList();
    }
  }

  private static Sample read(Path folder) {
    ObjectMapper json = new ObjectMapper();
    try {
      JsonNode sample = json.readTree(folder.resolve("sample.json").toFile());
      Map<String, String> base = files(folder.resolve("base"));
      Map<String, String> head = new TreeMap<>(base);
      head.putAll(files(folder.resolve("head")));
      Set<String> hazards = new TreeSet<>();
      sample.path("expected").path("hazards").forEach(hazard -> hazards.add(hazard.asText()));
      return new Sample(
          String.valueOf(folder.getFileName()),
          new ChangeRequestId(
              ForgeKind.valueOf(sample.path("forge").asText().toUpperCase(Locale.ROOT)),
              sample.path("repository").asText(),
              sample.path("number").asLong()),
          sample.path("title").asText(),
          sample.path("event").asText(),
          (ObjectNode) json.readTree(folder.resolve("delivery.json").toFile()),
          base,
          head,
          sample.path("expected").path("check").asText(),
          hazards,
          command(sample.path("command")));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the sample in " + folder, e);
    }
  }

  private static Optional<Said> command(JsonNode command) {
    if (command.isMissingNode()) {
      return Optional.empty();
    }
    List<String> requests = new ArrayList<>();
    command.path("expected").path("requests").forEach(title -> requests.add(title.asText()));
    return Optional.of(
        new Said(
            command.path("text").asText(),
            command.path("author").asText(),
            command.path("expected").path("check").asText(),
            requests));
  }

  private static Map<String, String> files(Path side) throws IOException {
    Map<String, String> files = new TreeMap<>();
    if (!Files.isDirectory(side)) {
      return files;
    }
    try (Stream<Path> paths = Files.walk(side)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(side.relativize(path).toString().replace('\\', '/'), Files.readString(path));
      }
    }
    return files;
  }

  /** Where the forge keeps the head of this request. */
  String headRef() {
    return id.forge() == ForgeKind.GITHUB
        ? "refs/pull/" + id.number() + "/head"
        : "refs/merge-requests/" + id.number() + "/head";
  }
}
