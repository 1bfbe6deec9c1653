package dev.flux.work;

import com.github.kagkarlsson.scheduler.SchedulerState;
import dev.flux.forge.ForgeException;
import dev.flux.work.JobTable.Pending;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does a job once, says in the log how it went, and decides what follows. */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  private final ChangeWork work;
  private final RetryPolicy retries;
  private final Clock clock;

  Attempt(ChangeWork work, RetryPolicy retries, Clock clock) {
    this.work = work;
    this.retries = retries;
    this.clock = clock;
  }

  /**
   * Tries. Whatever is thrown, an error of the Java machine included, becomes a settlement: a job
   * that vanished would leave a required check hanging.
   */
  Settlement at(Pending taken, SchedulerState state) {
    Job job = taken.job();
    Instant start = clock.instant();
    try {
      if (taken.again()) {
        job.findChange().ifPresent(work::interrupted);
      }
      List<Job> next = job.run(work);
      LOG.info("{} {}: done in {} ms", job.lane(), job.subject(), millisSince(start));
      return new Settlement.Ended("done", "", next);
    } catch (Throwable failure) {
      if (state.isShuttingDown()) {
        return interrupted(job);
      }
      return failed(taken, failure);
    }
  }

  private Settlement interrupted(Job job) {
    // The flag is lowered, or the store could not be written to on this thread.
    boolean ignored = Thread.interrupted();
    LOG.info(
        "{} {}: stopped with the server, to be done after it starts", job.lane(), job.subject());
    return new Settlement.Interrupted(clock.instant());
  }

  private Settlement failed(Pending taken, Throwable failure) {
    Instant now = clock.instant();
    Instant since = taken.failingSince().orElse(now);
    int attempts = taken.attempts() + 1;
    RetryPolicy.Decision decision =
        retries.decide(failure, attempts, since, now, ThreadLocalRandom.current().nextDouble());
    String errorId = ErrorId.next();
    String reason = log(taken.job(), failure, attempts, errorId);
    if (decision.at().isPresent()) {
      LOG.info(
          "{} {}: again at {}", taken.job().lane(), taken.job().subject(), decision.at().get());
      return new Settlement.Retried(decision.at().get(), since, reason);
    }
    if (decision.step() == RetryPolicy.Step.STOP) {
      return new Settlement.Ended("refused", reason, List.of());
    }
    return giveUp(taken, since, reason, errorId);
  }

  private Settlement giveUp(Pending taken, Instant since, String reason, String errorId) {
    Job job = taken.job();
    try {
      job.giveUp(work, errorId);
      LOG.error("{} {}: given up, error {}", job.lane(), job.subject(), errorId);
    } catch (Throwable failure) {
      Instant now = clock.instant();
      RetryPolicy.Decision decision =
          retries.decide(
              failure, taken.attempts() + 1, since, now, ThreadLocalRandom.current().nextDouble());
      log(job, failure, taken.attempts() + 1, errorId);
      if (decision.at().isPresent()) {
        return new Settlement.Retried(decision.at().get(), since, reason);
      }
      LOG.error("{} {}: given up unsaid, error {}", job.lane(), job.subject(), errorId);
    }
    return new Settlement.Ended("failed", reason, List.of());
  }

  /** One line for what a forge says; the whole trace for what nobody expected. */
  private static String log(Job job, Throwable failure, int attempts, String errorId) {
    if (failure instanceof ForgeException) {
      LOG.warn(
          "{} {}: attempt {} failed: {}",
          job.lane(),
          job.subject(),
          attempts,
          failure.getMessage());
      return String.valueOf(failure.getMessage());
    }
    LOG.error(
        "{} {}: attempt {} failed, error {}",
        job.lane(),
        job.subject(),
        attempts,
        errorId,
        failure);
    return "error " + errorId + ": " + failure.getClass().getName();
  }

  private long millisSince(Instant start) {
    return Duration.between(start, clock.instant()).toMillis();
  }
}
