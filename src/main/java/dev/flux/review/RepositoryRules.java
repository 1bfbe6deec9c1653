package dev.flux.review;

import dev.flux.config.RepositorySettings;
import dev.flux.config.RepositorySettings.Allowed;
import dev.flux.config.RepositorySettings.Backfill;
import dev.flux.config.RepositorySettings.FailOn;
import dev.flux.config.RepositorySettings.Problem;
import dev.flux.config.RepositorySettings.Vocabulary;
import dev.flux.config.TableStatistics;
import dev.flux.engine.Evidence;
import dev.flux.forge.CommentBody;
import dev.flux.hazard.Finding;
import dev.flux.hazard.HazardIds;
import dev.flux.hazard.Policy;
import dev.flux.hazard.Severity;
import dev.flux.migration.FoundMigrations;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationPaths;
import dev.flux.migration.Tool;
import dev.flux.migration.tool.Tools;
import dev.flux.repository.ChangeContent;
import dev.flux.repository.Snapshot;
import dev.flux.rollout.ColumnValue;
import dev.flux.rollout.DualWrite;
import dev.flux.rollout.Told;
import dev.flux.sql.Dialect;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a repository says about itself in {@code flux.yml}. A change is judged by the file at its
 * base, so that it cannot weaken its own check; what it changes there is checked, and holds once it
 * is merged.
 *
 * @param settings that hold
 * @param proposed the settings of the change itself; those that hold where it leaves them alone
 * @param changed whether the change edits them
 * @param statistics of the tables, at the base too
 * @param commanded what somebody said columns are to be filled with
 */
public record RepositoryRules(
    RepositorySettings settings,
    RepositorySettings proposed,
    boolean changed,
    TableStatistics statistics,
    List<ColumnValue> commanded,
    LocalDate today) {
  /** Of a repository that says nothing. */
  public static final RepositoryRules NONE =
      new RepositoryRules(
          RepositorySettings.NONE,
          RepositorySettings.NONE,
          false,
          TableStatistics.NONE,
          List.of(),
          LocalDate.EPOCH);

  private static final int LONGEST_SHOWN = 60;
  private static final String INVALID_SETTINGS = "invalid-settings";
  private static final String INVALID_SUPPRESSION = "invalid-suppression";

  /** Of a change, with the file at its base. */
  public static RepositoryRules of(ChangeContent content, LocalDate today) {
    return of(content.base()::read, content.head().read(RepositorySettings.FILE), today);
  }

  /** Of a working copy, with the file that lies there. */
  public static RepositoryRules of(Snapshot snapshot, LocalDate today) {
    return of(snapshot::read, snapshot.read(RepositorySettings.FILE), today);
  }

  /** Of files handed over: the file among the history holds. */
  public static RepositoryRules of(
      List<MigrationFile> history, List<MigrationFile> files, LocalDate today) {
    Optional<String> base = find(history, RepositorySettings.FILE);
    Optional<String> head = find(files, RepositorySettings.FILE).or(() -> base);
    return of(path -> find(history, path), head, today);
  }

  /** The same with the statistics of a file that somebody names. */
  public RepositoryRules with(TableStatistics named) {
    return new RepositoryRules(settings, proposed, changed, named, commanded, today);
  }

  /** The same with what somebody said columns are to be filled with. */
  public RepositoryRules with(List<ColumnValue> values) {
    return new RepositoryRules(settings, proposed, changed, statistics, values, today);
  }

  private static Optional<String> find(List<MigrationFile> files, String path) {
    return files.stream()
        .filter(file -> file.path().equals(path))
        .map(MigrationFile::content)
        .findFirst();
  }

  private static RepositoryRules of(
      Function<String, Optional<String>> baseFile, Optional<String> head, LocalDate today) {
    Optional<String> base = baseFile.apply(RepositorySettings.FILE);
    RepositorySettings settings = read(base);
    boolean changed = !base.equals(head);
    String path = settings.statistics().orElse(TableStatistics.FILE);
    TableStatistics statistics =
        baseFile
            .apply(path)
            .flatMap(json -> TableStatistics.read(path, json))
            .orElse(TableStatistics.NONE);
    return new RepositoryRules(
        settings, changed ? read(head) : settings, changed, statistics, List.of(), today);
  }

  private static RepositorySettings read(Optional<String> text) {
    return text.map(yaml -> RepositorySettings.read(yaml, vocabulary()))
        .orElse(RepositorySettings.NONE);
  }

  private static Vocabulary vocabulary() {
    return new Vocabulary(
        HazardIds.known(), Tools.all().stream().map(Tool::id).collect(Collectors.toSet()));
  }

  /** Whether the content of a path matters to a review. */
  public static boolean concern(String path) {
    return MigrationPaths.isCandidate(path) || path.equals(RepositorySettings.FILE);
  }

  /** How findings are weighed. */
  Policy policy() {
    return new Policy(settings, statistics, today);
  }

  /** What columns are to be filled with, as far as the files of the change do not say it. */
  Told told() {
    return new Told(
        commanded,
        settings.backfills().stream().flatMap(said -> value(said).stream()).toList(),
        settings.syncTriggers() ? DualWrite.TRIGGER : DualWrite.APPLICATION);
  }

  private static Optional<ColumnValue> value(Backfill said) {
    return ColumnValue.parse(said.column() + " = " + said.expression());
  }

  /** Whether a finding makes a check fail. */
  public boolean fail(Finding finding) {
    return switch (settings.failOn().orElse(FailOn.DANGER)) {
      case DANGER -> finding.severity() == Severity.DANGER;
      case WARNING -> finding.severity() != Severity.ADVICE;
      case NEVER -> false;
    };
  }

  /**
   * What is wrong in the file: as the change leaves it, and also where the change only adds
   * migrations to be judged by it.
   */
  List<Finding> mistakes(FoundMigrations found) {
    if (!changed && found.changes().isEmpty()) {
      return List.of();
    }
    return Stream.concat(
            Stream.concat(
                    proposed.problems().stream(),
                    proposed.backfills().stream()
                        .filter(RepositoryRules::isNone)
                        .map(RepositoryRules::noValue))
                .map(RepositoryRules::say),
            proposed.allowed().stream()
                .filter(allowed -> allowed.expired(today))
                .filter(allowed -> changed || concerns(allowed, found))
                .map(RepositoryRules::sayExpired))
        .toList();
  }

  /** Whether it would be told in vain, on any engine. */
  private static boolean isNone(Backfill said) {
    return value(said)
        .filter(v -> Arrays.stream(Dialect.values()).anyMatch(v::isExpression))
        .isEmpty();
  }

  private static Problem noValue(Backfill said) {
    String shown = CommentBody.shorten(said.column() + ": " + said.expression(), LONGEST_SHOWN);
    return new Problem(
        said.line(),
        shown.replace('`', '\''),
        "it is not a table's column with one SQL expression, such as users.status: \"'active'\"");
  }

  private static boolean concerns(Allowed allowed, FoundMigrations found) {
    return found.changes().stream()
        .flatMap(change -> change.changed().stream())
        .anyMatch(migration -> allowed.covers(migration.path()));
  }

  private static Finding say(Problem problem) {
    return finding(
        INVALID_SETTINGS,
        problem.line(),
        problem.text().isEmpty()
            ? "Flux leaves a setting out"
            : "Flux leaves out `" + problem.text() + "`",
        problem.cause(),
        "Mend it; the other settings hold.");
  }

  private static Finding sayExpired(Allowed allowed) {
    return finding(
        INVALID_SUPPRESSION,
        allowed.line(),
        "Nobody allows " + String.join(", ", allowed.hazards()) + " here any more",
        "the entry expired on " + allowed.expires().map(LocalDate::toString).orElse(""),
        "Take it away, or look at it again and give it a later day.");
  }

  private static Finding finding(
      String hazard, int line, String effect, String cause, String remedy) {
    return new Finding(
        hazard,
        Severity.DANGER,
        RepositorySettings.FILE,
        line,
        line,
        effect,
        cause,
        remedy,
        Evidence.KNOWN,
        List.of());
  }
}
