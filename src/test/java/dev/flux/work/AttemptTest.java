package dev.flux.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.SchedulerState;
import dev.flux.work.JobTable.Pending;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  @Test
  void aReviewThatIsCutOffBecauseTheServerStopsIsNoFailure() {
    RecordedWork work = new RecordedWork();
    work.reviewing =
        () -> {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted");
        };
    Pending first =
        new Pending(new Job.Review(DurableWorkContract.SEVEN), 1, 2, Optional.of(NOW), true);

    Settlement settlement =
        new Attempt(work, RetryPolicy.USUAL, Clock.fixed(NOW, ZoneOffset.UTC))
            .at(first, new Stopping());

    assertThat(settlement).isEqualTo(new Settlement.Interrupted(NOW));
    assertThat(work.errorIds).isEmpty();
    assertThat(Thread.interrupted()).as("the store can be written to on this thread").isFalse();
  }

  private static final class Stopping implements SchedulerState {
    @Override
    public boolean isShuttingDown() {
      return true;
    }

    @Override
    public boolean isStarted() {
      return true;
    }

    @Override
    public boolean isPaused() {
      return false;
    }
  }
}
