package dev.flux.rollout;

import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.Section;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What takes the place of a change's migrations in one directory.
 *
 * @param removed paths of the files that go, those that are written anew among them
 * @param written the files that come, in the order they run
 * @param later steps that wait for a deploy or for somebody's word, in order; their files come with
 *     later changes
 * @param byHand scripts that somebody runs, among the steps that are not later
 * @param obstacles why nothing may be written, for people; empty where nothing is in the way
 */
public record Split(
    List<String> removed,
    List<MigrationFile> written,
    List<Step> later,
    List<Step> byHand,
    List<String> obstacles) {
  public Split {
    removed = List.copyOf(removed);
    written = List.copyOf(written);
    later = List.copyOf(later);
    byHand = List.copyOf(byHand);
    obstacles = List.copyOf(obstacles);
  }

  /** Nothing may be written, for this reason. */
  public static Split refused(String obstacle) {
    return new Split(List.of(), List.of(), List.of(), List.of(), List.of(obstacle));
  }

  /** How much of a rollout goes into the change itself. */
  public enum Extent {
    /** What may run before or with the change's own deploy. */
    THIS_DEPLOY,
    /** Everything, for teams that run each file by hand when its gate is met. */
    EVERYTHING
  }

  /** Whether there is anything to split. */
  public boolean isEmpty() {
    return removed.isEmpty() && obstacles.isEmpty();
  }

  /**
   * Cuts a rollout.
   *
   * @param change that the rollout is for
   */
  public static Split of(MigrationChange change, Rollout rollout, Extent extent) {
    List<Step> steps = rollout.steps();
    if (steps.isEmpty()) {
      return new Split(List.of(), List.of(), List.of(), List.of(), List.of());
    }
    int cut = extent == Extent.EVERYTHING ? steps.size() : cut(steps);
    List<Step> now = steps.subList(0, cut);
    List<String> obstacles = obstacles(change, rollout, now);
    Map<Integer, List<MigrationFile>> files = rollout.filesByStep();
    List<MigrationFile> written = new ArrayList<>();
    for (int i = 0; i < cut; i++) {
      written.addAll(files.getOrDefault(i, List.of()));
    }
    return new Split(
        obstacles.isEmpty() ? removed(change) : List.of(),
        obstacles.isEmpty() ? written : List.of(),
        steps.subList(cut, steps.size()),
        now.stream().filter(step -> step.kind() == Step.Kind.SCRIPT).toList(),
        obstacles);
  }

  /** The first step that waits for something which is not of this change. */
  private static int cut(List<Step> steps) {
    int cut = 0;
    while (cut < steps.size() && mayGoAtOnce(steps.get(cut))) {
      cut++;
    }
    return cut;
  }

  private static boolean mayGoAtOnce(Step step) {
    return step.kind() != Step.Kind.DEPLOY && !step.afterDeploy();
  }

  private static List<String> obstacles(MigrationChange change, Rollout rollout, List<Step> now) {
    List<String> obstacles = new ArrayList<>();
    Set<String> merged =
        change.touched().stream()
            .flatMap(file -> file.oldPath().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    change.touched().forEach(file -> merged.add(file.path()));
    for (Migration migration : change.changed()) {
      if (merged.contains(migration.path())) {
        obstacles.add(
            "`%s` is merged already: put it back as it was, and write a new migration"
                .formatted(migration.path()));
      }
    }
    for (Step step : now) {
      step.missing().ifPresent(missing -> obstacles.add(step.title() + ": " + missing));
    }
    boolean unwritten =
        rollout.files().isEmpty()
            && rollout.steps().stream()
                .anyMatch(s -> s.kind() == Step.Kind.MIGRATION && !s.forward().isBlank());
    if (unwritten) {
      obstacles.add(
          "Flux does not write files for %s; `flux review --format markdown` shows the SQL of each step"
              .formatted(change.tool().title()));
    }
    return obstacles;
  }

  private static List<String> removed(MigrationChange change) {
    Set<String> removed = new LinkedHashSet<>();
    for (Migration migration : change.changed()) {
      removed.add(migration.path());
      removed.addAll(change.tool().companions(migration));
      migration.down().map(Section::file).map(MigrationFile::path).ifPresent(removed::add);
    }
    return List.copyOf(removed);
  }
}
