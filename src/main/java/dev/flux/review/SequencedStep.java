package dev.flux.review;

import dev.flux.migration.MigrationFile;
import dev.flux.rollout.Phase;
import dev.flux.rollout.Step;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step with its place in the deployment sequence.
 *
 * @param number from 1, over all phases and directories
 * @param files the migration that runs it, the one that goes up first; none where none is written
 */
record SequencedStep(int number, Phase.Name phase, Step step, List<MigrationFile> files) {
  private static final Pattern NAME = Pattern.compile("(?<![\\w.$])(?!and\\b)[\\w.$]+");
  private static final Pattern LOCK =
      Pattern.compile("([A-Z ]+ on )([\\w.$]+(?:(?:, | and )[\\w.$]+)*+)");

  /** A labelled fact about a step, such as its lock. */
  record Fact(String label, String text) {}

  /** Every step of a review: the phases in order, in each the directories in order. */
  static List<SequencedStep> of(Review review) {
    Map<Phase.Name, List<SequencedStep>> byPhase = new EnumMap<>(Phase.Name.class);
    for (DirectoryReview directory : review.directories()) {
      Map<Integer, List<MigrationFile>> files = directory.rollout().filesByStep();
      int index = 0;
      for (Phase phase : directory.rollout().phases()) {
        List<SequencedStep> steps = byPhase.computeIfAbsent(phase.name(), n -> new ArrayList<>());
        for (Step step : phase.steps()) {
          List<MigrationFile> own = files.getOrDefault(index++, List.of());
          steps.add(new SequencedStep(0, phase.name(), step, own));
        }
      }
    }
    List<SequencedStep> sequence = new ArrayList<>();
    for (List<SequencedStep> steps : byPhase.values()) {
      for (SequencedStep step : steps) {
        sequence.add(step.numbered(sequence.size() + 1));
      }
    }
    return List.copyOf(sequence);
  }

  private SequencedStep numbered(int place) {
    return new SequencedStep(place, phase, step, files);
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
    step.missing().ifPresent(missing -> addFact(facts, "Still open", briefly(missing)));
    return List.copyOf(facts);
  }

  /** A question is asked in full once, for all steps. */
  private String briefly(String missing) {
    return step.question().isEmpty()
        ? missing
        : step.awaited().map(awaited -> "the value of `" + awaited.column() + "`").orElse(missing);
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
