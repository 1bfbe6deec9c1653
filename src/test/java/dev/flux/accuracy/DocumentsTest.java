package dev.flux.accuracy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The documents are what a run says. {@code mvn -B -Paccuracy test} writes them anew ({@code
 * -Dflux.documents=write}); read the difference before it is committed.
 */
class DocumentsTest {
  private static final boolean WRITE = "write".equals(System.getProperty("flux.documents"));
  private static final Path DOCUMENTS = Path.of("src/docs");
  private static final Path SHARED = Path.of("../shared");

  private final MeasuredVersions versions = MeasuredVersions.read(Path.of("pom.xml"));

  @Test
  void theFactsAreThoseThatJudge() throws IOException {
    compare("facts.md", FactsDocument.write(versions));
  }

  @Test
  void theAccuracyIsThatOfThisVersion() throws IOException {
    assumeTrue(
        Files.isDirectory(SHARED.resolve("corpus")) && Files.isDirectory(SHARED.resolve("cases")),
        "skipped: the corpus and the labelled pull requests are not beside this project");
    AccuracyDocument document =
        new AccuracyDocument(
            versions,
            LabelledCases.judge(SHARED.resolve("cases")),
            CorpusSample.judge(SHARED.resolve("corpus")));
    compare("accuracy.md", document.write());
  }

  private static void compare(String name, String said) throws IOException {
    Path file = DOCUMENTS.resolve(name);
    if (WRITE) {
      Files.writeString(file, said, UTF_8);
    }
    assertThat(Files.readString(file, UTF_8))
        .as("%s is not what this version says: mvn -B -Paccuracy test writes it", name)
        .isEqualTo(said);
  }
}
