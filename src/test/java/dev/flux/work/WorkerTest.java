package dev.flux.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flux.config.ServerSettings;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeKind;
import dev.flux.webhook.Delivery;
import dev.flux.webhook.Trigger;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker with its own threads, on the system's clock. */
class WorkerTest {
  @TempDir Path directory;

  @Test
  void twoServersOnOnePostgresNeverWorkOnOneRequestAtTheSameTime() throws Exception {
    ServerSettings.Store settings = TestPostgres.newDatabase();
    Overlap work = new Overlap();
    try (Store one = Store.open(settings);
        Store two = Store.open(settings);
        Worker first = started(one, work, 4, Clock.systemUTC());
        Worker second = started(two, work, 4, Clock.systemUTC())) {
      flood(List.of(new DeliveryIntake(one, first), new DeliveryIntake(two, second)));
      await().atMost(Duration.ofSeconds(60)).until(() -> idle(one));

      work.assertEveryRequestWasReviewedAlone();
      assertThat(first.alive()).isTrue();
      assertThat(second.alive()).isTrue();
    }
  }

  @Test
  void onSqliteManyRequestsAreWorkedOnAtTheSameTimeButEachAlone() throws Exception {
    Overlap work = new Overlap();
    try (Store store = Store.open(sqlite());
        Worker worker = started(store, work, 4, Clock.systemUTC())) {
      flood(List.of(new DeliveryIntake(store, worker)));
      await().atMost(Duration.ofSeconds(60)).until(() -> idle(store));

      work.assertEveryRequestWasReviewedAlone();
    }
  }

  @Test
  void aReviewBeginsAtOnce() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    RecordedWork work = new RecordedWork();
    work.reviewing = begun::countDown;
    try (Store store = Store.open(sqlite());
        Worker worker = started(store, work, 2, Clock.systemUTC())) {
      new DeliveryIntake(store, worker)
          .accept(delivery("d1"), new Trigger.Review(DurableWorkContract.SEVEN, "opened"));

      await().atMost(Duration.ofSeconds(5)).until(() -> begun.getCount() == 0);
    }
  }

  @Test
  void aServerThatStopsLetsARunningReviewEnd() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    RecordedWork work = new RecordedWork();
    work.reviewing =
        () -> {
          begun.countDown();
          uninterrupted(mayEnd);
        };
    ExecutorService background = Executors.newSingleThreadExecutor();
    try (Store store = Store.open(sqlite())) {
      Worker worker = started(store, work, 2, Clock.systemUTC());
      new DeliveryIntake(store, worker)
          .accept(delivery("d1"), new Trigger.Review(DurableWorkContract.SEVEN, "opened"));
      begun.await();
      Future<?> closing = background.submit(worker::close);
      await().until(() -> !worker.alive());
      mayEnd.countDown();
      closing.get();

      assertThat(idle(store)).isTrue();
      assertThat(work.calls).hasSize(1);
    } finally {
      background.shutdownNow();
    }
  }

  private static Worker started(Store store, ChangeWork work, int threads, Clock clock) {
    Worker worker = Worker.create(store, work, threads, RetryPolicy.USUAL, clock);
    worker.start();
    return worker;
  }

  private static void uninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Forty deliveries for five requests, from several threads, while they are worked on. */
  private static void flood(List<DeliveryIntake> intakes) throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> sent =
          IntStream.range(0, 40)
              .<Future<?>>mapToObj(
                  i ->
                      senders.submit(
                          () ->
                              intakes
                                  .get(i % intakes.size())
                                  .accept(
                                      delivery("d" + i), new Trigger.Review(request(i % 5), "x"))))
              .toList();
      for (Future<?> one : sent) {
        one.get();
      }
    } finally {
      senders.shutdown();
    }
  }

  private static ChangeRequestId request(int number) {
    return new ChangeRequestId(ForgeKind.GITLAB, "acme/sub/shop", number + 1);
  }

  private static Delivery delivery(String id) {
    return new Delivery(ForgeKind.GITLAB, id, "Merge Request Hook", "{}", Instant.now());
  }

  private ServerSettings.Store sqlite() {
    return new ServerSettings.Store(
        "jdbc:sqlite:" + directory.resolve("flux.db"), Optional.empty(), Optional.empty());
  }

  private static boolean idle(Store store) {
    return store.transact(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery(
                      "select (select count(*) from job where done < wanted)"
                          + " + (select count(*) from scheduled_tasks where task_name = 'lane')")) {
            return row.next() && row.getInt(1) == 0;
          }
        });
  }

  /** Work that notices when a request is worked on by two at a time. */
  private static final class Overlap implements ChangeWork {
    private final Map<ChangeRequestId, AtomicInteger> inside = new ConcurrentHashMap<>();
    private final Map<ChangeRequestId, AtomicInteger> done = new ConcurrentHashMap<>();
    private final AtomicInteger overlaps = new AtomicInteger();

    @Override
    public void review(ChangeRequestId change) {
      AtomicInteger here = inside.computeIfAbsent(change, c -> new AtomicInteger());
      if (here.incrementAndGet() > 1) {
        overlaps.incrementAndGet();
      }
      // Long enough for another worker to come in between, if one could.
      long end = System.nanoTime() + Duration.ofMillis(5).toNanos();
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      here.decrementAndGet();
      done.computeIfAbsent(change, c -> new AtomicInteger()).incrementAndGet();
    }

    void assertEveryRequestWasReviewedAlone() {
      assertThat(overlaps).hasValue(0);
      assertThat(done.keySet()).hasSize(5);
      assertThat(done.values()).allMatch(times -> times.get() <= 8);
    }

    @Override
    public List<ChangeRequestId> comment(
        ChangeRequestId change, String commentId, String author, String text) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<ChangeRequestId> recheck(ForgeKind forge, String repository, String sha) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void reviewFailed(ChangeRequestId change, String errorId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void commentFailed(ChangeRequestId change, String commentId, String errorId) {
      throw new UnsupportedOperationException();
    }
  }
}
