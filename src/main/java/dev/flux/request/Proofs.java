package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.review.Review;
import dev.flux.review.ReviewPipeline;
import dev.flux.shadow.Shadow;
import java.util.Optional;

/**
 * Which change requests are run on a shadow database, and on which.
 *
 * @param shadow empty where none is
 * @param forks whether those are that come from a fork, whose authors nobody here knows
 */
public record Proofs(Optional<Shadow> shadow, boolean forks) {
  /** Nothing is run. */
  public static final Proofs NONE = new Proofs(Optional.empty(), false);

  /** The review, with proofs where the change may be run. */
  Review of(Review review, ChangeRequest change) {
    return shadow
        .filter(server -> forks || !change.source().fork())
        .map(server -> ReviewPipeline.prove(review, server))
        .orElse(review);
  }
}
