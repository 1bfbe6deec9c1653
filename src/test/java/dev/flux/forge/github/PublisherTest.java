package dev.flux.forge.github;

import static dev.flux.forge.github.GitHubWorld.BASE;
import static dev.flux.forge.github.GitHubWorld.HEAD;
import static dev.flux.forge.github.GitHubWorld.MERGE_BASE;
import static dev.flux.forge.github.GitHubWorld.NEXT;
import static dev.flux.forge.github.GitHubWorld.REPOSITORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flux.config.Secret;
import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.Check;
import dev.flux.forge.ForgeException;
import dev.flux.forge.ForgeKind;
import dev.flux.forge.LiveHead;
import dev.flux.forge.Markers;
import dev.flux.forge.Publication;
import dev.flux.forge.Publisher;
import dev.flux.forge.Remark;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands on a pull request after publications, stops and repetitions. */
class PublisherTest {
  private static final Markers MARKERS = new Markers(Secret.of("a key that only Flux knows"));
  private static final Check STARTED =
      new Check(Check.State.IN_PROGRESS, "reading", "", Optional.empty());
  private static final Check DONE =
      new Check(
          Check.State.FAILURE,
          "2 dangerous statements",
          "All of it.",
          Optional.of(URI.create("https://flux.example/r/1")));
  private final GitHubWorld world = new GitHubWorld();

  @AfterEach
  void nothingToComplain() {
    world.close();
  }

  private static Remark remark(String fingerprint, int line) {
    return new Remark(
        fingerprint,
        fingerprint,
        "db/V2__a.sql",
        line,
        line,
        0,
        true,
        "**" + fingerprint + "** blocks writes.\n\n```suggestion\nSELECT 1;\n```");
  }

  private static Remark outside(String fingerprint) {
    return new Remark(
        fingerprint, fingerprint, "db/<V1>.sql", 3, 3, 0, false, "old " + fingerprint);
  }

  private static Publication publication(Remark... remarks) {
    return new Publication(DONE, "# Review", false, Arrays.asList(remarks));
  }

  /** What the worker does: a process that knows nothing but what a delivery told it. */
  private void review(Publication publication) throws Exception {
    GitHubForge forge = world.told();
    review(forge, publication, change -> world.pull.headSha());
  }

  private void review(GitHubForge forge, Publication publication, LiveHead live)
      throws ForgeException {
    ChangeRequest change = forge.load(world.id);
    forge.report(change, STARTED);
    new Publisher(forge, MARKERS).publish(change, publication, live);
  }

  private FakePull.Posted onlySummary() {
    assertThat(world.pull.comments()).hasSize(1);
    return world.pull.comments().get(0);
  }

  @Test
  void aFirstReviewCostsEightCallsOnAColdToken() throws Exception {
    review(publication(remark("a", 3), remark("b", 5)));

    assertThat(world.github.calls())
        .containsExactly(
            "POST /app/installations/77/access_tokens",
            "GET /repos/acme/shop/pulls/7",
            "GET /repos/acme/shop/compare/" + BASE + "..." + HEAD,
            "POST /repos/acme/shop/check-runs",
            "GET /repos/acme/shop/issues/7/comments",
            "POST /repos/acme/shop/issues/7/comments",
            "POST /repos/acme/shop/pulls/7/reviews",
            "PATCH /repos/acme/shop/check-runs/" + runId());
    assertThat(onlySummary().body()).startsWith("# Review\n\n<!-- flux:summary:v1 ");
    assertThat(world.pull.reviews()).containsExactly(2);
    assertThat(world.repository.checkRuns(HEAD))
        .singleElement()
        .returns("failure", FakeRepository.CheckRun::conclusion);
  }

  private long runId() {
    return world.repository.checkRuns(HEAD).get(0).id;
  }

  @Test
  void theSameAgainChangesNothing() throws Exception {
    Publication publication = publication(remark("a", 3), outside("b"));
    review(publication);
    world.github.forgetCalls();
    review(publication);

    assertThat(world.pull.inlineComments()).hasSize(1);
    assertThat(world.pull.inlineComments().get(0).edits()).isZero();
    assertThat(onlySummary().edits()).isZero();
    assertThat(world.github.calls()).hasSizeLessThanOrEqualTo(9);
  }

  @Test
  void aChangedTextIsEditedInPlace() throws Exception {
    review(publication(remark("a", 3)));
    Remark other = new Remark("a", "a", "db/V2__a.sql", 9, 9, 0, true, "another text");
    review(new Publication(DONE, "# Other", false, List.of(other)));

    assertThat(world.pull.inlineComments()).hasSize(1);
    assertThat(world.pull.inlineComments().get(0).body()).startsWith("another text");
    assertThat(onlySummary().body()).startsWith("# Other");
  }

  @Test
  void whatIsFixedIsMarkedAndComesBackOpen() throws Exception {
    review(publication(remark("a", 3), remark("b", 5)));
    world.pull.push(NEXT).diff("db/V2__a.sql", 1, 200);
    review(publication(remark("b", 5)));

    String fixed = world.pull.inlineComments().get(0).body();
    assertThat(fixed)
        .startsWith("~~**a** blocks writes.~~\n\nFixed in `2222222`.")
        .contains("<details>", "```sql\nSELECT 1;")
        .doesNotContain("```suggestion");
    review(publication(remark("b", 5)));
    assertThat(world.pull.inlineComments().get(0).edits()).isEqualTo(1);

    review(publication(remark("a", 7), remark("b", 5)));
    assertThat(world.pull.inlineComments()).hasSize(2);
    assertThat(world.pull.inlineComments().get(0).body())
        .startsWith("**a** blocks writes.")
        .contains("```suggestion");
  }

  @Test
  void aStopAtAnyCallAndARerunLeaveOneOfEach() throws Exception {
    for (boolean carriedOut : new boolean[] {false, true}) {
      for (int call = 0; call < 40; call++) {
        try (GitHubWorld fresh = new GitHubWorld()) {
          boolean struck = stopAndRerun(fresh, call, carriedOut);
          List<String> inline =
              fresh.pull.inlineComments().stream().map(FakePull.Posted::body).toList();
          assertThat(inline).as("stopped at call %d", call).hasSize(3);
          assertThat(inline.get(0)).startsWith("~~**a**");
          assertThat(inline.get(1)).startsWith("**b**");
          assertThat(inline.get(2)).startsWith("**c**");
          assertThat(fresh.pull.comments()).hasSize(1);
          assertThat(fresh.pull.comments().get(0).body()).startsWith("# Two").contains("old d");
          List<FakeRepository.CheckRun> runs = fresh.repository.checkRuns(NEXT);
          assertThat(runs.get(runs.size() - 1).conclusion()).isEqualTo("failure");
          if (!struck) {
            assertThat(call).as("calls of two reviews").isBetween(15, 30);
            break;
          }
        }
      }
    }
  }

  /** Two pushes, each reviewed by processes that may be stopped; says whether one was. */
  private static boolean stopAndRerun(GitHubWorld world, int call, boolean carriedOut)
      throws Exception {
    world.github.fault(call, carriedOut);
    untilDone(world, publication(remark("a", 3), remark("b", 5)));
    world.pull.push(NEXT).diff("db/V2__a.sql", 1, 200);
    Publication second =
        new Publication(
            DONE, "# Two", false, List.of(remark("b", 6), remark("c", 8), outside("d")));
    untilDone(world, second);
    boolean struck = !world.github.faultIsDue();
    world.github.calm();
    return struck;
  }

  private static void untilDone(GitHubWorld world, Publication publication) throws Exception {
    for (int attempt = 0; attempt < 3; attempt++) {
      GitHubForge forge = world.told();
      try {
        ChangeRequest change = forge.load(world.id);
        forge.report(change, STARTED);
        new Publisher(forge, MARKERS).publish(change, publication, it -> world.pull.headSha());
        return;
      } catch (ForgeException.Unavailable e) {
        assertThat(e).hasMessageContaining("502");
      }
    }
    throw new AssertionError("one fault cannot fail three attempts");
  }

  @Test
  void aHeadThatMovedBeforeGetsNothingButAnEndedCheck() throws Exception {
    GitHubForge forge = world.told();

    assertThatThrownBy(() -> review(forge, publication(remark("a", 3)), change -> NEXT))
        .isInstanceOf(ForgeException.HeadMoved.class)
        .hasMessageContainingAll(HEAD, NEXT);

    assertThat(world.pull.comments()).isEmpty();
    assertThat(world.pull.inlineComments()).isEmpty();
    FakeRepository.CheckRun run = world.repository.checkRuns(HEAD).get(0);
    assertThat(run.conclusion()).isEqualTo("neutral");
    assertThat(run.title()).isEqualTo("superseded by 2222222");
  }

  @Test
  void aHeadThatMovesMeanwhileGetsNoFinalCheck() throws Exception {
    List<String> heads = new ArrayList<>(List.of(HEAD, NEXT, NEXT));

    assertThatThrownBy(
            () -> review(world.told(), publication(remark("a", 3)), change -> heads.remove(0)))
        .isInstanceOf(ForgeException.HeadMoved.class);

    assertThat(world.repository.checkRuns(HEAD))
        .singleElement()
        .returns("neutral", FakeRepository.CheckRun::conclusion);
  }

  @Test
  void aDeletedSummaryIsWrittenAgainWithoutDoublingTheRest() throws Exception {
    review(publication(remark("a", 3)));
    world.pull.delete(onlySummary());
    review(publication(remark("a", 3)));

    assertThat(onlySummary().body()).startsWith("# Review");
    assertThat(world.pull.inlineComments()).hasSize(1);
  }

  @Test
  void moreThanTheCapIsListedInTheSummaryAndStaysThere() throws Exception {
    Remark[] many =
        IntStream.rangeClosed(1, 40).mapToObj(i -> remark("f" + i, i)).toArray(Remark[]::new);
    review(publication(many));
    review(publication(many));

    assertThat(world.pull.reviews()).containsExactly(25);
    assertThat(onlySummary().body()).contains("line: 15<", "**f26** blocks", "**f40** blocks");
    assertThat(onlySummary().body()).doesNotContain("**f25** blocks");
  }

  @Test
  void asManyOfTheRestAreShownAsThereIsRoomFor() throws Exception {
    String body = "**old** finding.\n\n```sql\n" + "SELECT 1;\n".repeat(1_500) + "```";
    Remark[] many =
        IntStream.rangeClosed(1, 9)
            .mapToObj(i -> new Remark("f" + i, "f", "a.sql", i, i, 0, false, body))
            .toArray(Remark[]::new);
    review(publication(many));

    assertThat(onlySummary().body())
        .hasSizeLessThan(61_000)
        .contains("line: 9<", "a.sql:3", "6 more on the [details page](")
        .doesNotContain("a.sql:4");
  }

  @Test
  void whatGitHubDoesNotPlaceGoesToTheSummary() throws Exception {
    Publication publication = publication(remark("a", 3), remark("b", 900));
    review(publication);
    review(publication);

    assertThat(world.pull.inlineComments()).hasSize(1);
    assertThat(onlySummary().body()).contains("db/V2__a.sql:900", "**b** blocks");
  }

  @Test
  void pathsInTheSummaryCannotBreakOut() throws Exception {
    review(publication(outside("a")));
    assertThat(onlySummary().body()).contains("<code>db/&lt;V1&gt;.sql:3</code>");
  }

  @Test
  void longTextsAreCutBetweenBlocks() throws Exception {
    String sql = "```sql\n" + "SELECT 1;\n".repeat(9_000) + "```\n";
    String body = "**a** is long.\n\n<details><summary>x</summary>\n\n" + sql + "</details>\n";
    Remark remark = new Remark("a", "a", "db/V2__a.sql", 3, 3, 0, true, body);
    review(new Publication(DONE, "# Review\n\n" + sql, false, List.of(remark)));

    assertThat(onlySummary().body())
        .contains("[details page](https://flux.example/r/1)")
        .doesNotContain("```");
    assertThat(world.pull.inlineComments().get(0).body())
        .startsWith("**a** is long.")
        .contains("[details page]")
        .doesNotContain("<details>");
  }

  @Test
  void nothingToSayBeginsNoSummaryButEndsOne() throws Exception {
    Publication nothing = new Publication(DONE, "No migrations.", true, List.of());
    review(nothing);
    assertThat(world.pull.comments()).isEmpty();

    review(publication(remark("a", 3)));
    review(nothing);
    assertThat(onlySummary().body()).startsWith("No migrations.");
    assertThat(world.pull.inlineComments().get(0).body()).startsWith("~~");
  }

  @Test
  void repeatedFingerprintsAreToldApart() throws Exception {
    Publication twice = publication(remark("a", 3), remark("a", 4));
    review(twice);
    review(twice);
    assertThat(world.pull.inlineComments()).extracting(it -> it.line()).containsExactly(3, 4);
  }

  @Test
  void markersOfOtherAuthorsAreNotFollowed() throws Exception {
    FakePull.Posted spoof = world.pull.say("mallory", "mine\n\n" + MARKERS.summary(world.id));
    FakePull.Posted spoofInline =
        world.pull.sayInline(
            "mallory",
            "db/V2__a.sql",
            3,
            "x\n\n" + MARKERS.finding(world.id, new Markers.Finding("a", false)));
    review(publication(remark("a", 3)));

    assertThat(spoof.edits()).isZero();
    assertThat(spoofInline.edits()).isZero();
    assertThat(world.pull.comments()).hasSize(2);
    assertThat(world.pull.inlineComments()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void markersOfOtherRequestsAndOtherKeysAreNotFollowed(boolean otherRequest) throws Exception {
    ChangeRequestId other = new ChangeRequestId(ForgeKind.GITHUB, REPOSITORY, 8);
    String copied =
        otherRequest
            ? MARKERS.summary(other)
            : new Markers(Secret.of("another key")).summary(world.id);
    FakePull.Posted own = world.pull.say("flux-reviews[bot]", "quoted\n\n" + copied);
    review(publication());

    assertThat(own.edits()).isZero();
    assertThat(world.pull.comments()).hasSize(2);
  }

  @Test
  void aMarkerInSomebodysSqlIsNone() throws Exception {
    String marker = MARKERS.finding(world.id, new Markers.Finding("b", false));
    Remark quoting =
        new Remark("a", "a", "db/V2__a.sql", 3, 3, 0, true, "```sql\n" + marker + "\n```");
    review(publication(quoting));
    review(publication(quoting, remark("b", 5)));

    assertThat(world.pull.inlineComments()).hasSize(2);
    assertThat(world.pull.inlineComments().get(0).edits()).isZero();
  }

  @Test
  void twoRequestsWithOneHeadHaveTheirOwnConversations() throws Exception {
    FakePull other =
        world.repository.openPull(8, BASE, MERGE_BASE, HEAD).diff("db/V2__a.sql", 1, 9);
    review(publication(remark("a", 3)));
    GitHubForge forge = world.told();
    ChangeRequest change = forge.load(new ChangeRequestId(ForgeKind.GITHUB, REPOSITORY, 8));
    new Publisher(forge, MARKERS)
        .publish(change, publication(remark("a", 3)), it -> other.headSha());

    assertThat(other.comments()).hasSize(1);
    assertThat(other.inlineComments()).hasSize(1);
    assertThat(world.pull.comments()).hasSize(1);
    assertThat(world.repository.checkRuns(HEAD))
        .extracting(FakeRepository.CheckRun::externalId)
        .containsExactly("github:acme/shop#7", "github:acme/shop#8");
  }

  @Test
  void aPersonalTokenPublishesTheSame() throws Exception {
    GitHubForge forge = world.token();
    review(forge, publication(remark("a", 3)), change -> HEAD);
    review(world.token(), publication(remark("a", 3)), change -> HEAD);

    assertThat(onlySummary().author()).isEqualTo("flux-user");
    assertThat(world.pull.inlineComments()).hasSize(1);
    assertThat(world.repository.statuses(HEAD))
        .extracting(FakeRepository.Status::state)
        .containsExactly("pending", "failure", "pending", "failure");
  }
}
