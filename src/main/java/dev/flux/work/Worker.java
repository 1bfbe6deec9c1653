package dev.flux.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the jobs of a store, several lanes at a time. */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration POLLING = Duration.ofMillis(500);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(25);
  private static final Duration SILENCE_OF_THE_DEAD = Duration.ofSeconds(30);

  private final Store store;
  private final Clock clock;
  private final Scheduler scheduler;
  private final Pulse pulse;

  /** Makes the scheduler; tests make one that runs by hand. */
  @FunctionalInterface
  interface Scheduling {
    Scheduler scheduler(Task<?> lanes, RecurringTask<?> retention, SchedulerListener pulse);
  }

  Worker(Store store, ChangeWork work, RetryPolicy retries, Clock clock, Scheduling scheduling) {
    this.store = store;
    this.clock = clock;
    this.pulse = new Pulse(clock);
    this.scheduler =
        scheduling.scheduler(
            new LaneTask(store, work, retries, clock).task(),
            new Retention(store, clock).task(),
            pulse);
  }

  /**
   * Makes a worker that takes jobs in, and does them once it is started.
   *
   * @param threads lanes worked on at the same time
   * @param retries when a job that failed is tried again
   */
  public static Worker create(
      Store store, ChangeWork work, int threads, RetryPolicy retries, Clock clock) {
    return new Worker(
        store,
        work,
        retries,
        clock,
        (lanes, retention, pulse) ->
            builder(store, clock, lanes)
                .threads(threads)
                .startTasks(retention)
                .addSchedulerListener(pulse)
                .build());
  }

  private static SchedulerBuilder builder(Store store, Clock clock, Task<?> lanes) {
    SchedulerBuilder builder =
        Scheduler.create(store.connections(), lanes)
            .clock(clock::instant)
            .pollingInterval(POLLING)
            .heartbeatInterval(HEARTBEAT)
            .missedHeartbeatsLimit(4)
            .shutdownMaxWait(PATIENCE_AT_STOP)
            .alwaysPersistTimestampInUTC()
            .failureLogging(LogLevel.WARN, true)
            .enableImmediateExecution();
    // Several servers share a PostgreSQL: each locks what it takes, and steps over what is locked.
    return store.embedded()
        ? builder.pollUsingFetch(0.5, 3.0)
        : builder.pollUsingLockAndFetch(0.5, 1.0);
  }

  /** Starts to work, beginning with what an earlier run of the server left. */
  public void start() {
    recover();
    scheduler.start();
  }

  /** Puts on the schedule what a killed server had running, or had not come to schedule. */
  private void recover() {
    int lanes =
        store.transact(
            connection -> {
              if (store.embedded()) {
                // No other server uses this store, so whatever is marked as running is not.
                abandon(connection);
              }
              int count = 0;
              for (String lane : JobTable.pendingLanes(connection)) {
                LaneTask.revive(connection, scheduler, lane, clock.instant());
                count++;
              }
              return count;
            });
    if (lanes > 0) {
      LOG.info("{} change requests have work left from before", lanes);
    }
  }

  private static void abandon(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null,"
              + " version = version + 1 where picked");
    }
  }

  /** Asks for a job as part of the caller's transaction; {@link #wake} after it is committed. */
  void enqueue(Connection connection, Job job) throws SQLException {
    LaneTask.enqueue(connection, scheduler, job, clock.instant());
  }

  /** Looks for work now instead of at the next poll. */
  void wake() {
    scheduler.triggerCheckForDueExecutions();
  }

  /** Whether it looks for work: it has, not long ago. */
  public boolean alive() {
    return scheduler.getSchedulerState().isStarted()
        && !scheduler.getSchedulerState().isShuttingDown()
        && pulse.last.plus(SILENCE_OF_THE_DEAD).isAfter(clock.instant());
  }

  /** Takes no more work, and gives what is running some seconds to end. */
  @Override
  public void close() {
    scheduler.stop();
  }

  /** Notes when the scheduler last looked for work. */
  private static final class Pulse extends AbstractSchedulerListener {
    private final Clock clock;
    private volatile Instant last;

    Pulse(Clock clock) {
      this.clock = clock;
      this.last = clock.instant();
    }

    @Override
    public void onSchedulerEvent(SchedulerEventType type) {
      if (type == SchedulerEventType.RAN_EXECUTE_DUE) {
        last = clock.instant();
      }
    }
  }
}
