package dev.flux.shadow;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at something again and again, on a thread of its own, until it is closed. */
public final class Periodic implements AutoCloseable {
  private static final long PERIOD_MILLIS = 100;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "shadow-watch");
            thread.setDaemon(true);
            return thread;
          });
  private final Future<?> looking;

  /**
   * Begins.
   *
   * @param look ends itself where something goes wrong; what it throws ends the looking
   */
  public Periodic(Runnable look) {
    looking =
        clock.scheduleWithFixedDelay(look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    looking.cancel(false);
    clock.shutdownNow();
  }
}
