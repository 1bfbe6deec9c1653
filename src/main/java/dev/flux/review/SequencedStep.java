package dev.flux.review;

import dev.flux.migration.MigrationFile;
import dev.flux.rollout.Phase;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step with its place in the deployment sequence.
 *
 * @param number from 1, over all phases and directories
 * @param rollout that it belongs to
 */
record SequencedStep(int number, Phase.Name phase, Step step, Rollout rollout) {
  private static final Pattern NAME = Pattern.compile("(?<![\\w.$])(?!and\\b)[\\w.$]+");
  private static final Pattern LOCK =
      Pattern.compile("([A-Z ]+ on )([\\w.$]+(?:(?:, | and )[\\w.$]+)*)");

  /** A labelled fact about a step, such as its lock. */
  record Fact(String label, String text) {}

  /** Every step of a review: the phases in order, in each the directories in order. */
  static List<SequencedStep> of(Review review) {
    List<SequencedStep> sequence = new ArrayList<>();
    for (Phase.Name name : Phase.Name.values()) {
      for (DirectoryReview directory : review.directories()) {
        for (Phase phase : directory.rollout().phases()) {
          if (phase.name() == name) {
            for (Step step : phase.steps()) {
              sequence.add(new SequencedStep(sequence.size() + 1, name, step, directory.rollout()));
            }
          }
        }
      }
    }
    return List.copyOf(sequence);
  }

  /**
   * The migration that runs it, the one that goes up first; none where none is written. Files that
   * hold the step's SQL there or back, else those that are named for it; looked for when asked,
   * since a receipt of thousands of steps needs none.
   */
  List<MigrationFile> files() {
    if (step.kind() != Step.Kind.MIGRATION || step.forward().isBlank()) {
      return List.of();
    }
    String forward = step.forward().strip();
    String rollback = step.rollback().strip();
    List<MigrationFile> files =
        rollout.files().stream()
            .filter(phased -> phased.phase() == phase)
            .map(Rollout.PhasedFile::file)
            .toList();
    Predicate<MigrationFile> holds = file -> file.content().contains(forward);
    Predicate<MigrationFile> named = file -> letters(file.path()).contains(letters(step.slug()));
    Predicate<MigrationFile> wanted =
        files.stream().anyMatch(holds)
            ? holds.or(
                file ->
                    !rollback.isEmpty() && file.content().contains(rollback) && named.test(file))
            : named;
    return files.stream().filter(wanted).toList();
  }

  private static String letters(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Path of the file that runs it, where one is written. */
  Optional<String> file() {
    return files().stream().map(MigrationFile::path).findFirst();
  }

  boolean isDeploy() {
    return step.kind() == Step.Kind.DEPLOY;
  }

  /** Who does it, in a word or two: the phase of a migration, "code deploy" or "by hand". */
  String stage() {
    return switch (step.kind()) {
      case MIGRATION -> phase.id();
      case DEPLOY -> "code deploy";
      case SCRIPT -> phase.id() + ", by hand";
    };
  }

  /** Lock, what it blocks, duration, and the versions of the application; only what is said. */
  List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    addFact(facts, "Lock", lock());
    addFact(facts, "Blocks", step.blocks());
    addFact(facts, "Takes", step.duration());
    addFact(facts, "Needs", step.gate());
    addFact(facts, "Works with", step.compatibility());
    step.missing().ifPresent(missing -> addFact(facts, "Still open", missing));
    return List.copyOf(facts);
  }

  /** The lock with its tables between backticks. */
  private String lock() {
    Matcher lock = LOCK.matcher(step.lock());
    return lock.matches()
        ? lock.group(1) + NAME.matcher(lock.group(2)).replaceAll("`$0`")
        : step.lock();
  }

  private static void addFact(List<Fact> facts, String label, String text) {
    if (!text.isBlank()) {
      facts.add(new Fact(label, text.strip().replaceFirst("[.;]+$", "")));
    }
  }

  /** Whether the way back, or the step itself, loses data. */
  boolean loses() {
    return !isDeploy() && !step.lossless();
  }

  /** What the way back costs, in words. */
  String loss() {
    return loses() ? "loses " + step.loses() : "nothing is lost";
  }
}
