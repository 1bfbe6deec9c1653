package dev.flux.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flux.migration.tool.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tools and engines are recognised in the real layouts of public projects. */
class CorpusTest {
  private static final Path CORPUS = Path.of("../shared/corpus");
  private static final Set<String> KNOWN_ENGINES = Set.of("postgresql", "mysql", "sqlite");

  static Stream<String> rows() throws IOException {
    return Files.exists(CORPUS)
        ? Files.readAllLines(CORPUS.resolve("MANIFEST.tsv")).stream().skip(1)
        : Stream.of("absent");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void recognisesToolAndEngine(String row) {
    assumeTrue(!row.equals("absent"), "skipped: ../shared/corpus is not here");
    String[] cells = row.split("\t", -1);
    Folder repository =
        new Folder(
            List.of(CORPUS.resolve(cells[0]).resolve(cells[1].replace("/", "__"))), List.of());
    FoundMigrations found =
        new MigrationFinder(Tools.all(), Optional.empty(), Optional.empty())
            .find(repository, List.of(""));

    Optional<Tool> ours = Tools.find(cells[0].equals("raw-sql") ? "sql" : cells[0]);
    boolean sqlFiles =
        repository.paths().stream()
            .anyMatch(path -> path.endsWith(".sql") && !MigrationPaths.isForeign(path));
    if (ours.isEmpty() || !sqlFiles) {
      assertThat(found.unsupported()).as(row).isNotEmpty();
      return;
    }
    assertThat(found.changes()).as(row).isNotEmpty();
    assertThat(found.changes())
        .as(row)
        .allSatisfy(change -> assertThat(change.tool().id()).isEqualTo(ours.get().id()));
    Set<String> engines =
        found.changes().stream()
            .map(change -> change.engine().dialect().id())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> expected =
        Arrays.stream(cells[4].split(","))
            .map(each -> each.substring(0, each.indexOf(':')))
            .filter(KNOWN_ENGINES::contains)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(engines).as(row + found.changes().get(0).engine().source()).isEqualTo(expected);
    assertThat(found.undecided()).as(row).isEmpty();
  }
}
