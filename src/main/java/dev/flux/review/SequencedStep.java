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
import java.util.regex.Pattern;

/**
 * A step with its place in the deployment sequence.
 *
 * @param number from 1, over all phases and directories
 * @param file path of the migration that runs it, where one is written
 */
record SequencedStep(int number, Phase.Name phase, Step step, Optional<String> file) {
  private static final Pattern LOCK = Pattern.compile("^([A-Z ]+ on )([^\\s`]+)$");

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
              Optional<String> file = findFile(directory.rollout(), name, step);
              sequence.add(new SequencedStep(sequence.size() + 1, name, step, file));
            }
          }
        }
      }
    }
    return List.copyOf(sequence);
  }

  /** The file that holds the step's SQL, else the one that is named for it. */
  private static Optional<String> findFile(Rollout rollout, Phase.Name phase, Step step) {
    if (step.kind() != Step.Kind.MIGRATION || step.forward().isBlank()) {
      return Optional.empty();
    }
    String sql = step.forward().strip();
    String slug = letters(step.slug());
    return findPath(rollout, phase, file -> file.content().contains(sql))
        .or(() -> findPath(rollout, phase, file -> letters(file.path()).contains(slug)));
  }

  private static Optional<String> findPath(
      Rollout rollout, Phase.Name phase, Predicate<MigrationFile> wanted) {
    return rollout.files().stream()
        .filter(phased -> phased.phase() == phase)
        .map(Rollout.PhasedFile::file)
        .filter(wanted)
        .map(MigrationFile::path)
        .findFirst();
  }

  private static String letters(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
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
    addFact(facts, "Lock", LOCK.matcher(step.lock()).replaceFirst("$1`$2`"));
    addFact(facts, "Blocks", step.blocks());
    addFact(facts, "Takes", step.duration());
    addFact(facts, "Needs", step.gate());
    addFact(facts, "Works with", step.compatibility());
    step.missing().ifPresent(missing -> addFact(facts, "Waits for you", missing));
    return List.copyOf(facts);
  }

  private static void addFact(List<Fact> facts, String label, String text) {
    if (!text.isBlank()) {
      facts.add(new Fact(label, text.strip().replaceFirst("[.;]+$", "")));
    }
  }

  /** What the way back costs, in words. */
  String loss() {
    if (isDeploy() || step.lossless()) {
      return "nothing is lost";
    }
    return "loses " + step.loses();
  }
}
