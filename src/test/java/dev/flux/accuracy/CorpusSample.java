package dev.flux.accuracy;

import dev.flux.hazard.Examination;
import dev.flux.hazard.Examiner;
import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.migration.FoundMigrations;
import dev.flux.migration.MigrationFinder;
import dev.flux.migration.tool.Tools;
import dev.flux.repository.DirectorySnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The labelled files of the corpus, each judged as the change under review with the files before it
 * as the history.
 *
 * @param files how many
 * @param statements how many they hold
 */
record CorpusSample(int files, int statements, List<Outcome> outcomes) {
  /** What the labels say nothing about: ways back, and code that no corpus has. */
  private static final Set<String> UNLABELLED =
      Set.of(
          "missing-down",
          "irreversible-down",
          "down-does-not-reverse",
          "code-still-refers",
          "duplicate-version",
          "out-of-order-version");

  CorpusSample {
    outcomes = List.copyOf(outcomes);
  }

  /** Whether the labels speak of it. */
  static boolean covers(String hazard, Severity severity) {
    return severity != Severity.ADVICE && !UNLABELLED.contains(hazard);
  }

  static CorpusSample judge(Path corpus) {
    Map<String, List<Label>> byFile = new LinkedHashMap<>();
    Label.all().forEach(l -> byFile.computeIfAbsent(l.path(), p -> new ArrayList<>()).add(l));
    Map<Path, DirectorySnapshot> repositories = new LinkedHashMap<>();
    List<Outcome> outcomes = new ArrayList<>();
    int statements = 0;
    for (Map.Entry<String, List<Label>> file : byFile.entrySet()) {
      Path path = Path.of(file.getKey());
      Path repository = path.subpath(0, 2);
      DirectorySnapshot snapshot =
          repositories.computeIfAbsent(repository, top -> list(corpus.resolve(top)));
      String name = repository.relativize(path).toString().replace('\\', '/');
      MigrationFinder finder =
          new MigrationFinder(
              Tools.all(), Optional.empty(), Optional.of(file.getValue().get(0).engine()));
      FoundMigrations found = finder.find(snapshot, List.of(name));
      List<Examination> judged = found.changes().stream().map(Examiner::examine).toList();
      statements += judged.stream().mapToInt(CorpusSample::count).sum();
      outcomes.addAll(compare(file.getKey(), file.getValue(), judged));
    }
    return new CorpusSample(byFile.size(), statements, outcomes);
  }

  private static DirectorySnapshot list(Path repository) {
    try {
      return DirectorySnapshot.of(repository, List.of(repository));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + repository, e);
    }
  }

  private static int count(Examination examination) {
    return examination.migrations().stream().mapToInt(m -> m.statements().size()).sum();
  }

  private static List<Outcome> compare(String path, List<Label> labels, List<Examination> judged) {
    List<Said> said = said(judged);
    List<Outcome> outcomes = new ArrayList<>();
    for (Label label : labels) {
      Optional<Said> heard = said.stream().filter(each -> each.is(label)).findFirst();
      if (heard.isPresent() && label.asked()) {
        outcomes.add(new Outcome(Outcome.Kind.RIGHT, heard.get().hazard(), path, label.first()));
      } else if (label.asked()) {
        outcomes.add(new Outcome(Outcome.Kind.MISSED, label.hazards().get(0), path, label.first()));
      }
    }
    said.stream()
        .filter(each -> labels.stream().noneMatch(each::is))
        .map(each -> new Outcome(Outcome.Kind.FALSE_ALARM, each.hazard(), path, each.from()))
        .forEach(outcomes::add);
    return outcomes;
  }

  /** Each hazard once a statement, whatever number of its actions it is about. */
  private static List<Said> said(List<Examination> judged) {
    Set<Said> said = new TreeSet<>();
    for (Examination examination : judged) {
      Stream.concat(
              examination.findings().stream(),
              examination.migrations().stream().flatMap(m -> m.findings().stream()))
          .filter(finding -> covers(finding.hazard(), finding.severity()))
          .forEach(
              finding -> said.add(new Said(finding.hazard(), finding.line(), finding.endLine())));
      examination.migrations().stream()
          .flatMap(migration -> migration.statements().stream())
          .forEach(
              statement -> {
                for (Finding finding : statement.findings()) {
                  if (covers(finding.hazard(), finding.severity())) {
                    said.add(
                        new Said(
                            finding.hazard(),
                            statement.statement().span().line(),
                            statement.statement().span().endLine()));
                  }
                }
              });
    }
    return List.copyOf(said);
  }

  /** A hazard that Flux named, with the lines of its statement. */
  private record Said(String hazard, int from, int to) implements Comparable<Said> {
    boolean is(Label label) {
      return label.hazards().contains(hazard) && label.isAt(from, to);
    }

    @Override
    public int compareTo(Said other) {
      int byLine = Integer.compare(from, other.from);
      return byLine != 0 ? byLine : hazard.compareTo(other.hazard);
    }
  }
}
