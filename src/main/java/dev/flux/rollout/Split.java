package dev.flux.rollout;

import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.Section;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What takes the place of a change's migrations in one directory.
 *
 * @param removed paths of the files that go, those that are written anew among them
 * @param now what goes into the change itself
 * @param stages what waits for a deploy or for somebody's word, in order; each comes with a later
 *     change
 * @param open steps that are not written until somebody tells a value
 * @param obstacles why nothing may be written, for people; empty where nothing is in the way
 */
public record Split(
    List<String> removed, Stage now, List<Stage> stages, List<Step> open, List<String> obstacles) {
  public Split {
    removed = List.copyOf(removed);
    stages = List.copyOf(stages);
    open = List.copyOf(open);
    obstacles = List.copyOf(obstacles);
  }

  /** Nothing may be written, for this reason. */
  public static Split refused(String obstacle) {
    return new Split(List.of(), Stage.NOTHING, List.of(), List.of(), List.of(obstacle));
  }

  /** The same, with only those files to go that are there: not every companion of a file is. */
  public Split among(Predicate<String> files) {
    return new Split(removed.stream().filter(files).toList(), now, stages, open, obstacles);
  }

  /** How much of a rollout goes into the change itself. */
  public enum Extent {
    /** What may run before or with the change's own deploy. */
    THIS_DEPLOY,
    /** Everything, for teams that run each file by hand when its gate is met. */
    EVERYTHING
  }

  /** The files that come, in the order they run. */
  public List<MigrationFile> written() {
    return obstacles.isEmpty() ? now.files() : List.of();
  }

  /** Scripts that somebody runs, among the steps that are not later. */
  public List<Step> byHand() {
    return now.byHand();
  }

  /** The steps of later changes, in order. */
  public List<Step> later() {
    return stages.stream().flatMap(stage -> stage.steps().stream()).toList();
  }

  /** Whether there is anything to split. */
  public boolean isEmpty() {
    return removed.isEmpty()
        && obstacles.isEmpty()
        && now.files().isEmpty()
        && stages.stream().allMatch(stage -> stage.files().isEmpty());
  }

  /**
   * Cuts a rollout.
   *
   * @param change that the rollout is for
   */
  public static Split of(MigrationChange change, Rollout rollout, Extent extent) {
    if (rollout.steps().isEmpty()) {
      return new Split(List.of(), Stage.NOTHING, List.of(), List.of(), List.of());
    }
    List<Stage> stages = extent == Extent.EVERYTHING ? Stage.all(rollout) : Stage.of(rollout);
    stages = listed(change, stages);
    Stage now = stages.get(0);
    List<String> obstacles = obstacles(change, rollout, now);
    return new Split(
        obstacles.isEmpty() ? removed(change) : List.of(),
        now,
        stages.subList(1, stages.size()),
        rollout.steps().stream().filter(step -> step.awaited().isPresent()).toList(),
        obstacles);
  }

  private static List<Stage> listed(MigrationChange change, List<Stage> stages) {
    List<String> gone = change.changed().stream().map(Migration::path).toList();
    List<String> before = new ArrayList<>();
    List<Stage> listed = new ArrayList<>();
    for (Stage stage : stages) {
      boolean last = stage.files().isEmpty() && !listed.isEmpty();
      listed.add(last ? stage : stage.listed(change.tool(), gone, before));
      stage.files().forEach(file -> before.add(file.path()));
    }
    return listed;
  }

  private static List<String> obstacles(MigrationChange change, Rollout rollout, Stage now) {
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
      if (migration.version().repeatable()) {
        obstacles.add(
            "`%s` runs again whenever it changes, so that no other file may take its place: put it into a change of its own"
                .formatted(migration.path()));
      }
    }
    change.changed().stream()
        .map(Migration::path)
        .filter(change.shared()::contains)
        .map(
            path ->
                "`%s` runs on other engines too, which need other steps: give each a file that names its engine"
                    .formatted(path))
        .forEach(obstacles::add);
    obstacles.addAll(missing(rollout, now));
    boolean unwritten =
        rollout.files().isEmpty()
            && rollout.steps().stream()
                .anyMatch(s -> s.kind() == Step.Kind.MIGRATION && !s.forward().isBlank());
    if (unwritten) {
      obstacles.add(
          change
              .tool()
              .refusal(change.history(), change.changed())
              .orElseGet(
                  () ->
                      "Flux does not write files for %s; `flux review --format markdown` shows the SQL of each step"
                          .formatted(change.tool().title())));
    }
    return obstacles;
  }

  /**
   * What must be said before anything is written: what a human must write himself, and values that
   * statements would be lost without, since no file is written at once that could note them.
   */
  private static List<String> missing(Rollout rollout, Stage now) {
    Set<String> noted =
        now.files().stream()
            .flatMap(file -> Postponed.columns(file.content()).stream())
            .collect(Collectors.toSet());
    return rollout.steps().stream()
        .filter(step -> step.awaited().filter(a -> noted.contains(a.column())).isEmpty())
        .flatMap(step -> (step.awaited().isEmpty() ? step.missing() : step.question()).stream())
        .distinct()
        .toList();
  }

  private static List<String> removed(MigrationChange change) {
    Set<String> removed = new LinkedHashSet<>();
    Set<String> stay = change.history().stream().map(Migration::path).collect(Collectors.toSet());
    for (Migration migration : change.changed()) {
      if (stay.contains(migration.path())) {
        continue;
      }
      removed.add(migration.path());
      removed.addAll(change.tool().companions(migration));
      migration.down().map(Section::file).map(MigrationFile::path).ifPresent(removed::add);
    }
    return List.copyOf(removed);
  }
}
