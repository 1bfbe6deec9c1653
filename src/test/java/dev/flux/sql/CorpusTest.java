package dev.flux.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Real migrations of public projects, where they lie beside the project. */
class CorpusTest {
  private static final Path CORPUS = Path.of("../shared/corpus");

  @Test
  void almostEveryStatementOfPostgresqlMigrationsIsRead() throws IOException {
    Assumptions.assumeTrue(
        Files.isDirectory(CORPUS), () -> "skipped: there are no migrations at " + CORPUS);
    int statements = 0;
    Map<String, Integer> kinds = new TreeMap<>();
    List<String> unreadable = new ArrayList<>();
    for (Path file : postgresqlFiles()) {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      for (Statement statement : SqlReader.read(text, Dialect.POSTGRESQL).statements()) {
        statements++;
        statement.operations().forEach(o -> kinds.merge(o.kind(), 1, Integer::sum));
        boolean placeholder = statement.sql().contains("{{") || statement.sql().contains("${");
        if (!statement.readable() && !placeholder) {
          unreadable.add(file + ":" + statement.span().line() + " " + reason(statement));
        }
      }
    }
    System.out.println(kinds);
    unreadable.forEach(System.out::println);
    assertThat(statements).isPositive();
    assertThat((double) unreadable.size() / statements).isLessThanOrEqualTo(0.003);
  }

  private static String reason(Statement statement) {
    return statement.operations().stream()
        .filter(Unreadable.class::isInstance)
        .map(operation -> ((Unreadable) operation).reason())
        .findFirst()
        .orElseThrow();
  }

  private static List<Path> postgresqlFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String line : Files.readAllLines(CORPUS.resolve("MANIFEST.tsv"))) {
      List<String> fields = List.of(line.split("\t", -1));
      String engines = fields.get(4);
      if (!engines.startsWith("postgresql:") || engines.contains(",")) {
        continue;
      }
      Path directory = CORPUS.resolve(fields.get(0)).resolve(fields.get(1).replace("/", "__"));
      try (Stream<Path> found = Files.walk(directory)) {
        found
            .filter(p -> p.toString().endsWith(".sql") && Files.isRegularFile(p))
            .forEach(files::add);
      }
    }
    return files;
  }
}
