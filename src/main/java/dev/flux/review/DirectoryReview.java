package dev.flux.review;

import dev.flux.hazard.Examination;
import dev.flux.rollout.Rollout;

/** What Flux says of the change to one migration directory. */
public record DirectoryReview(Examination examination, Rollout rollout) {}
