package dev.flux.accuracy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.migration.MigrationFinder;
import dev.flux.migration.tool.Tools;
import dev.flux.repository.ChangeContent;
import dev.flux.repository.MemorySnapshot;
import dev.flux.review.Review;
import dev.flux.review.ReviewPipeline;
import dev.flux.review.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The labelled pull requests, each reviewed as the bot would: engine and tool are Flux's to find.
 *
 * @param risky how many are labelled risky, of all of them
 * @param falselySafe names of those that Flux calls safe, and are not
 * @param falselyRisky names of those that Flux calls risky, and are safe
 */
record LabelledCases(
    int all,
    int risky,
    List<String> falselySafe,
    List<String> falselyRisky,
    List<Outcome> outcomes) {

  /** What each class of the labels asks for: one of these. */
  private static final Map<String, List<String>> CLASSES =
      Map.ofEntries(
          Map.entry("add_fk_not_valid_missing", List.of("add-foreign-key-validating")),
          Map.entry("add_unique_constraint", List.of("add-unique-constraint")),
          Map.entry(
              "backfill_in_migration",
              List.of("unbounded-update", "backfill-with-schema-change", "insert-select-large")),
          Map.entry("concurrently_in_transaction", List.of("concurrently-in-transaction")),
          Map.entry("delete_data", List.of("unbounded-delete")),
          Map.entry("drop_column", List.of("drop-column")),
          Map.entry("drop_index", List.of("drop-index-blocking", "drop-index-still-used")),
          Map.entry("drop_table", List.of("drop-table")),
          Map.entry("edited_applied_migration", List.of("edited-merged-migration")),
          Map.entry("index_not_concurrent", List.of("create-index-blocking")),
          Map.entry("primary_key_change", List.of("add-primary-key", "drop-primary-key")),
          Map.entry("rename_column", List.of("rename-column")),
          Map.entry("rename_table", List.of("rename-table")),
          Map.entry("set_not_null", List.of("set-not-null-cold")),
          Map.entry("update_no_where", List.of("unbounded-update")));

  LabelledCases {
    falselySafe = List.copyOf(falselySafe);
    falselyRisky = List.copyOf(falselyRisky);
    outcomes = List.copyOf(outcomes);
  }

  static LabelledCases judge(Path cases) {
    List<Path> directories = list(cases).filter(c -> Files.exists(c.resolve("meta.json"))).toList();
    int risky = 0;
    List<String> falselySafe = new ArrayList<>();
    List<String> falselyRisky = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (Path directory : directories) {
      String name = String.valueOf(directory.getFileName());
      JsonNode label = label(directory);
      boolean danger = label.get("verdict").asText().equals("risky");
      risky += danger ? 1 : 0;
      Review review = review(directory, label);
      boolean said = review.verdict() != Verdict.SAFE;
      if (danger && !said) {
        falselySafe.add(name);
      }
      if (said && !danger) {
        falselyRisky.add(name);
      }
      outcomes.addAll(compare(name, label, danger, review));
    }
    return new LabelledCases(directories.size(), risky, falselySafe, falselyRisky, outcomes);
  }

  /** The labels name classes, not statements: of a risky one no finding can be called wrong. */
  private static List<Outcome> compare(String name, JsonNode label, boolean danger, Review review) {
    Set<String> said =
        review.findings().stream()
            .filter(finding -> finding.severity() != Severity.ADVICE)
            .map(Finding::hazard)
            .collect(Collectors.toCollection(TreeSet::new));
    List<Outcome> outcomes = new ArrayList<>();
    for (JsonNode each : label.get("hazard_classes")) {
      List<String> right = CLASSES.get(each.asText());
      if (right == null) {
        throw new IllegalStateException("what is the class " + each + " of case " + name + "?");
      }
      Optional<String> heard = right.stream().filter(said::contains).findFirst();
      outcomes.add(
          new Outcome(
              heard.isPresent() ? Outcome.Kind.RIGHT : Outcome.Kind.MISSED,
              heard.orElse(right.get(0)),
              name,
              0));
    }
    if (!danger) {
      review.findings(Severity.DANGER).stream()
          .map(Finding::hazard)
          .distinct()
          .forEach(id -> outcomes.add(new Outcome(Outcome.Kind.FALSE_ALARM, id, name, 0)));
    }
    return outcomes;
  }

  private static Review review(Path directory, JsonNode label) {
    Map<String, String> base = files(directory.resolve("base"));
    Map<String, String> head = new TreeMap<>(base);
    for (JsonNode removed : label.path("removed_migrations")) {
      head.remove(removed.isTextual() ? removed.asText() : removed.path("path").asText());
    }
    head.putAll(files(directory.resolve("head")));
    ChangeContent content =
        ChangeContent.between(new MemorySnapshot(base), new MemorySnapshot(head));
    MigrationFinder finder = new MigrationFinder(Tools.all(), Optional.empty(), Optional.empty());
    return ReviewPipeline.review(finder.find(content));
  }

  private static JsonNode label(Path directory) {
    try {
      return new ObjectMapper().readTree(directory.resolve("meta.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList().stream();
    } catch (IOException e) {
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
        files.put(name, new String(Files.readAllBytes(path), UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
