package dev.flux.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hazard is complete: id, page and examples. */
final class HazardCatalogueTest {
  private static final Path CATALOGUE = Path.of("../shared/hazards.md");

  static Stream<Hazard> hazards() {
    return Hazards.ALL.stream();
  }

  @Test
  void areListedByIdAndOnce() {
    List<String> ids = hazards().map(Hazard::id).toList();
    assertThat(ids)
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[a-z]+(-[a-z]+)*"));
  }

  @Test
  void areNamedLikeTheirFiles() {
    assertThat(hazards())
        .allSatisfy(
            hazard ->
                assertThat(hazard.getClass().getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-"))
                    .isEqualToIgnoringCase(hazard.id()));
  }

  @ParameterizedTest
  @MethodSource("hazards")
  void haveAPage(Hazard hazard) throws IOException {
    String source =
        Files.readString(
            Path.of("src/main/java", hazard.getClass().getName().replace('.', '/') + ".java"));
    String page = source.substring(source.indexOf("/**"), source.indexOf("*/"));
    assertThat(page.replaceAll("\\s*\\n \\* ?", " "))
        .containsSubsequence(
            "/** Catches ", "<p>In production: ", "<p>Engines: ", "<p>Safe path: ", "<p>Source: ");
    assertThat(source.lines().count()).isLessThanOrEqualTo(120);
  }

  @ParameterizedTest
  @MethodSource("hazards")
  void haveExamples(Hazard hazard) {
    List<HazardExample> examples = HazardExample.all().getOrDefault(hazard.id(), List.of());
    assertThat(examples.stream().map(HazardExample::role)).contains("bad", "good", "near-miss");
  }

  @Test
  void haveNoOrphanedExamples() {
    Set<String> ids = hazards().map(Hazard::id).collect(Collectors.toSet());
    assertThat(HazardExample.all().keySet()).isSubsetOf(ids);
  }

  @Test
  void haveTheSeverityOfTheCatalogue() throws IOException {
    Assumptions.assumeTrue(
        Files.exists(CATALOGUE), "the catalogue of hazards is not beside the project");
    Map<String, String> rows =
        Files.readAllLines(CATALOGUE).stream()
            .filter(line -> line.startsWith("| "))
            .flatMap(
                line ->
                    Pattern.compile(", *")
                        .splitAsStream(line.split("\\|", -1)[1].strip())
                        .map(id -> Map.entry(id.replace(" ◆", ""), line)))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a));
    assertThat(hazards().filter(hazard -> rows.containsKey(hazard.id())))
        .hasSizeGreaterThan(50)
        .allSatisfy(
            hazard ->
                assertThat(rows.getOrDefault(hazard.id(), "")).contains(hazard.severity().id()));
  }
}
