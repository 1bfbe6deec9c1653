package dev.flux.work;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Removes what nobody needs any more, every hour. */
final class Retention {
  /** Forges deliver again for three days at most. */
  private static final Duration DELIVERIES = Duration.ofDays(7);

  private static final Duration REVIEWS = Duration.ofDays(90);

  private static final Duration ROLLOUTS = Duration.ofDays(365);

  private final Store store;
  private final Clock clock;

  Retention(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  RecurringTask<Void> task() {
    return Tasks.recurring("retention", FixedDelay.ofHours(1)).execute((task, context) -> run());
  }

  private void run() {
    Instant deliveries = clock.instant().minus(DELIVERIES);
    Instant reviews = clock.instant().minus(REVIEWS);
    Instant rollouts = clock.instant().minus(ROLLOUTS);
    store.change(
        connection -> {
          delete(connection, "delete from delivery where received_at < ?", deliveries);
          delete(
              connection, "delete from job where done >= wanted and requested_at < ?", deliveries);
          delete(
              connection,
              "delete from lane where touched_at < ?"
                  + " and not exists (select 1 from job where job.lane = lane.name)",
              deliveries);
          delete(connection, "delete from review where created_at < ?", reviews);
          delete(connection, "delete from rollout where begun_at < ?", rollouts);
          delete(connection, "delete from confirmation where confirmed_at < ?", rollouts);
        });
  }

  private static void delete(Connection connection, String sql, Instant before)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, before.toEpochMilli());
      statement.executeUpdate();
    }
  }
}
