package dev.flux.review;

import dev.flux.hazard.Examination;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Split;
import dev.flux.shadow.Proof;
import java.util.Optional;

/**
 * What Flux says of the change to one migration directory.
 *
 * @param postponed what the rollout is for where the change itself is safe: what an earlier split
 *     left out until a value is told
 * @param proof what running it showed; empty where nobody asked for that
 */
public record DirectoryReview(
    Examination examination,
    Rollout rollout,
    Optional<Examination> postponed,
    Optional<Proof> proof) {

  /** Of what was read alone. */
  public DirectoryReview(Examination examination, Rollout rollout) {
    this(examination, rollout, Optional.empty(), Optional.empty());
  }

  /** What the rollout is for. */
  Examination planned() {
    return postponed.orElse(examination);
  }

  /** The same without what was left out. */
  DirectoryReview settled() {
    return new DirectoryReview(examination, Rollout.NONE);
  }

  /** What takes the place of its migrations; nothing does where it failed on the shadow. */
  public Split split(Split.Extent extent) {
    return proof
        .filter(Proof::refutes)
        .map(failed -> Split.refused("the rollout " + failed.sentence()))
        .orElseGet(() -> Split.of(planned().change(), rollout, extent));
  }

  /** The same, run on the shadow; a rollout that fails there is not advised. */
  DirectoryReview proven(Proof shown) {
    Examination judged =
        shown instanceof Proof.Proven proven && postponed.isEmpty()
            ? MeasuredEvidence.of(examination, proven)
            : examination;
    return new DirectoryReview(
        judged, shown.refutes() ? Rollout.NONE : rollout, postponed, Optional.of(shown));
  }
}
