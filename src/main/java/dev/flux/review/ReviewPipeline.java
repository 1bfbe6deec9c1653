package dev.flux.review;

import dev.flux.engine.Evidence;
import dev.flux.hazard.Examination;
import dev.flux.hazard.Examiner;
import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.migration.FoundMigrations;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.Unsupported;
import dev.flux.rollout.Planner;
import dev.flux.rollout.Rollout;
import dev.flux.shadow.Shadow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The line that every door leads to: migrations are found, their statements read and examined, what
 * is dangerous is planned anew, and the whole becomes a review.
 */
public final class ReviewPipeline {
  private static final String UNREADABLE = "unreadable-statement";

  private ReviewPipeline() {}

  /** Reviews what was found in a change to a repository that has no rules of its own. */
  public static Review review(FoundMigrations found) {
    return review(found, RepositoryRules.NONE);
  }

  /** Reviews what was found in a change; no directory knows of another, so all go at once. */
  public static Review review(FoundMigrations found, RepositoryRules rules) {
    List<DirectoryReview> directories =
        found.changes().parallelStream().map(change -> review(change, rules)).toList();
    List<Finding> loose =
        Stream.of(
                rules.mistakes(found).stream(),
                found.unsupported().stream().map(each -> say(each, found.changes())),
                found.undecided().stream().map(ReviewPipeline::sayUndecided))
            .flatMap(findings -> findings)
            .toList();
    return new Review(directories, loose);
  }

  /** The same review, with every rollout tried on a throwaway database, one after the other. */
  public static Review prove(Review review, Shadow shadow) {
    return new Review(
        review.directories().stream()
            .map(each -> each.proven(shadow.prove(each.planned(), each.rollout())))
            .toList(),
        review.loose());
  }

  private static DirectoryReview review(MigrationChange change, RepositoryRules rules) {
    Examination examination = Examiner.examine(change, rules.policy());
    Rollout rollout = Planner.plan(examination, rules.told());
    Optional<MigrationChange> postponed =
        rollout.steps().isEmpty() ? Planner.findPostponed(examination) : Optional.empty();
    if (postponed.isEmpty()) {
      return new DirectoryReview(examination, rollout);
    }
    Examination rest = Examiner.examine(postponed.get(), rules.policy());
    return new DirectoryReview(
        examination, Planner.plan(rest, rules.told()), Optional.of(rest), Optional.empty());
  }

  /** Where the change is judged for another engine, that one speaks for both. */
  private static Finding say(Unsupported unsupported, List<MigrationChange> judged) {
    boolean twin =
        unsupported.otherEngine()
            && judged.stream().anyMatch(each -> each.tool().title().equals(unsupported.tool()));
    return new Finding(
        UNREADABLE,
        twin ? Severity.WARNING : Severity.DANGER,
        unsupported.path(),
        0,
        0,
        "Nobody knows what this " + unsupported.tool() + " migration does",
        unsupported.reason().replaceFirst("\\.$", ""),
        "Have it reviewed by a person.",
        Evidence.KNOWN,
        List.of());
  }

  private static Finding sayUndecided(String path) {
    return new Finding(
        UNREADABLE,
        Severity.WARNING,
        path,
        0,
        0,
        "Flux says nothing about this file",
        "it changes a schema, but lies in no migration directory that a tool runs",
        "Review it with `flux review PATH` if a person runs it.",
        Evidence.KNOWN,
        List.of());
  }
}
