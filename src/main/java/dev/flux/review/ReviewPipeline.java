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
import java.util.List;

/**
 * The line that every door leads to: migrations are found, their statements read and examined, what
 * is dangerous is planned anew, and the whole becomes a review.
 */
public final class ReviewPipeline {
  private ReviewPipeline() {}

  /** Reviews what was found in a change; no directory knows of another, so all go at once. */
  public static Review review(FoundMigrations found) {
    List<DirectoryReview> directories =
        found.changes().parallelStream().map(ReviewPipeline::review).toList();
    return new Review(directories, found.unsupported().stream().map(ReviewPipeline::say).toList());
  }

  private static DirectoryReview review(MigrationChange change) {
    Examination examination = Examiner.examine(change);
    return new DirectoryReview(examination, Planner.plan(examination));
  }

  private static Finding say(Unsupported unsupported) {
    return new Finding(
        "unreadable-statement",
        Severity.DANGER,
        unsupported.path(),
        0,
        0,
        "Nobody knows what this " + unsupported.tool() + " migration does",
        unsupported.reason().replaceFirst("\\.$", ""),
        "Have it reviewed by a person.",
        Evidence.KNOWN,
        List.of());
  }
}
