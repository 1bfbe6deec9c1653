package dev.flux.work;

import dev.flux.forge.ForgeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What follows a failure: a pure function of it, of those before it, and of the time.
 *
 * @param firstPause before the second attempt; each pause after it is twice as long
 * @param firstPauseAfterMove the same, where the head moved: what was read is old already
 */
public record RetryPolicy(Duration firstPause, Duration firstPauseAfterMove) {
  /** As forges and their networks need it. */
  public static final RetryPolicy USUAL =
      new RetryPolicy(Duration.ofSeconds(5), Duration.ofSeconds(1));

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofHours(24);
  private static final int UNEXPECTED_ATTEMPTS = 3;

  /** What to do with a job that failed. */
  enum Step {
    RETRY,
    /** End it: the forge refuses, and would refuse to be told so. */
    STOP,
    /** End it, and tell people. */
    GIVE_UP
  }

  /**
   * What to do, and when.
   *
   * @param at the time of the next attempt, where there is one
   */
  record Decision(Step step, Optional<Instant> at) {}

  /**
   * Decides.
   *
   * @param attempts that failed, this one included
   * @param since when the first of them failed
   * @param chance from 0 to 1: spreads attempts of jobs that failed together
   */
  Decision decide(Throwable failure, int attempts, Instant since, Instant now, double chance) {
    if (failure instanceof ForgeException.Refused) {
      return new Decision(Step.STOP, Optional.empty());
    }
    boolean transientFailure =
        failure instanceof ForgeException.Unavailable
            || failure instanceof ForgeException.HeadMoved;
    boolean patient =
        transientFailure
            ? Duration.between(since, now).compareTo(PATIENCE) < 0
            : attempts < UNEXPECTED_ATTEMPTS;
    return patient
        ? new Decision(Step.RETRY, Optional.of(next(failure, attempts, now, chance)))
        : new Decision(Step.GIVE_UP, Optional.empty());
  }

  private Instant next(Throwable failure, int attempts, Instant now, double chance) {
    Optional<Instant> named =
        failure instanceof ForgeException.Unavailable unavailable
            ? unavailable.retryAt().filter(now::isBefore)
            : Optional.empty();
    // Never before the moment that the forge named, and a little after it.
    return named
        .map(at -> at.isAfter(now.plus(PATIENCE)) ? now.plus(PATIENCE) : at)
        .map(at -> at.plusMillis((long) (chance * 2000)))
        .orElseGet(() -> now.plus(pause(failure, attempts, chance)));
  }

  /** Doubles with each attempt; from three quarters to five quarters of that. */
  private Duration pause(Throwable failure, int attempts, double chance) {
    Duration first = failure instanceof ForgeException.HeadMoved ? firstPauseAfterMove : firstPause;
    long doubled = first.toMillis() << Math.min(attempts - 1, 10);
    long whole = Math.min(doubled, LONGEST_PAUSE.toMillis());
    return Duration.ofMillis((long) (whole * (0.75 + chance / 2)));
  }
}
