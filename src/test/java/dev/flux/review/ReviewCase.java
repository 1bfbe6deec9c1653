package dev.flux.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flux.forge.ForgeKind;
import dev.flux.forge.Remark;
import dev.flux.migration.MigrationFinder;
import dev.flux.migration.tool.Tools;
import dev.flux.repository.ChangeContent;
import dev.flux.repository.MemorySnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A change to a repository, and everything that Flux says of it. */
record ReviewCase(ChangeContent content, Review review) {

  /** What a directory with {@code base} and {@code head} tells; the head lies over the base. */
  static ReviewCase read(Path directory) {
    Map<String, String> base = files(directory.resolve("base"));
    return of(base, files(directory.resolve("head")));
  }

  /** A change that adds or edits the files of the head. */
  static ReviewCase of(Map<String, String> base, Map<String, String> head) {
    Map<String, String> after = new TreeMap<>(base);
    after.putAll(head);
    ChangeContent content =
        ChangeContent.between(new MemorySnapshot(base), new MemorySnapshot(after));
    MigrationFinder finder = new MigrationFinder(Tools.all(), Optional.empty(), Optional.empty());
    RepositoryRules rules = RepositoryRules.of(content, LocalDate.of(2026, 6, 1));
    return new ReviewCase(
        content, ReviewPipeline.review(finder.with(rules.settings()).find(content), rules));
  }

  List<Remark> remarks(ForgeKind forge) {
    return InlineRemarks.of(review, content, forge);
  }

  /** The texts that the golden files hold, by file name. */
  Map<String, String> outputs() {
    Map<String, String> outputs = new LinkedHashMap<>();
    outputs.put("receipt.txt", Receipt.of(review, false));
    outputs.put("summary.md", Summary.of(review));
    outputs.put("remarks.md", remarksText());
    outputs.put("review.json", json());
    return outputs;
  }

  private String remarksText() {
    return remarks(ForgeKind.GITHUB).stream()
        .map(
            remark ->
                "<!-- "
                    + remark.path()
                    + ":"
                    + remark.startLine()
                    + "-"
                    + remark.line()
                    + " "
                    + remark.fingerprint()
                    + " -->\n\n"
                    + remark.body()
                    + "\n")
        .collect(Collectors.joining("\n"));
  }

  private String json() {
    try {
      ObjectMapper mapper = new ObjectMapper();
      return mapper
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(mapper.readTree(JsonReport.of(review)))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> files(Path top) {
    Map<String, String> files = new TreeMap<>();
    if (!Files.isDirectory(top)) {
      return files;
    }
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = top.relativize(path).toString().replace('\\', '/');
        files.put(name, Files.readString(path, UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
