package dev.flux.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Real migrations of public projects, where they lie beside the project. */
class CorpusTest {
  private static final Path CORPUS = Path.of("../shared/corpus");

  /** Statements in the TypeScript of a migration. */
  private static final Pattern QUERY =
      Pattern.compile("\\.query\\(\\s*(?:`((?:[^`\\\\]|\\\\.)*)`|'([^']*)'|\"([^\"]*)\")");

  @Test
  void almostEveryStatementOfPostgresqlMigrationsIsRead() throws IOException {
    almostEveryStatementIsRead(Dialect.POSTGRESQL);
  }

  @Test
  void almostEveryStatementOfSqliteMigrationsIsRead() throws IOException {
    almostEveryStatementIsRead(Dialect.SQLITE);
  }

  private static void almostEveryStatementIsRead(Dialect dialect) throws IOException {
    Assumptions.assumeTrue(
        Files.isDirectory(CORPUS), () -> "skipped: there are no migrations at " + CORPUS);
    int statements = 0;
    Map<String, Integer> kinds = new TreeMap<>();
    List<String> unreadable = new ArrayList<>();
    for (Path file : files(dialect)) {
      for (Statement statement : SqlReader.read(sql(file), dialect).statements()) {
        statements++;
        statement.operations().forEach(o -> kinds.merge(o.kind(), 1, Integer::sum));
        boolean placeholder = statement.sql().contains("{{") || statement.sql().contains("${");
        if (!statement.readable() && !placeholder) {
          unreadable.add(file + ":" + statement.span().line() + " " + reason(statement));
        }
      }
    }
    System.out.println(dialect.title() + ": " + statements + " statements " + kinds);
    unreadable.forEach(System.out::println);
    assertThat(statements).isGreaterThan(100);
    assertThat((double) unreadable.size() / statements).isLessThanOrEqualTo(0.003);
  }

  private static String reason(Statement statement) {
    return statement.operations().stream()
        .filter(Unreadable.class::isInstance)
        .map(operation -> ((Unreadable) operation).reason())
        .findFirst()
        .orElseThrow();
  }

  /** The whole of a SQL file; of a program what it hands to the database, a statement each. */
  private static String sql(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    if (file.toString().endsWith(".sql")) {
      return text;
    }
    StringBuilder sql = new StringBuilder();
    Matcher matcher = QUERY.matcher(text);
    while (matcher.find()) {
      Stream.of(1, 2, 3)
          .map(matcher::group)
          .filter(found -> found != null)
          .forEach(found -> sql.append(found.replaceAll(";\\s*$", "")).append(";\n"));
    }
    return sql.toString();
  }

  /** Files of repositories with this engine alone, and those whose path names it. */
  private static List<Path> files(Dialect dialect) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String line : Files.readAllLines(CORPUS.resolve("MANIFEST.tsv"))) {
      List<String> fields = List.of(line.split("\t", -1));
      List<String> engines =
          Arrays.stream(fields.get(4).split(",")).map(e -> e.replaceAll(":.*", "")).toList();
      if (!engines.contains(dialect.id())) {
        continue;
      }
      Path directory = CORPUS.resolve(fields.get(0)).resolve(fields.get(1).replace("/", "__"));
      try (Stream<Path> found = Files.walk(directory)) {
        found
            .filter(path -> path.toString().matches(".*\\.(sql|ts)") && Files.isRegularFile(path))
            .filter(path -> engines.size() == 1 || names(directory.relativize(path), dialect))
            .forEach(files::add);
      }
    }
    return files;
  }

  private static boolean names(Path path, Dialect dialect) {
    String word = dialect == Dialect.POSTGRESQL ? "postgres" : dialect.id();
    return path.toString().toLowerCase(Locale.ROOT).contains(word);
  }
}
