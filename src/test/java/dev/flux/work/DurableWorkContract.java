package dev.flux.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import dev.flux.config.ServerSettings;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeException;
import dev.flux.forge.ForgeKind;
import dev.flux.webhook.Delivery;
import dev.flux.webhook.Trigger;
import dev.flux.work.DeliveryIntake.Acceptance;
import dev.flux.work.Reviews.StoredReview;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What durable work promises, whatever the database. Time is set by hand; nothing waits. */
abstract class DurableWorkContract {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  static final ChangeRequestId SEVEN = new ChangeRequestId(ForgeKind.GITHUB, "acme/shop", 7);
  static final ChangeRequestId EIGHT = new ChangeRequestId(ForgeKind.GITHUB, "acme/shop", 8);
  private static final Trigger REVIEW_SEVEN = new Trigger.Review(SEVEN, "opened");

  private final SettableClock time = new SettableClock();
  private final RecordedWork work = new RecordedWork();

  /** One for each start of the server, the latest first. */
  private final Deque<ManualScheduler> schedulers = new ArrayDeque<>();

  private ServerSettings.Store settings;
  private Store store;
  private Worker worker;
  private DeliveryIntake intake;

  /** A new, empty database. */
  abstract ServerSettings.Store newDatabase() throws Exception;

  @BeforeEach
  void open() throws Exception {
    time.set(START);
    settings = newDatabase();
    begin();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aDeliveryBecomesOneReview() {
    assertThat(accept("d1", REVIEW_SEVEN)).isEqualTo(Acceptance.SCHEDULED);
    run();
    run();

    assertThat(work.calls).containsExactly("review github:acme/shop#7");
    assertThat(column("select outcome from job")).containsExactly("done");
    assertThat(lanesScheduled()).isEmpty();
  }

  @Test
  void aDeliveryThatComesAgainChangesNothing() {
    accept("d1", REVIEW_SEVEN);
    assertThat(accept("d1", REVIEW_SEVEN)).isEqualTo(Acceptance.DUPLICATE);
    run();
    assertThat(accept("d1", REVIEW_SEVEN)).isEqualTo(Acceptance.DUPLICATE);
    run();

    assertThat(work.calls).containsExactly("review github:acme/shop#7");
  }

  @Test
  void deliveriesOfOneRequestThatWaitAreOneReview() {
    accept("d1", REVIEW_SEVEN);
    accept("d2", REVIEW_SEVEN);
    accept("d3", REVIEW_SEVEN);
    run();
    run();

    assertThat(work.calls).containsExactly("review github:acme/shop#7");
  }

  @Test
  void whatAsksForNothingLeavesNothing() {
    assertThat(accept("d1", new Trigger.Ignored("ping"))).isEqualTo(Acceptance.IGNORED);

    assertThat(column("select id from delivery")).isEmpty();
    assertThat(column("select name from lane")).isEmpty();
  }

  @Test
  void whatWaitedForAnEndIsReviewed() {
    work.waiting = List.of(EIGHT);
    assertThat(accept("d1", new Trigger.Closed(SEVEN))).isEqualTo(Acceptance.SCHEDULED);
    run();
    run();

    assertThat(work.calls)
        .containsExactly("closed github:acme/shop#7", "review github:acme/shop#8");
  }

  @Test
  void aRolloutIsRememberedPartByPart() {
    Rollouts rollouts = new Rollouts(store, Clock.fixed(START, ZoneOffset.UTC));
    Rollouts.Part first = part(1, "expand", Set.of(), "topic", Optional.of(SEVEN));
    Rollouts.Part second = part(2, "contract", Set.of("deploy"), "flux/7", Optional.empty());
    rollouts.begin(
        new Rollouts.Rollout(SEVEN, "c1", "a1", Optional.empty(), START, List.of(first, second)));
    assertThat(rollouts.findRoot(SEVEN).orElseThrow().complete()).isFalse();
    assertThat(rollouts.findOf(EIGHT)).isEmpty();
    rollouts.pushed(SEVEN, "b2");
    rollouts.opened(SEVEN, 2, EIGHT);
    Rollouts.Rollout known = rollouts.findOf(EIGHT).orElseThrow();
    assertThat(known.complete()).isTrue();
    assertThat(known.parts().get(1).gates()).containsExactly("deploy");
    assertThat(known.begun()).isEqualTo(START);

    rollouts.confirm(EIGHT, "deploy", "wren");
    rollouts.confirm(EIGHT, "deploy", "tess");
    assertThat(rollouts.confirmed(EIGHT)).containsExactly("deploy");
    assertThat(rollouts.confirmed(SEVEN)).isEmpty();
    rollouts.forget(SEVEN);
    assertThat(rollouts.findOf(EIGHT)).isEmpty();
  }

  @Test
  void whatTheForgeTellsOfARolloutFillsGapsAlone() {
    Rollouts rollouts = new Rollouts(store, Clock.fixed(START, ZoneOffset.UTC));
    Rollouts.Part root = part(1, "expand", Set.of(), "", Optional.of(SEVEN));
    Rollouts.Part unknown = part(2, "contract", Set.of(), "", Optional.empty());
    rollouts.adopt(rollout(root, unknown));
    Rollouts.Part told = part(2, "contract", Set.of("deploy"), "flux/7", Optional.of(EIGHT));
    rollouts.adopt(rollout(root, told));
    Rollouts.Part lie = part(2, "contract", Set.of("backfill"), "other", Optional.of(SEVEN));
    rollouts.adopt(rollout(root, lie));
    assertThat(rollouts.findOf(EIGHT).orElseThrow().parts()).containsExactly(root, told);
  }

  private static Rollouts.Rollout rollout(Rollouts.Part... parts) {
    return new Rollouts.Rollout(SEVEN, "", "", Optional.of(""), START, List.of(parts));
  }

  private static Rollouts.Part part(
      int place,
      String phase,
      Set<String> gates,
      String branch,
      Optional<ChangeRequestId> request) {
    return new Rollouts.Part(place, phase, gates, branch, request);
  }

  @Test
  void anEventDuringTheReviewIsNotLost() {
    work.reviewing =
        () -> {
          work.reviewing = () -> {};
          accept("d2", REVIEW_SEVEN);
        };
    accept("d1", REVIEW_SEVEN);
    run();
    run();
    run();

    assertThat(work.calls)
        .containsExactly("review github:acme/shop#7", "review github:acme/shop#7");
    assertThat(lanesScheduled()).isEmpty();
  }

  @Test
  void anEventDuringAReviewThatFailsIsNotLost() {
    work.reviewing =
        () -> {
          work.reviewing = () -> {};
          accept("d2", REVIEW_SEVEN);
          throw new ForgeException.Refused("no permission", null);
        };
    accept("d1", REVIEW_SEVEN);
    run();
    run();

    assertThat(work.calls).hasSize(2);
    assertThat(column("select outcome from job")).containsExactly("done");
  }

  @Test
  void aRequestIsWorkedOnInTheOrderOfItsEvents() {
    accept("d1", new Trigger.Commented(SEVEN, "c1", "ann", "/flux help"));
    time.tick(Duration.ofMillis(5));
    accept("d2", REVIEW_SEVEN);
    time.tick(Duration.ofMillis(5));
    accept("d3", new Trigger.Commented(SEVEN, "c2", "bob", "nul \0 and 😀"));
    run();
    run();
    run();

    assertThat(work.calls)
        .containsExactly(
            "comment github:acme/shop#7 c1 ann /flux help",
            "review github:acme/shop#7",
            "comment github:acme/shop#7 c2 bob nul \0 and 😀");
  }

  @Test
  void aCommandIsObeyedOnceHoweverOftenItsCommentIsDelivered() {
    accept("d1", new Trigger.Commented(SEVEN, "c1", "ann", "/flux recheck"));
    run();
    accept("d2", new Trigger.Commented(SEVEN, "c1", "ann", "/flux recheck"));
    run();

    assertThat(work.calls).hasSize(1);
  }

  @Test
  void aRecheckOfACommitReviewsEveryOpenRequestAtIt() {
    work.atCommit.addAll(List.of(EIGHT, SEVEN));
    accept("d1", new Trigger.Recheck("acme/shop", "abc"));
    run();
    run();

    assertThat(work.calls)
        .startsWith("recheck acme/shop abc")
        .containsExactlyInAnyOrder(
            "recheck acme/shop abc", "review github:acme/shop#7", "review github:acme/shop#8");
    assertThat(lanesScheduled()).isEmpty();
  }

  @Test
  void aForgeThatIsAwayIsTriedAgainWhenItSaid() {
    Instant back = START.plus(Duration.ofMinutes(42));
    work.reviewing =
        () -> {
          throw new ForgeException.Unavailable("rate limit", Optional.of(back), null);
        };
    accept("d1", REVIEW_SEVEN);
    run();
    work.reviewing = () -> {};
    time.set(back.minusMillis(1));
    run();
    assertThat(work.calls).hasSize(1);

    time.set(back.plusSeconds(3));
    run();
    assertThat(work.calls).hasSize(2);
    assertThat(column("select outcome from job")).containsExactly("done");
  }

  @Test
  void aForgeThatIsAwayIsTriedAgainLaterAndLater() {
    work.reviewing = this::unavailable;
    accept("d1", REVIEW_SEVEN);
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      run();
      Instant next = nextAttempt();
      pauses.add(Duration.between(time.now(), next));
      time.set(next);
    }

    assertThat(work.calls).hasSize(9);
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(3750), Duration.ofMillis(6250));
    assertThat(pauses.get(3)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(50));
    assertThat(pauses.get(8)).isBetween(Duration.ofSeconds(225), Duration.ofSeconds(375));
  }

  @Test
  void aForgeThatIsAwayForADayIsGivenUp() {
    work.reviewing = this::unavailable;
    accept("d1", REVIEW_SEVEN);
    run();
    time.set(START.plus(Duration.ofHours(23)));
    run();
    assertThat(work.calls).doesNotContain("failed github:acme/shop#7");

    time.set(START.plus(Duration.ofHours(25)));
    run();
    assertThat(work.calls).endsWith("failed github:acme/shop#7");
    assertThat(column("select outcome from job")).containsExactly("failed");
    assertThat(lanesScheduled()).isEmpty();
  }

  @Test
  void aRefusalEndsTheWorkAndItsReasonIsKept() {
    work.reviewing =
        () -> {
          throw new ForgeException.Refused("may not read pull requests", null);
        };
    accept("d1", REVIEW_SEVEN);
    run();
    time.tick(Duration.ofDays(1));
    run();

    assertThat(work.calls).containsExactly("review github:acme/shop#7");
    assertThat(column("select outcome || ': ' || reason from job"))
        .containsExactly("refused: may not read pull requests");
  }

  @Test
  void aHeadThatMovedIsReviewedAgainSoon() {
    work.reviewing =
        () -> {
          work.reviewing = () -> {};
          throw new ForgeException.HeadMoved("from a to b", null);
        };
    accept("d1", REVIEW_SEVEN);
    run();
    time.tick(Duration.ofSeconds(2));
    run();

    assertThat(work.calls).hasSize(2);
    assertThat(column("select outcome from job")).containsExactly("done");
  }

  @Test
  void aFaultIsTriedThreeTimesThenSaid() {
    work.reviewing =
        () -> {
          throw new IllegalStateException("a fault");
        };
    accept("d1", REVIEW_SEVEN);
    runFor(Duration.ofMinutes(5));

    assertThat(work.calls)
        .containsExactly(
            "review github:acme/shop#7",
            "review github:acme/shop#7",
            "review github:acme/shop#7",
            "failed github:acme/shop#7");
    assertThat(column("select outcome || ': ' || reason from job"))
        .containsExactly(
            "failed: error " + work.errorIds.get(0) + ": java.lang.IllegalStateException");
    assertThat(lanesScheduled()).isEmpty();
  }

  @Test
  void evenAnErrorOfTheMachineIsSaid() {
    work.reviewing =
        () -> {
          throw new StackOverflowError();
        };
    accept("d1", REVIEW_SEVEN);
    runFor(Duration.ofMinutes(5));

    assertThat(work.calls).endsWith("failed github:acme/shop#7");
  }

  @Test
  void whatCannotBeSaidNowIsSaidLater() {
    work.reviewing =
        () -> {
          throw new IllegalStateException("a fault");
        };
    work.telling =
        () -> {
          work.telling = () -> {};
          unavailable();
        };
    accept("d1", REVIEW_SEVEN);
    runFor(Duration.ofMinutes(10));

    assertThat(work.calls.stream().filter(call -> call.startsWith("failed"))).hasSize(2);
    assertThat(column("select outcome from job")).containsExactly("failed");
  }

  @Test
  void aFaultDoesNotKeepALaterEventFromBeingReviewed() {
    work.reviewing =
        () -> {
          throw new IllegalStateException("a fault");
        };
    accept("d1", REVIEW_SEVEN);
    runFor(Duration.ofMinutes(5));
    work.reviewing = () -> {};
    accept("d2", REVIEW_SEVEN);
    run();

    assertThat(column("select outcome from job")).containsExactly("done");
  }

  @Test
  void aDeliveryIsNotKeptWithoutItsWork() {
    sql("alter table scheduled_tasks rename to elsewhere");

    assertThatThrownBy(() -> accept("d1", REVIEW_SEVEN)).isInstanceOf(RuntimeException.class);
    assertThat(column("select id from delivery")).isEmpty();
    assertThat(column("select subject from job")).isEmpty();
  }

  @Test
  void workThatWasNotScheduledIsFoundAtTheStart() {
    accept("d1", REVIEW_SEVEN);
    sql("delete from scheduled_tasks where task_name = 'lane'");
    restart();
    run();

    assertThat(work.calls).containsExactly("review github:acme/shop#7");
  }

  @Test
  void workThatWasRunningWhenTheServerWasKilledIsDoneAgain() {
    accept("d1", REVIEW_SEVEN);
    sql(
        "update scheduled_tasks set picked = true, picked_by = 'killed',"
            + " last_heartbeat = execution_time where task_name = 'lane'");
    restart();
    time.tick(Duration.ofHours(1));
    schedulers.getFirst().runDeadExecutionDetection();
    run();

    assertThat(work.calls).containsExactly("review github:acme/shop#7");
  }

  @Test
  void whatIsOldIsRemoved() {
    Reviews reviews = new Reviews(store, clock());
    String id = Reviews.newId();
    StoredReview review = new StoredReview(id, SEVEN.key(), "abc", "safe", "{}", "<p>Ünïcode</p>");
    reviews.save(review);
    accept("d1", REVIEW_SEVEN);
    run();
    assertThat(reviews.find(id)).contains(review);
    assertThat(id).matches("[0-9a-f]{32}");

    time.tick(Duration.ofDays(6));
    run();
    assertThat(column("select id from delivery")).containsExactly("d1");

    time.tick(Duration.ofDays(2));
    run();
    assertThat(column("select id from delivery")).isEmpty();
    assertThat(column("select lane from job")).isEmpty();
    assertThat(column("select name from lane")).isEmpty();
    assertThat(reviews.find(id)).contains(review);

    time.tick(Duration.ofDays(83));
    run();
    assertThat(reviews.find(id)).isEmpty();
  }

  @Test
  void workThatWaitsIsNotRemovedHoweverOld() {
    work.reviewing = this::unavailable;
    accept("d1", REVIEW_SEVEN);
    run();
    time.tick(Duration.ofDays(8));
    sql("update job set failing_since = null");
    run();

    assertThat(column("select outcome from job")).containsExactly("retry");
  }

  private void unavailable() throws ForgeException.Unavailable {
    throw new ForgeException.Unavailable("502", Optional.empty(), null);
  }

  private Acceptance accept(String id, Trigger trigger) {
    return intake.accept(
        new Delivery(ForgeKind.GITHUB, id, "pull_request", "{}", time.now()), trigger);
  }

  private void run() {
    schedulers.getFirst().runAnyDueExecutions();
  }

  private void runFor(Duration duration) {
    Instant end = time.now().plus(duration);
    while (time.now().isBefore(end)) {
      run();
      time.tick(Duration.ofSeconds(5));
    }
  }

  private void restart() {
    store.close();
    begin();
  }

  private void begin() {
    store = Store.open(settings);
    worker =
        new Worker(
            store,
            work,
            RetryPolicy.USUAL,
            clock(),
            (lanes, retention, pulse) -> {
              schedulers.push(
                  TestHelper.createManualScheduler(store.connections(), lanes)
                      .clock(time)
                      .startTasks(List.of(retention))
                      .alwaysPersistTimestampInUTC()
                      .build());
              return schedulers.getFirst();
            });
    worker.start();
    intake = new DeliveryIntake(store, worker);
  }

  private List<String> lanesScheduled() {
    return column("select task_instance from scheduled_tasks where task_name = 'lane'");
  }

  private Instant nextAttempt() {
    List<Instant> times = new ArrayList<>();
    schedulers
        .getFirst()
        .fetchScheduledExecutionsForTask(
            "lane", Void.class, execution -> times.add(execution.getExecutionTime()));
    assertThat(times).hasSize(1);
    return times.get(0);
  }

  private void sql(String sql) {
    store.<Boolean>transact(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  private List<String> column(String sql) {
    return store.transact(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
              values.add(rows.getString(1));
            }
            return values;
          }
        });
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return time.now();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }
}
