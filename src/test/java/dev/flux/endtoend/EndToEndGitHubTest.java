package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flux.endtoend.GitHubRepository.Pull;
import dev.flux.forge.github.FakePull.Posted;
import dev.flux.forge.github.FakeRepository.CheckRun;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One App on GitHub, from the delivery to what people see on the pull request. */
class EndToEndGitHubTest {
  static final String V1 = "db/migration/V1__users.sql";
  static final String V2 = "db/migration/V2__tokens.sql";
  static final Map<String, String> BASE =
      Map.of(
          V1,
          "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, name text);\n",
          "README.md",
          "An orchard.\n");
  static final String COLUMN =
      "ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();\n";
  static final String INDEX = "CREATE INDEX users_email_idx ON users (email);\n";
  static final String SAFE =
      "CREATE TABLE pears (id bigint PRIMARY KEY);\nCREATE INDEX pears_idx ON pears (id);\n";

  @TempDir static Path directory;

  private static GitHubSite site;
  private static RunningFlux flux;

  private final GitHubRepository repository = site.repository().base(BASE);

  @BeforeAll
  static void start() {
    site = new GitHubSite(directory);
    flux = site.start(site.asApp(), "home");
  }

  @AfterAll
  static void stop() {
    flux.close();
    site.close();
  }

  @BeforeEach
  void forget() {
    site.github.forgetCalls();
  }

  @AfterEach
  void nothingToComplain() {
    site.github.watch(call -> {}, call -> {});
    assertThat(site.github.complaints()).isEmpty();
  }

  private Pull opened(Map<String, String> files) {
    Pull pull = repository.open(files);
    deliver(pull, "opened");
    return pull;
  }

  private static void deliver(Pull pull, String action) {
    assertThat(flux.deliverGitHub("pull_request", pull.event(action))).isEqualTo(202);
    flux.settle();
  }

  private static Posted only(List<Posted> posted) {
    assertThat(posted).hasSize(1);
    return posted.get(0);
  }

  private static Posted summary(Pull pull) {
    return only(pull.fake.comments());
  }

  /** Prints how many calls the review cost; each comment that is edited is one more. */
  private static void requireFewCalls(String what) {
    List<String> calls = site.github.calls();
    long edits = calls.stream().filter(call -> call.matches("PATCH .*/comments/.*")).count();
    System.out.printf(
        "%s cost %d calls of GitHub's API, %d of them edits%n", what, calls.size(), edits);
    assertThat(calls).hasSizeLessThanOrEqualTo(9 + (int) edits);
  }

  @Test
  void aRiskyChangeIsReviewedOnItsLines() {
    Pull pull = opened(Map.of(V2, COLUMN + "\n\n\n" + INDEX));
    requireFewCalls("a first review");

    assertThat(repository.fake.checkRuns(pull.fake.headSha()))
        .singleElement()
        .returns("Flux / migrations", CheckRun::name)
        .returns("failure", CheckRun::conclusion);
    assertThat(pull.lastCheck().title()).startsWith("2 dangerous statements");
    assertThat(summary(pull).author()).isEqualTo(GitHubSite.BOT);
    assertThat(Visible.lines(summary(pull).body())).hasSizeBetween(10, 40);
    assertThat(summary(pull).body()).startsWith("```\n┌─ Migration: ").contains("- [ ] ");
    assertThat(pull.fake.reviews()).hasSize(1);
    assertThat(pull.fake.inlineComments()).extracting(Posted::path).containsOnly(V2);
    assertThat(pull.fake.inlineComments()).extracting(Posted::line).contains(1, 5);
  }

  @Test
  void theSettingsAtTheBaseHoldAndThoseOfTheChangeAreChecked() {
    repository.base(Map.of("flux.yml", "severities:\n  create-index-blocking: warning\n"));
    String index = "SET LOCAL lock_timeout = '5s';\n" + INDEX;
    Pull pull = opened(Map.of(V2, index, "flux.yml", "severities: {create-index-blockin: off}\n"));
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(pull.fake.inlineComments())
        .extracting(p -> p.path() + ":" + p.line())
        .containsExactlyInAnyOrder("flux.yml:1", V2 + ":2");

    pull.push(Map.of(V2, index, "flux.yml", "severities: {create-index-blocking: off}\n"));
    deliver(pull, "synchronize");
    assertThat(pull.lastCheck().conclusion()).isEqualTo("success");
    assertThat(pull.lastCheck().title()).contains("1 warning");
  }

  @Test
  void anOldLineIsSpokenOfInTheSummary() {
    // The whole file is judged once it is changed; its first lines are not in the diff.
    String untouched = "ALTER TABLE users ADD COLUMN a int;\n".repeat(12);
    repository.base(Map.of(V2, INDEX + untouched));
    Pull pull = opened(Map.of(V2, INDEX + untouched + COLUMN));
    assertThat(pull.fake.inlineComments()).extracting(Posted::line).containsOnly(14);
    assertThat(summary(pull).body()).contains("V2__tokens.sql:1");
  }

  @Test
  void aPageHoldsTheReviewWithItsSqlEscaped() {
    Pull pull = opened(Map.of(V2, "UPDATE users SET name = '<script>alert(1)</script>';\n"));
    List<String> ids =
        flux.query("select id from review where change_key = 'github:" + repository.name() + "#1'");
    assertThat(ids).hasSize(1);
    var page = flux.get("/reviews/" + ids.get(0));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("&lt;script&gt;").doesNotContain("<script>alert");
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(flux.get("/reviews/" + "0".repeat(ids.get(0).length())).statusCode()).isEqualTo(404);
  }

  @Test
  void aPushThatFixesOneOfTwoIsSaidInPlace() {
    Pull pull = opened(Map.of(V2, COLUMN + INDEX));
    String firstHead = pull.fake.headSha();
    int before = pull.fake.inlineComments().size();
    site.github.forgetCalls();

    pull.push(Map.of(V2, "-- only the index is left\n" + INDEX));
    deliver(pull, "synchronize");
    requireFewCalls("a second review, which edits");

    assertThat(summary(pull).edits()).isEqualTo(1);
    assertThat(summary(pull).body()).contains("1 dangerous statement,");
    assertThat(pull.fake.inlineComments()).hasSize(before);
    assertThat(pull.fake.inlineComments().stream().filter(p -> p.body().startsWith("~~")))
        .singleElement()
        .satisfies(
            fixed ->
                assertThat(fixed.body())
                    .contains("Fixed in `" + pull.fake.headSha().substring(0, 7)));
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(repository.fake.checkRuns(firstHead)).hasSize(1);

    pull.push(Map.of(V2, SAFE));
    deliver(pull, "synchronize");
    assertThat(pull.lastCheck().conclusion()).isEqualTo("success");
    assertThat(pull.fake.inlineComments()).allMatch(posted -> posted.body().startsWith("~~"));
    assertThat(summary(pull).body()).doesNotContain("🔴");
  }

  @Test
  void aDeliveryThatComesTwiceIsOne() {
    Pull pull = repository.open(Map.of(V2, INDEX));
    HttpRequest delivery =
        RunningFlux.gitHubDelivery(
            flux.address("/webhooks/github"), "pull_request", pull.event("opened"));
    assertThat(flux.send(delivery).statusCode()).isEqualTo(202);
    flux.settle();
    site.github.forgetCalls();
    assertThat(flux.send(delivery).statusCode()).isBetween(200, 202);
    flux.settle();
    assertThat(site.github.calls()).isEmpty();
    assertThat(summary(pull).edits()).isZero();
  }

  @Test
  void aHeadThatMovedMeanwhileGetsNothingButAnEndOfItsCheck() {
    Pull pull = repository.open(Map.of(V2, INDEX));
    String stale = pull.fake.headSha();
    AtomicBoolean first = new AtomicBoolean(true);
    site.github.watch(
        call -> {},
        call -> {
          if (call.startsWith("POST") && call.endsWith("/check-runs") && first.getAndSet(false)) {
            pull.push(Map.of(V2, SAFE));
          }
        });
    deliver(pull, "opened");
    deliver(pull, "synchronize");

    CheckRun ended = repository.fake.checkRuns(stale).get(0);
    assertThat(repository.fake.checkRuns(stale)).hasSize(1);
    assertThat(ended.conclusion()).isEqualTo("neutral");
    assertThat(ended.title()).startsWith("superseded by " + pull.fake.headSha().substring(0, 7));
    assertThat(pull.lastCheck().conclusion()).isEqualTo("success");
    assertThat(pull.fake.inlineComments()).isEmpty();
    assertThat(pull.fake.comments()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void withoutMigrationsOnlyTheCheckSpeaks() {
    Pull pull = opened(Map.of("src/Main.java", "class Main {}\n"));
    assertThat(pull.lastCheck().conclusion()).isEqualTo("success");
    assertThat(pull.lastCheck().title()).isEqualTo("No migrations changed");
    assertThat(pull.fake.comments()).isEmpty();

    pull.push(Map.of(V2, INDEX));
    deliver(pull, "synchronize");
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(pull.fake.inlineComments()).isNotEmpty();

    pull.push(Map.of("src/Main.java", "class Main {}\n"));
    deliver(pull, "synchronize");
    assertThat(pull.lastCheck().conclusion()).isEqualTo("success");
    assertThat(summary(pull).body()).startsWith("No migrations changed");
    assertThat(pull.fake.inlineComments()).allMatch(posted -> posted.body().startsWith("~~"));
  }

  @Test
  void whatDoesNotChangeHeadOrBaseIsIgnored() {
    Pull pull = repository.open(Map.of(V2, INDEX));
    for (String action : List.of("labeled", "assigned", "edited", "locked")) {
      assertThat(flux.deliverGitHub("pull_request", pull.event(action))).isBetween(200, 202);
    }
    assertThat(flux.deliverGitHub("ping", "{\"zen\":\"x\",\"hook_id\":1}")).isBetween(200, 202);
    assertThat(flux.deliverGitHub("push", "{}")).isBetween(200, 202);
    flux.settle();
    assertThat(site.github.calls()).isEmpty();
  }

  @Test
  void theEndOfOneThatNothingWaitsForCostsNoCall() {
    Pull pull = opened(Map.of(V2, INDEX));
    int before = site.github.calls().size();
    pull.fake.merge();
    deliver(pull, "closed");
    assertThat(site.github.calls()).hasSize(before);
  }

  @Test
  void draftsAreReadAndReadyOnesAgain() {
    Pull pull = repository.open(Map.of(V2, INDEX));
    pull.fake.draft();
    deliver(pull, "opened");
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
    deliver(pull, "ready_for_review");
    deliver(pull, "reopened");
    assertThat(repository.fake.checkRuns(pull.fake.headSha()))
        .hasSize(3)
        .allMatch(run -> run.conclusion().equals("failure"));
    assertThat(summary(pull).edits()).isZero();
  }

  @Test
  void aRequestThatWasClosedMeanwhileIsLeftAlone() {
    Pull pull = repository.open(Map.of(V2, INDEX));
    pull.fake.close();
    deliver(pull, "opened");
    assertThat(repository.fake.checkRuns(pull.fake.headSha())).isEmpty();
    assertThat(pull.fake.comments()).isEmpty();
    pull.fake.reopen();
    deliver(pull, "reopened");
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
  }

  @Test
  void anotherBaseIsAnotherChange() {
    Pull pull = opened(Map.of(V2, INDEX));
    // On the other branch the migration is there already.
    pull.retarget("release", Map.of(V2, INDEX));
    assertThat(
            flux.deliverGitHub(
                "pull_request", pull.event("edited", "{\"base\":{\"ref\":{\"from\":\"main\"}}}")))
        .isEqualTo(202);
    flux.settle();
    assertThat(pull.lastCheck().title()).isEqualTo("No migrations changed");
    assertThat(summary(pull).body()).startsWith("No migrations changed");
  }

  @Test
  void withoutACommonCommitTheCheckSaysWhy() {
    Pull pull = repository.open(Map.of(V2, INDEX));
    pull.fake.rebase("main", "e".repeat(40), "");
    deliver(pull, "opened");
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(pull.lastCheck().title()).isEqualTo("Flux could not review this change");
    assertThat(pull.lastCheck().summary()).contains("Rebase the branch").contains("/flux review");
  }

  @Test
  void aCheckCanBeAskedForAgain() {
    Pull pull = opened(Map.of(V2, INDEX));
    assertThat(flux.deliverGitHub("check_run", pull.rerequested())).isEqualTo(202);
    flux.settle();
    assertThat(repository.fake.checkRuns(pull.fake.headSha()))
        .hasSize(2)
        .allMatch(run -> run.conclusion().equals("failure"));
    assertThat(summary(pull).edits()).isZero();
  }

  private Posted commanded(Pull pull, String user, String type, String text) {
    Posted comment = pull.fake.say(user, text);
    assertThat(flux.deliverGitHub("issue_comment", pull.commented(comment, type)))
        .isBetween(200, 202);
    flux.settle();
    return comment;
  }

  @Test
  void thoseWhoMayCommandIt() {
    repository.fake.role("wren", "write").role("tess", "triage").role("rob", "read");
    Pull pull = opened(Map.of(V2, INDEX));
    for (String user : List.of("ann", "wren", "tess")) {
      Posted comment = commanded(pull, user, "User", "Once more, please.\n\n/flux review");
      assertThat(comment.reactions()).as(user).containsExactly("eyes", "rocket");
    }
    assertThat(repository.fake.checkRuns(pull.fake.headSha())).hasSize(4);
    assertThat(commanded(pull, "rob", "User", "/flux review").reactions())
        .containsExactly("confused");
    assertThat(commanded(pull, "nobody", "User", "/flux review").reactions())
        .containsExactly("confused");
    assertThat(commanded(pull, "other[bot]", "Bot", "/flux review").reactions()).isEmpty();
    assertThat(repository.fake.checkRuns(pull.fake.headSha())).hasSize(4);
  }

  @Test
  void helpIsAnsweredAndWhatIsQuotedIsNot() {
    Pull pull = opened(Map.of(V2, SAFE));
    int before = pull.fake.comments().size();
    Posted help = commanded(pull, "ann", "User", "/flux help");
    assertThat(help.reactions()).containsExactly("eyes", "rocket");
    assertThat(pull.fake.comments()).hasSize(before + 2);
    assertThat(pull.fake.comments().get(before + 1).body()).contains("`/flux review`");
    for (String quoted : List.of("> /flux review", "```\n/flux review\n```", "say `/flux help`")) {
      assertThat(commanded(pull, "ann", "User", quoted).reactions()).isEmpty();
    }
    Posted unknown = commanded(pull, "ann", "User", "/flux reveiw");
    assertThat(unknown.reactions()).containsExactly("eyes", "confused");
  }

  @Test
  void aTokenThatIsRevokedInTheMiddleIsRenewed() {
    Pull pull = repository.open(Map.of(V2, INDEX));
    AtomicBoolean first = new AtomicBoolean(true);
    site.github.watch(
        call -> {},
        call -> {
          if (call.endsWith("/check-runs") && first.getAndSet(false)) {
            site.github.revokeTokens();
          }
        });
    deliver(pull, "opened");
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(pull.lastCheck().title()).startsWith("1 dangerous statement");
    assertThat(pull.fake.comments()).hasSize(1);
  }

  @Test
  void aForgeThatIsAwayOnceIsAskedAgain() {
    Pull pull = repository.open(Map.of(V2, INDEX));
    AtomicBoolean first = new AtomicBoolean(true);
    site.github.watch(
        call -> {
          if (call.endsWith("/reviews") && first.getAndSet(false)) {
            site.github.answerNext(502, Map.of(), "{\"message\":\"Bad Gateway\"}");
          }
        },
        call -> {});
    deliver(pull, "opened");
    requireOneOfEach(pull);
  }

  @Test
  void aLimitOfTheRateIsWaitedFor() {
    Pull pull = repository.open(Map.of(V2, INDEX));
    AtomicBoolean first = new AtomicBoolean(true);
    long[] struck = new long[1];
    site.github.watch(
        call -> {
          if (call.startsWith("POST") && call.endsWith("/comments") && first.getAndSet(false)) {
            struck[0] = System.nanoTime();
            site.github.answerNext(
                403,
                Map.of("Retry-After", "2"),
                "{\"message\":\"You have exceeded a secondary rate limit.\"}");
          } else if (struck[0] != 0) {
            assertThat(System.nanoTime() - struck[0]).isGreaterThan(1_900_000_000L);
          }
        },
        call -> {});
    deliver(pull, "opened");
    requireOneOfEach(pull);
  }

  @Test
  void gitThatIsAwayForAWhileIsWaitedFor() {
    Pull pull = repository.open(Map.of(V2, INDEX));
    site.git.failWith(503);
    try {
      assertThat(flux.deliverGitHub("pull_request", pull.event("opened"))).isEqualTo(202);
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          flux.query(
                              "select outcome from job where lane like '%"
                                  + repository.name()
                                  + "#1'"))
                      .containsExactly("retry"));
      assertThat(pull.lastCheck().status()).isEqualTo("in_progress");
    } finally {
      site.git.failWith(0);
    }
    flux.settle();
    requireOneOfEach(pull);
  }

  private void requireOneOfEach(Pull pull) {
    assertThat(pull.fake.comments()).hasSize(1);
    assertThat(pull.fake.inlineComments())
        .isNotEmpty()
        .extracting(Posted::body)
        .doesNotHaveDuplicates();
    assertThat(repository.fake.checkRuns(pull.fake.headSha()))
        .singleElement()
        .returns("failure", CheckRun::conclusion);
    assertThat(pull.lastCheck().title()).startsWith("1 dangerous statement");
  }

  @Test
  void aPushWhileTheForgeIsAwayLeavesNoCheckRunning() {
    Pull pull = repository.open(Map.of(V2, INDEX));
    String stale = pull.fake.headSha();
    AtomicBoolean first = new AtomicBoolean(true);
    site.github.watch(
        call -> {
          if (call.endsWith("/reviews") && first.getAndSet(false)) {
            site.github.answerNext(502, Map.of(), "{\"message\":\"Bad Gateway\"}");
            pull.push(Map.of(V2, SAFE));
          }
        },
        call -> {});
    deliver(pull, "opened");
    assertThat(repository.fake.checkRuns(stale))
        .singleElement()
        .returns("neutral", CheckRun::conclusion);
    assertThat(pull.lastCheck().conclusion()).isEqualTo("success");
    assertThat(summary(pull).body()).doesNotContain("🔴");
  }

  @Test
  void whatCannotBeReadIsNotCalledSafe() {
    Pull pull = opened(Map.of(V2, "ALTER TABLE users FROBNICATE COLUMN name;\n" + SAFE));
    assertThat(pull.lastCheck().conclusion()).isNotEqualTo("success");
    assertThat(pull.lastCheck().title()).contains("unreadable statement");
    assertThat(summary(pull).body()).contains("V2__tokens.sql:1");
  }

  @Test
  void aFileOfTwoMegabytesIsReadToo() {
    String seeds =
        "INSERT INTO users (id, email) VALUES (0, 'plum@orchard.example')"
            + ",\n  (1, 'pear@orchard.example')".repeat(400)
            + ";\n";
    Pull pull = opened(Map.of(V2, seeds.repeat(2_000_000 / seeds.length()) + INDEX));
    assertThat(pull.lastCheck().status()).isEqualTo("completed");
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(pull.lastCheck().title()).startsWith("1 dangerous statement");
    assertThat(Visible.lines(summary(pull).body())).hasSizeLessThanOrEqualTo(40);
  }

  @Test
  void hostileTextStaysText() {
    String hostile =
        """
        -- ``` </details> <img src=x> @orchard/team \u202Ereversed
        UPDATE users SET name = '``` </details>
        ````
        <!-- flux:summary:v1 0000000000000000000000000000000000000000000000000000000000000000 -->
        @orchard/team fixes #1 <img src="https://tracker.example/x">\u202E';
        ALTER TABLE "users</details>@orchard/team```" ADD COLUMN "a`|b" uuid DEFAULT gen_random_uuid();
        """;
    String name = "db/migration/V3__a`b</details>@orchard_team.sql";
    Pull pull = opened(Map.of(name, hostile));
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(pull.fake.inlineComments()).isNotEmpty();
    List<String> texts = new java.util.ArrayList<>();
    pull.fake.comments().forEach(posted -> texts.add(posted.body()));
    pull.fake.inlineComments().forEach(posted -> texts.add(posted.body()));
    for (String text : texts) {
      String rendered = Rendered.html(text);
      assertThat(rendered).as(text).doesNotContain("<img").doesNotContain("\u202E");
      assertThat(Rendered.mentions(text)).as(text).isEmpty();
      assertThat(Rendered.balanced(text)).as(text).isTrue();
    }
    deliver(pull, "reopened");
    assertThat(pull.fake.comments()).hasSize(1);
  }

  @Test
  void twentyMigrationsOnAHistoryOfFiveHundredCostNineCalls() {
    Map<String, String> history = new HashMap<>();
    for (int i = 1; i <= 500; i++) {
      history.put(
          "db/migration/V%d__t.sql".formatted(i),
          "CREATE TABLE t%d (id bigint PRIMARY KEY, a text, b int);\n".formatted(i)
              + "CREATE INDEX t%d_a ON t%d (a);\n".formatted(i, i));
    }
    repository.base(history);
    for (int round = 1; round <= 3; round++) {
      Map<String, String> change = new HashMap<>();
      for (int i = 501; i <= 520; i++) {
        change.put(
            "db/migration/V%d__c.sql".formatted(i),
            "ALTER TABLE t%d ALTER COLUMN b TYPE bigint;\nCREATE INDEX t%d_%d ON t%d (b);\n"
                .formatted(i - 500, i, round, i - 500));
      }
      site.github.forgetCalls();
      long before = workersCpu();
      Pull pull = opened(change);
      System.out.printf(
          "round %d: %d ms of the worker's CPU%n", round, (workersCpu() - before) / 1_000_000);
      requireFewCalls("20 migrations on a history of 500");
      assertThat(pull.lastCheck().title()).startsWith("40 dangerous statements");
      assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
      assertThat(Visible.lines(summary(pull).body())).hasSizeLessThanOrEqualTo(40);
    }
  }

  /** CPU of the threads that review: the look-alikes run in this process, too. */
  private static long workersCpu() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().startsWith("db-scheduler"))
        .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
        .sum();
  }

  @Test
  void whoCannotSignIsTurnedAway() {
    Pull pull = repository.open(Map.of(V2, INDEX));
    URI address = flux.address("/webhooks/github");
    HttpRequest unsigned =
        HttpRequest.newBuilder(address)
            .header("X-GitHub-Event", "pull_request")
            .header("X-GitHub-Delivery", "1")
            .POST(HttpRequest.BodyPublishers.ofString(pull.event("opened")))
            .build();
    assertThat(flux.send(unsigned).statusCode()).isEqualTo(401);
    assertThat(flux.send(RunningFlux.gitHubDelivery(address, "pull_request", "{")).statusCode())
        .isEqualTo(400);
    assertThat(
            flux.send(RunningFlux.gitHubDelivery(address, "push", " ".repeat((1 << 20) + 1)))
                .statusCode())
        .isEqualTo(413);
    assertThat(site.github.calls()).isEmpty();
    assertThat(flux.query("select id from delivery where id = '1'")).isEmpty();
  }
}
