package dev.flux.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A hazard speaks about its bad example, at the marked lines, and not about the others. */
final class HazardExamplesTest {
  @TestFactory
  Stream<DynamicTest> speakWhereTheyShould() {
    return HazardExample.all().values().stream()
        .flatMap(List::stream)
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.hazard() + " " + example.role(), () -> judge(example)));
  }

  private static void judge(HazardExample example) {
    List<Finding> findings =
        Examiner.examine(example.change())
            .allFindings()
            .filter(finding -> speaks(finding, example))
            .toList();
    List<String> places =
        findings.stream()
            .filter(f -> f.hazard().equals(example.hazard()))
            .map(HazardExamplesTest::place)
            .toList();
    if (example.role().startsWith("bad")) {
      assertThat(places)
          .describedAs("%s", findings)
          .containsExactlyInAnyOrderElementsOf(expected(example));
      assertThat(others(findings, example))
          .describedAs("other hazards")
          .isEqualTo(new TreeSet<>(example.also));
      assertThat(findings).allSatisfy(HazardExamplesTest::readsWell);
    } else if (example.role().startsWith("good")) {
      assertThat(findings).isEmpty();
    } else {
      assertThat(places).describedAs("%s", findings).isEmpty();
    }
  }

  /** Advice is heard where the example is about it. */
  private static boolean speaks(Finding finding, HazardExample example) {
    return finding.severity() != Severity.ADVICE || finding.hazard().equals(example.hazard());
  }

  private static void readsWell(Finding finding) {
    assertThat(finding.message())
        .matches("[A-Z`].*[^.] because (?!(A|An|It|The|This)\\b)[^.].*\\.")
        .doesNotContain("Optional", " null ", "..");
  }

  private static Set<String> others(List<Finding> findings, HazardExample example) {
    Set<String> others = new TreeSet<>();
    findings.forEach(finding -> others.add(finding.hazard()));
    others.remove(example.hazard());
    return others;
  }

  private static List<String> expected(HazardExample example) {
    List<String> marked =
        example.changed.stream()
            .flatMap(
                file -> file.findings.stream().map(line -> "migrations/" + file.name + ":" + line))
            .toList();
    assertThat(marked).describedAs("a bad example marks where Flux speaks").isNotEmpty();
    return marked;
  }

  private static String place(Finding finding) {
    return finding.path() + ":" + finding.line();
  }
}
