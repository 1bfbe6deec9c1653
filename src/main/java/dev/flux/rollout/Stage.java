package dev.flux.rollout;

import dev.flux.migration.MigrationFile;
import dev.flux.migration.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of a rollout goes into one change, since nothing in it waits for a deploy that follows the
 * change's own.
 *
 * @param phase of its last step
 * @param steps in order; deploys of the application come first, since the others wait for them
 * @param files what the tool runs, in order
 * @param gates what somebody confirms before it is merged; none for the first stage
 */
public record Stage(
    Phase.Name phase, List<Step> steps, List<MigrationFile> files, Set<Gate> gates) {
  /** Without any step. */
  static final Stage NOTHING = new Stage(Phase.Name.EXPAND, List.of(), List.of(), Set.of());

  public Stage {
    steps = List.copyOf(steps);
    files = List.copyOf(files);
    gates = Set.copyOf(gates);
  }

  /** What nobody but a person can tell. */
  public enum Gate {
    /** The rows that an earlier stage fills are filled. */
    BACKFILL,
    /** The version of the application that it waits for runs everywhere. */
    DEPLOY;

    /** As people write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Cuts a rollout before each step that waits for another deploy, but for the steps that nobody
   * can write before a value is told.
   *
   * @return in order, at least one; the first holds what may run at once and may be empty, each
   *     other has a file, but for the last, where nothing is left to be written
   */
  static List<Stage> of(Rollout rollout) {
    return new Cut(rollout).stages();
  }

  /** A rollout as one stage, for teams that run each file by hand when its gate is met. */
  static List<Stage> all(Rollout rollout) {
    Phase.Name last =
        rollout.phases().stream()
            .map(Phase::name)
            .reduce((earlier, later) -> later)
            .orElse(Phase.Name.EXPAND);
    List<MigrationFile> files = rollout.files().stream().map(Rollout.PhasedFile::file).toList();
    List<Step> steps = rollout.steps().stream().filter(step -> step.awaited().isEmpty()).toList();
    return List.of(new Stage(last, steps, files, Set.of()));
  }

  /**
   * The same with the files in which the tool lists its migrations.
   *
   * @param gone paths of migrations
   * @param before paths of the migrations that earlier stages wrote
   */
  Stage listed(Tool tool, List<String> gone, List<String> before) {
    List<String> come =
        Stream.concat(before.stream(), files.stream().map(MigrationFile::path)).toList();
    return new Stage(phase, steps, concat(files, tool.listing(gone, come)), gates);
  }

  /** What belongs to one deploy in several directories. */
  Stage and(Stage other) {
    return new Stage(
        phase.compareTo(other.phase) >= 0 ? phase : other.phase,
        concat(steps, other.steps),
        concat(files, other.files),
        Set.copyOf(
            concat(List.copyOf(gates), List.copyOf(other.gates)).stream().distinct().toList()));
  }

  private static <T> List<T> concat(List<T> one, List<T> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  /** The steps of the application. */
  public List<Step> deploys() {
    return steps.stream().filter(step -> step.kind() == Step.Kind.DEPLOY).toList();
  }

  /** The steps on the database. */
  public List<Step> works() {
    return steps.stream().filter(step -> step.kind() != Step.Kind.DEPLOY).toList();
  }

  /** Scripts that somebody runs. */
  public List<Step> byHand() {
    return steps.stream().filter(step -> step.kind() == Step.Kind.SCRIPT).toList();
  }

  /** Goes over the steps once, and keeps those of the stage at hand. */
  private static final class Cut {
    private final Rollout rollout;
    private final Map<Integer, List<MigrationFile>> filesByStep;
    private final List<Stage> stages = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<MigrationFile> files = new ArrayList<>();

    private Phase.Name phase = Phase.Name.EXPAND;
    private boolean fills;
    private boolean filledBefore;

    Cut(Rollout rollout) {
      this.rollout = rollout;
      this.filesByStep = rollout.filesByStep();
    }

    List<Stage> stages() {
      int index = 0;
      for (Phase of : rollout.phases()) {
        for (Step step : of.steps()) {
          List<MigrationFile> written = filesByStep.getOrDefault(index++, List.of());
          if (step.awaited().isPresent()) {
            continue;
          }
          if (waits(step, of.name())) {
            close();
          }
          add(step, of.name(), written);
        }
      }
      close();
      if (!steps.isEmpty()) {
        stages.add(new Stage(phase, steps, files, gates()));
      }
      return List.copyOf(stages);
    }

    private void add(Step step, Phase.Name name, List<MigrationFile> written) {
      phase = name;
      fills |=
          step.kind() == Step.Kind.SCRIPT
              || (step.kind() == Step.Kind.MIGRATION && name == Phase.Name.BACKFILL);
      steps.add(step);
      files.addAll(written);
    }

    /**
     * Whether a step waits for a deploy that is not the one before this stage. The deploys that a
     * phase begins with serve all its statements.
     */
    private boolean waits(Step step, Phase.Name name) {
      boolean first = stages.isEmpty();
      boolean works = steps.stream().anyMatch(s -> s.kind() != Step.Kind.DEPLOY);
      if (step.kind() == Step.Kind.DEPLOY) {
        return first || works;
      }
      boolean behindScript =
          step.kind() == Step.Kind.MIGRATION
              && steps.stream().anyMatch(s -> s.kind() == Step.Kind.SCRIPT);
      return behindScript
          || (step.afterDeploy() && (first || (works && (phase != name || goesOn(step)))));
    }

    /** Whether it waits for a release after what is done in this stage. */
    private boolean goesOn(Step step) {
      return step.releaseLater()
          && steps.stream().anyMatch(s -> s.kind() != Step.Kind.DEPLOY && !s.releaseLater());
    }

    /** Ends a stage; one with nothing to commit comes with what follows it. */
    private void close() {
      if (!stages.isEmpty() && files.isEmpty()) {
        return;
      }
      stages.add(new Stage(phase, steps, files, gates()));
      filledBefore = fills;
      fills = false;
      steps.clear();
      files.clear();
    }

    private Set<Gate> gates() {
      if (stages.isEmpty()) {
        return Set.of();
      }
      return filledBefore ? Set.of(Gate.DEPLOY, Gate.BACKFILL) : Set.of(Gate.DEPLOY);
    }
  }
}
