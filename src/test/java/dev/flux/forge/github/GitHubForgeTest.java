package dev.flux.forge.github;

import static dev.flux.forge.github.GitHubWorld.BASE;
import static dev.flux.forge.github.GitHubWorld.HEAD;
import static dev.flux.forge.github.GitHubWorld.MERGE_BASE;
import static dev.flux.forge.github.GitHubWorld.NEXT;
import static dev.flux.forge.github.GitHubWorld.REPOSITORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.Check;
import dev.flux.forge.Comment;
import dev.flux.forge.ForgeException;
import dev.flux.forge.ForgeKind;
import dev.flux.forge.InlineComment;
import dev.flux.forge.NewRequest;
import dev.flux.forge.Permission;
import dev.flux.forge.Reaction;
import dev.flux.forge.Source;
import dev.flux.forge.Standing;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubForgeTest {
  private final GitHubWorld world = new GitHubWorld();

  @AfterEach
  void nothingToComplain() {
    world.close();
  }

  private static Check check(Check.State state) {
    return new Check(state, "2 dangerous statements", "All of it.", Optional.empty());
  }

  private static InlineComment at(int start, int line) {
    return new InlineComment("db/V2__a.sql", start, line, 0, "at " + line);
  }

  @Test
  void requestsAreCheckedAgainstGitHubsDescription() {
    Assumptions.assumeTrue(GitHubDescription.present(), "GitHub's description is absent");
    assertThat(GitHubDescription.complaints("POST", "/repos/a/b/check-runs", "", "{\"name\":1}"))
        .isNotEmpty();
    assertThat(GitHubDescription.complaints("GET", "/repos/a/b/nothing", "", "")).isNotEmpty();
  }

  @Test
  void aRequestIsLoadedWithThreeCalls() throws Exception {
    ChangeRequest change = world.told().load(world.id);

    assertThat(change.headSha()).isEqualTo(HEAD);
    assertThat(change.baseSha()).isEqualTo(BASE);
    assertThat(change.mergeBase()).contains(MERGE_BASE);
    assertThat(change.open()).isTrue();
    assertThat(change.draft()).isFalse();
    assertThat(change.author()).isEqualTo("ann");
    assertThat(change.remote().headRef()).isEqualTo("refs/pull/7/head");
    assertThat(change.remote().user()).isEqualTo("x-access-token");
    assertThat(change.remote().url().toString()).endsWith("/acme/shop.git").doesNotContain("api");
    assertThat(change.remote().password().orElseThrow().reveal()).startsWith("ghs_");
    assertThat(world.github.calls())
        .containsExactly(
            "POST /app/installations/77/access_tokens",
            "GET /repos/acme/shop/pulls/7",
            "GET /repos/acme/shop/compare/" + BASE + "..." + HEAD);
  }

  @Test
  void aDraftIsOpenedOnceAndWithoutDraftsAPlainOne() throws Exception {
    world.repository.branch("topic", HEAD);
    world.repository.branch("flux/7-contract", NEXT);
    NewRequest request = new NewRequest("Flux: contract", "text", "flux/7-contract", "topic");
    ChangeRequestId opened = world.told().open(GitHubWorld.REPOSITORY, request);
    assertThat(world.told().open(GitHubWorld.REPOSITORY, request)).isEqualTo(opened);
    assertThat(world.repository.findPull(opened.number()).orElseThrow().isDraft()).isTrue();
    assertThat(world.told().standing(opened)).isEqualTo(Standing.OPEN);
    world.told().retarget(opened, "main");
    assertThat(world.repository.findPull(opened.number()).orElseThrow().baseRef())
        .isEqualTo("main");
    world.repository.findPull(opened.number()).orElseThrow().merge();
    assertThat(world.told().standing(opened)).isEqualTo(Standing.MERGED);

    GitHubForge forge = world.told();
    AtomicBoolean first = new AtomicBoolean(true);
    world.github.watch(
        call -> {
          if (call.equals("POST /repos/acme/shop/pulls") && first.getAndSet(false)) {
            world.github.answerNext(
                422,
                Map.of(),
                "{\"message\":\"Draft pull requests are not supported in this repository.\"}");
          }
        },
        call -> {});
    ChangeRequestId plain = forge.open(GitHubWorld.REPOSITORY, request);
    assertThat(plain).isNotEqualTo(opened);
    assertThat(world.repository.findPull(plain.number()).orElseThrow().isDraft()).isFalse();
  }

  @Test
  void theSourceSaysWhetherFluxMayPush() throws Exception {
    assertThat(world.told().load(world.id).source())
        .isEqualTo(new Source(GitHubWorld.REPOSITORY, "topic", false, false));
    assertThat(world.token().load(world.id).source().editable()).isTrue();
    world.pull.fromFork("robin/shop", true);
    assertThat(world.told().load(world.id).source())
        .isEqualTo(new Source("robin/shop", "topic", true, true));
    assertThat(world.told().author(GitHubWorld.REPOSITORY).name()).isEqualTo("flux-reviews[bot]");
  }

  @Test
  void anInstallationThatNoDeliveryNamedIsLookedUpOnce() throws Exception {
    GitHubForge forge = world.app();
    forge.load(world.id);
    forge.load(world.id);

    assertThat(world.github.calls()).startsWith("GET /repos/acme/shop/installation");
    assertThat(world.github.calls()).filteredOn(call -> call.contains("installation")).hasSize(2);
  }

  @Test
  void aWronglyRememberedInstallationIsFoundOut() throws Exception {
    GitHubForge forge = world.app();
    forge.rememberInstallation("ACME/Shop", 5);

    assertThat(forge.load(world.id).headSha()).isEqualTo(HEAD);
  }

  @Test
  void aTokenIsKeptUntilItHasFiveMinutesLeft() throws Exception {
    GitHubForge forge = world.told();
    forge.load(world.id);
    world.clock.advance(Duration.ofMinutes(53));
    forge.load(world.id);
    assertThat(tokensMade()).isEqualTo(1);

    world.clock.advance(Duration.ofMinutes(2));
    forge.load(world.id);
    assertThat(tokensMade()).isEqualTo(2);
  }

  @Test
  void aRefusedTokenIsRenewedOnce() throws Exception {
    GitHubForge forge = world.told();
    forge.load(world.id);
    world.github.revokeTokens();

    assertThat(forge.load(world.id).headSha()).isEqualTo(HEAD);
    assertThat(tokensMade()).isEqualTo(2);
  }

  @Test
  void manyThreadsShareOneToken() throws Exception {
    GitHubForge forge = world.app();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<ChangeRequest>> loads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      loads.add(threads.submit(() -> forge.load(world.id)));
    }
    for (Future<ChangeRequest> load : loads) {
      assertThat(load.get().headSha()).isEqualTo(HEAD);
    }
    threads.shutdown();
    assertThat(tokensMade()).isEqualTo(1);
  }

  private long tokensMade() {
    return world.github.calls().stream().filter(it -> it.endsWith("access_tokens")).count();
  }

  @Test
  void aCheckRunIsUpdatedInPlaceWithinAReview() throws Exception {
    GitHubForge forge = world.told();
    ChangeRequest change = forge.load(world.id);
    forge.report(change, check(Check.State.IN_PROGRESS));
    forge.report(change, check(Check.State.IN_PROGRESS));
    forge.report(change, check(Check.State.FAILURE));

    List<FakeRepository.CheckRun> runs = world.repository.checkRuns(HEAD);
    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).name()).isEqualTo("Flux / migrations");
    assertThat(runs.get(0).conclusion()).isEqualTo("failure");
    assertThat(runs.get(0).externalId()).isEqualTo("github:acme/shop#7");
  }

  @Test
  void aCompletedRunIsNotTouchedAgain() throws Exception {
    GitHubForge forge = world.told();
    ChangeRequest change = forge.load(world.id);
    forge.report(change, check(Check.State.FAILURE));
    forge.report(change, check(Check.State.IN_PROGRESS));
    forge.report(change, check(Check.State.SUCCESS));

    assertThat(world.repository.checkRuns(HEAD))
        .extracting(FakeRepository.CheckRun::conclusion)
        .containsExactly("failure", "success");
  }

  @Test
  void anInterruptedReviewGoesOnWithItsRun() throws Exception {
    world.repository.openPull(8, BASE, MERGE_BASE, HEAD);
    GitHubForge stopped = world.told();
    ChangeRequest other = stopped.load(new ChangeRequestId(ForgeKind.GITHUB, REPOSITORY, 8));
    stopped.report(other, check(Check.State.IN_PROGRESS));
    stopped.report(stopped.load(world.id), check(Check.State.SUCCESS));
    stopped.report(stopped.load(world.id), check(Check.State.IN_PROGRESS));

    GitHubForge restarted = world.told();
    ChangeRequest change = restarted.load(world.id);
    restarted.resume(change);
    restarted.report(change, check(Check.State.IN_PROGRESS));
    restarted.report(change, check(Check.State.FAILURE));

    assertThat(world.repository.checkRuns(HEAD))
        .extracting(it -> it.externalId() + " " + it.conclusion())
        .containsExactly(
            "github:acme/shop#8 ", "github:acme/shop#7 success", "github:acme/shop#7 failure");
  }

  @Test
  void twoRequestsWithOneHeadHaveTheirOwnRuns() throws Exception {
    world.repository.openPull(8, BASE, MERGE_BASE, HEAD);
    GitHubForge forge = world.told();
    ChangeRequest one = forge.load(world.id);
    ChangeRequest other = forge.load(new ChangeRequestId(ForgeKind.GITHUB, REPOSITORY, 8));
    forge.report(one, check(Check.State.IN_PROGRESS));
    forge.report(other, check(Check.State.IN_PROGRESS));
    forge.report(one, check(Check.State.FAILURE));
    forge.report(other, check(Check.State.SUCCESS));

    assertThat(world.repository.checkRuns(HEAD))
        .extracting(it -> it.externalId() + " " + it.conclusion())
        .containsExactly("github:acme/shop#7 failure", "github:acme/shop#8 success");
  }

  @Test
  void textsThatAreTooLongForACheckAreCut() throws Exception {
    GitHubForge forge = world.told();
    ChangeRequest change = forge.load(world.id);
    Optional<URI> page = Optional.of(URI.create("https://flux.example/r/1"));
    String longText = "A line.\n".repeat(20_000);
    forge.report(change, new Check(Check.State.NEUTRAL, "t".repeat(500), longText, page));

    FakeRepository.CheckRun run = world.repository.checkRuns(HEAD).get(0);
    assertThat(run.summary()).hasSizeLessThan(65_536).endsWith("(https://flux.example/r/1)._");
    assertThat(run.conclusion()).isEqualTo("neutral");
  }

  @Test
  void aPersonalTokenSetsACommitStatus() throws Exception {
    GitHubForge forge = world.token();
    ChangeRequest change = forge.load(world.id);
    for (Check.State state : Check.State.values()) {
      forge.report(change, new Check(state, "t".repeat(300), "All.", Optional.empty()));
    }

    assertThat(world.repository.statuses(HEAD))
        .extracting(FakeRepository.Status::state)
        .containsExactly("pending", "success", "failure", "success");
    assertThat(world.repository.statuses(HEAD))
        .allSatisfy(
            status -> {
              assertThat(status.context()).isEqualTo("Flux / migrations");
              assertThat(status.description()).hasSize(140);
            });
  }

  @Test
  void onlyOwnCommentsAreSeenOnEveryPage() throws Exception {
    for (int i = 0; i < 120; i++) {
      world.pull.say("ann", "hello");
    }
    world.pull.say("flux-reviews", "a user with the App's name");
    FakePull.Posted own = world.pull.say("flux-reviews[bot]", "mine");
    GitHubForge forge = world.told();

    List<Comment> found = forge.ownComments(forge.load(world.id));

    assertThat(found).extracting(Comment::id).containsExactly(String.valueOf(own.id()));
    assertThat(world.github.calls()).filteredOn(it -> it.endsWith("/comments")).hasSize(2);
    assertThat(world.github.calls()).filteredOn(it -> it.startsWith("GET /user")).isEmpty();
  }

  @Test
  void aTokensUserIsAskedForOnce() throws Exception {
    world.pull.say("flux-user", "mine");
    GitHubForge forge = world.token();
    ChangeRequest change = forge.load(world.id);

    assertThat(forge.ownComments(change)).hasSize(1);
    assertThat(forge.ownComments(change)).hasSize(1);
    assertThat(world.github.calls()).filteredOn(it -> it.equals("GET /user")).hasSize(1);
  }

  @Test
  void bothKindsOfCommentAreEdited() throws Exception {
    FakePull.Posted whole = world.pull.say("flux-reviews[bot]", "one");
    FakePull.Posted line = world.pull.sayInline("flux-reviews[bot]", "db/V2__a.sql", 3, "two");
    GitHubForge forge = world.told();
    ChangeRequest change = forge.load(world.id);
    forge.edit(change, forge.ownComments(change).get(0), "ONE");
    forge.edit(change, forge.ownInlineComments(change).get(0), "TWO");

    assertThat(whole.body()).isEqualTo("ONE");
    assertThat(line.body()).isEqualTo("TWO");
  }

  @Test
  void aReviewIsOneCall() throws Exception {
    GitHubForge forge = world.told();
    ChangeRequest change = forge.load(world.id);
    world.github.forgetCalls();

    assertThat(forge.review(change, List.of(at(1, 1), at(3, 5)))).isEmpty();

    assertThat(world.github.calls()).containsExactly("POST /repos/acme/shop/pulls/7/reviews");
    assertThat(world.pull.inlineComments())
        .extracting(it -> it.startLine() + "-" + it.line())
        .containsExactly("1-1", "3-5");
  }

  @Test
  void commentsThatGitHubDoesNotPlaceAreHandedBackAndTheRestIsWritten() throws Exception {
    GitHubForge forge = world.told();
    ChangeRequest change = forge.load(world.id);
    InlineComment outside = at(900, 900);
    InlineComment across = at(200, 201);

    List<InlineComment> unplaced =
        forge.review(change, List.of(at(1, 1), outside, at(2, 2), at(3, 3), across, at(4, 4)));

    assertThat(unplaced).containsExactlyInAnyOrder(outside, across);
    assertThat(world.pull.inlineComments())
        .extracting(FakePull.Posted::line)
        .containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  @Test
  void theSearchForBadCommentsHasAnEnd() throws Exception {
    GitHubForge forge = world.told();
    ChangeRequest change = forge.load(world.id);
    List<InlineComment> all = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      all.add(at(1000 + i, 1000 + i));
    }
    world.github.forgetCalls();

    assertThat(forge.review(change, all)).containsExactlyInAnyOrderElementsOf(all);
    assertThat(world.github.calls()).hasSizeLessThan(15);
  }

  @Test
  void aReviewOfAnOldHeadIsNotWritten() throws Exception {
    GitHubForge forge = world.told();
    ChangeRequest change = forge.load(world.id);
    world.pull.push(NEXT).diff("db/V2__a.sql", 1, 20);

    assertThatThrownBy(() -> forge.review(change, List.of(at(1, 1))))
        .isInstanceOf(ForgeException.HeadMoved.class);
    assertThat(world.pull.inlineComments()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "none,NONE",
    "read,READ",
    "triage,TRIAGE",
    "write,WRITE",
    "maintain,WRITE",
    "admin,ADMIN",
    "release-crew,READ"
  })
  void rolesAreRead(String role, Permission permission) throws Exception {
    world.repository.role("ann", role);
    assertThat(world.told().permission(world.id.repository(), "ann")).isEqualTo(permission);
  }

  @Test
  void whoIsNoCollaboratorMayDoNothing() throws Exception {
    assertThat(world.told().permission(world.id.repository(), "mallory"))
        .isEqualTo(Permission.NONE);
    assertThat(world.told().permission(world.id.repository(), "helper[bot]"))
        .isEqualTo(Permission.NONE);
  }

  @Test
  void commandsAreAcknowledged() throws Exception {
    FakePull.Posted command = world.pull.say("ann", "/flux help");
    GitHubForge forge = world.told();
    for (Reaction reaction : Reaction.values()) {
      forge.react(world.id, String.valueOf(command.id()), reaction);
    }
    assertThat(command.reactions()).containsExactly("eyes", "rocket", "confused");
    FakePull.Posted onLine = world.pull.sayInline("ann", "db/V1.sql", 1, "/flux help");
    forge.react(world.id, GitHubForge.LINE_COMMENT + onLine.id(), Reaction.SEEN);
    assertThat(onLine.reactions()).containsExactly("eyes");
  }

  @Test
  void theOpenRequestsOfACommitAreFound() throws Exception {
    world.repository.openPull(8, BASE, MERGE_BASE, HEAD);
    world.repository.openPull(9, BASE, MERGE_BASE, HEAD).close();
    world.repository.openPull(10, BASE, HEAD, NEXT);

    assertThat(world.told().openAt(REPOSITORY, HEAD))
        .extracting(ChangeRequestId::number)
        .containsExactly(7L, 8L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"acme/..", "acme", "acme/shop/x", "acme/sh?p", "../shop", "a b/c", "/", ""})
  void aNameIsNeverTakenAsAPath(String name) {
    ChangeRequestId bad = new ChangeRequestId(ForgeKind.GITHUB, name, 7);
    assertThatThrownBy(() -> world.told().load(bad)).isInstanceOf(ForgeException.Refused.class);
    assertThatThrownBy(() -> world.told().permission(world.id.repository(), "ann/../x"))
        .isInstanceOf(ForgeException.Refused.class);
    assertThat(world.github.calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "403 | retry-after | 90 | {\"message\":\"secondary rate limit\"} | PT90S",
        "429 | - | - | {\"message\":\"slow down\"} | PT60S",
        "403 | - | - | {\"message\":\"You have exceeded a secondary rate limit.\"} | PT60S",
        "429 | retry-after | Fri, 20 Nov 2026 12:10:00 GMT | {} | PT10M",
      })
  void aLimitSaysWhenToComeBack(
      int status, String header, String value, String body, Duration wait) {
    world.github.answerNext(status, header == null ? Map.of() : Map.of(header, value), body);

    assertThatThrownBy(() -> world.told().load(world.id))
        .asInstanceOf(type(ForgeException.Unavailable.class))
        .extracting(ForgeException.Unavailable::retryAt)
        .isEqualTo(Optional.of(world.clock.instant().plus(wait)));
  }

  @Test
  void aUsedUpBudgetNamesItsReset() throws Exception {
    GitHubForge forge = world.told();
    ChangeRequest change = forge.load(world.id);
    Instant reset = Instant.parse("2026-11-20T12:42:00Z");
    Map<String, String> headers =
        Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "" + reset.getEpochSecond());
    world.github.answerNext(403, headers, "{\"message\":\"API rate limit exceeded\"}");
    world.github.forgetCalls();

    assertThatThrownBy(() -> forge.report(change, check(Check.State.SUCCESS)))
        .asInstanceOf(type(ForgeException.Unavailable.class))
        .extracting(ForgeException.Unavailable::retryAt)
        .isEqualTo(Optional.of(reset));
    assertThat(world.github.calls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void abrokenGitHubIsTriedLater(int status) throws Exception {
    GitHubForge forge = world.told();
    ChangeRequest change = forge.load(world.id);
    world.github.answerNext(status, Map.of(), "\"<html>oops\"");

    assertThatThrownBy(() -> forge.comment(change, "x"))
        .isInstanceOf(ForgeException.Unavailable.class)
        .hasMessageContaining(String.valueOf(status));
  }

  @Test
  void aGitHubThatIsAwayIsTriedLater() throws Exception {
    GitHubForge forge = world.told();
    ChangeRequest change = forge.load(world.id);
    world.github.close();

    assertThatThrownBy(() -> forge.comment(change, "x"))
        .isInstanceOf(ForgeException.Unavailable.class);
    assertThatThrownBy(() -> forge.ownComments(change))
        .isInstanceOf(ForgeException.Unavailable.class);
  }

  @Test
  void aMissingPermissionIsNamed() throws Exception {
    world.github.app(
        new FakeGitHub.App(
            "42",
            "flux-reviews",
            GitHubWorld.KEY.getPublic(),
            Map.of("contents", "read", "pull_requests", "write")));
    GitHubForge forge = world.told();
    ChangeRequest change = forge.load(world.id);

    assertThatThrownBy(() -> forge.report(change, check(Check.State.SUCCESS)))
        .isInstanceOf(ForgeException.Refused.class)
        .hasMessageContaining("checks=write")
        .hasMessageNotContaining("ghs_");
  }

  @Test
  void whatIsNotThereIsRefusedWithTheRemedy() {
    ChangeRequestId gone = new ChangeRequestId(ForgeKind.GITHUB, REPOSITORY, 999);
    assertThatThrownBy(() -> world.told().load(gone))
        .isInstanceOf(ForgeException.Refused.class)
        .hasMessageContaining("install the App");
  }

  @Test
  void aKeyThatIsNotTheAppsIsRefused() throws Exception {
    GitHubForge forge =
        new GitHubForge(
            GitHubSettings.of(
                world.github.url(), new GitHubCredentials.App("43", GitHubWorld.KEY.getPrivate())),
            world.clock);
    assertThatThrownBy(() -> forge.load(world.id))
        .isInstanceOf(ForgeException.Refused.class)
        .hasMessageContaining("private key");
  }
}
