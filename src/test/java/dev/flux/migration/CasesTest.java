package dev.flux.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flux.migration.tool.Tools;
import dev.flux.repository.ChangeContent;
import dev.flux.repository.ChangedFile;
import dev.flux.repository.ChangedFile.Kind;
import dev.flux.repository.LineSet;
import dev.flux.repository.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real pull requests: what they add is found, and nothing else. */
class CasesTest {
  private static final Path CASES = Path.of("../shared/cases");

  static Stream<String> cases() throws IOException {
    if (!Files.exists(CASES)) {
      return Stream.of("absent");
    }
    try (Stream<Path> list = Files.list(CASES)) {
      return list
          .filter(Files::isDirectory)
          .map(each -> each.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void findsWhatThePullRequestAdds(String name) throws IOException {
    assumeTrue(!name.equals("absent"), "skipped: ../shared/cases is not here");
    Path folder = CASES.resolve(name);
    JsonNode meta = new ObjectMapper().readTree(folder.resolve("meta.json").toFile());
    FoundMigrations found =
        new MigrationFinder(Tools.all(), Optional.empty(), Optional.empty())
            .find(content(folder, meta));

    Set<String> changed = new TreeSet<>();
    Set<String> engines = new TreeSet<>();
    for (MigrationChange change : found.changes()) {
      change.changed().forEach(each -> changed.add(each.path()));
      engines.add(change.engine().dialect().id());
      assertThat(change.tool().id()).isEqualTo(meta.get("tool").asText());
      assertThat(change.history()).isNotEmpty();
    }
    Set<String> expected = new TreeSet<>(strings(meta, "added_files"));
    expected.addAll(strings(meta, "edited_existing_migrations"));
    expected.removeIf(path -> path.endsWith("down.sql") || !path.endsWith(".sql"));
    assertThat(changed).isEqualTo(expected);
    assertThat(engines).containsExactlyInAnyOrderElementsOf(strings(meta, "engine"));
    assertThat(found.unsupported()).isEmpty();
    assertThat(found.undecided()).isEmpty();
  }

  private static List<String> strings(JsonNode meta, String key) {
    List<String> found = new ArrayList<>();
    meta.get(key).forEach(each -> found.add(each.asText()));
    return found;
  }

  private static ChangeContent content(Path folder, JsonNode meta) {
    List<String> removed = strings(meta, "removed_migrations");
    Snapshot base = new Folder(List.of(folder.resolve("base")), List.of());
    Snapshot head = new Folder(List.of(folder.resolve("head"), folder.resolve("base")), removed);
    List<ChangedFile> files = new ArrayList<>();
    for (String path : new Folder(List.of(folder.resolve("head")), List.of()).paths()) {
      Kind kind = base.paths().contains(path) ? Kind.MODIFIED : Kind.ADDED;
      files.add(new ChangedFile(path, Optional.empty(), kind, LineSet.NONE));
    }
    removed.forEach(
        path -> files.add(new ChangedFile(path, Optional.empty(), Kind.DELETED, LineSet.NONE)));
    return new ChangeContent(base, head, files);
  }
}
