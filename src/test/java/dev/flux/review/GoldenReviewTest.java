package dev.flux.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Every directory below {@code review}: the repository before, the files of the change, and what
 * Flux says of it. {@code -Dflux.goldens=write} writes what is expected anew; read the difference
 * before it is committed.
 */
class GoldenReviewTest {
  private static final Path CASES = Path.of("src/test/resources/review");
  private static final boolean WRITE = "write".equals(System.getProperty("flux.goldens"));

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    List<Path> cases = list(CASES);
    assertThat(cases).as("golden cases").isNotEmpty();
    return cases.stream().map(GoldenReviewTest::container);
  }

  private static DynamicNode container(Path directory) {
    ReviewCase change = ReviewCase.read(directory);
    Map<String, String> outputs = change.outputs();
    Path expected = directory.resolve("expected");
    Stream<DynamicNode> files =
        outputs.entrySet().stream()
            .map(
                output ->
                    dynamicTest(
                        output.getKey(),
                        () -> compare(expected.resolve(output.getKey()), output.getValue())));
    Stream<DynamicNode> rules =
        Stream.of(
            dynamicTest("fits", () -> OutputLimits.check(change)),
            dynamicTest("nothing is orphaned", () -> checkOrphans(directory, outputs)));
    return dynamicContainer(directory.getFileName().toString(), Stream.concat(files, rules));
  }

  private static void compare(Path golden, String actual) throws IOException {
    if (WRITE) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, actual, UTF_8);
    }
    assertThat(golden).as("run once with -Dflux.goldens=write").exists();
    assertThat(actual).isEqualTo(Files.readString(golden, UTF_8));
  }

  private static void checkOrphans(Path directory, Map<String, String> outputs) throws IOException {
    assertThat(list(directory))
        .extracting(path -> path.getFileName().toString())
        .containsExactlyInAnyOrder("base", "expected", "head");
    assertThat(list(directory.resolve("expected")))
        .extracting(path -> path.getFileName().toString())
        .containsExactlyInAnyOrderElementsOf(outputs.keySet());
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }
}
