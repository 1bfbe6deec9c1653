package dev.flux.work;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.flux.work.JobTable.Pending;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The scheduled task of a lane. There is at most one at a time, on all servers of a store; each
 * execution does the one job that has waited longest, and stays scheduled while there are others.
 *
 * <p>A job that is asked for while the lane is being worked on changes nothing in the schedule, for
 * the task is there already. It is seen when that execution ends: both transactions enter the lane
 * first, so that one of them sees the other.
 */
final class LaneTask {
  private static final String NAME = "lane";
  private static final Duration PAUSE_AFTER_STORE_FAILURE = Duration.ofSeconds(10);

  private final Store store;
  private final Attempt attempt;
  private final Clock clock;

  LaneTask(Store store, ChangeWork work, RetryPolicy retries, Clock clock) {
    this.store = store;
    this.attempt = new Attempt(work, retries, clock);
    this.clock = clock;
  }

  /**
   * Asks for a job, and sees to it that its lane is scheduled. Part of the caller's transaction.
   */
  static void enqueue(Connection connection, SchedulerClient schedule, Job job, Instant now)
      throws SQLException {
    JobTable.enter(connection, job.lane(), now);
    JobTable.want(connection, job, now);
    schedule.scheduleIfNotExists(new TaskInstance<>(NAME, job.lane()), now);
  }

  /** Schedules a lane that has jobs, unless it is scheduled. Part of the caller's transaction. */
  static void revive(Connection connection, SchedulerClient schedule, String lane, Instant now)
      throws SQLException {
    JobTable.enter(connection, lane, now);
    schedule.scheduleIfNotExists(new TaskInstance<>(NAME, lane), now);
  }

  Task<Void> task() {
    return Tasks.custom(NAME, Void.class)
        .onDeadExecutionRevive()
        .onFailure(
            (complete, operations) ->
                operations.reschedule(complete, clock.instant().plus(PAUSE_AFTER_STORE_FAILURE)))
        .execute(this::execute);
  }

  private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
    String lane = instance.getId();
    Optional<Pending> taken = store.transact(connection -> JobTable.take(connection, lane));
    Optional<Settlement> settlement =
        taken.map(pending -> attempt.at(pending, context.getSchedulerState()));
    return (complete, operations) ->
        settle(
            lane,
            taken,
            settlement,
            new Ending(complete, operations, context.getSchedulerClient()));
  }

  /** What the scheduler hands over when an execution ends. */
  private record Ending(
      ExecutionComplete complete, ExecutionOperations<Void> operations, SchedulerClient schedule) {}

  private void settle(
      String lane, Optional<Pending> taken, Optional<Settlement> settlement, Ending ending) {
    store.change(
        connection -> {
          Instant now = clock.instant();
          JobTable.enter(connection, lane, now);
          if (taken.isPresent() && settlement.isPresent()) {
            settlement.get().record(connection, taken.get());
          }
          for (Job job : following(settlement)) {
            enqueue(connection, ending.schedule(), job, now);
          }
          Optional<Instant> again = settlement.flatMap(Settlement::again);
          if (again.isPresent() || JobTable.next(connection, lane).isPresent()) {
            ending.operations().reschedule(ending.complete(), again.orElse(now));
          } else {
            ending.operations().remove();
          }
        });
  }

  /** In the order of their lanes, so that two transactions never wait for each other. */
  private static List<Job> following(Optional<Settlement> settlement) {
    return settlement.map(Settlement::next).orElse(List.of()).stream()
        .sorted(Comparator.comparing(Job::lane))
        .toList();
  }
}
