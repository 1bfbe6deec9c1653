package dev.flux.forge.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flux.config.Secret;
import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.Check;
import dev.flux.forge.Comment;
import dev.flux.forge.ForgeException;
import dev.flux.forge.ForgeKind;
import dev.flux.forge.InlineComment;
import dev.flux.forge.Permission;
import dev.flux.forge.Reaction;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitLabForgeTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String BASE = "b".repeat(40);
  private static final String START = "c".repeat(40);
  private static final String HEAD = "d".repeat(40);
  private static final String LATER = "e".repeat(40);
  private static final ChangeRequestId ID =
      new ChangeRequestId(ForgeKind.GITLAB, "orchard/fruit/pear", 1);
  private static final FakeDiff ADDED =
      FakeDiff.added("db/2_ripeness.sql", "SET lock_timeout = '2s';\nDROP TABLE leaf;\n");
  private static final FakeDiff RENAMED =
      new FakeDiff(
          "db/old name.sql", "db/1_tree.sql", "@@ -4,3 +6,3 @@\n one\n-two\n+deux\n three\n");

  private FakeGitLab gitLab;
  private FakeProject project;
  private FakeUser mira;
  private FakeMergeRequest request;
  private GitLabForge forge;

  @BeforeEach
  void open() throws IOException {
    gitLab = FakeGitLab.start("/forge");
    project = gitLab.addProject(ID.repository());
    mira = gitLab.addUser("mira", "active");
    request = project.openMergeRequest(mira, "ripeness", false);
    request.push(BASE, START, HEAD, List.of(ADDED, RENAMED));
    forge = new GitLabForge(gitLab.settings(), CLOCK);
  }

  @AfterEach
  void close() {
    gitLab.close();
  }

  private static Check check(Check.State state, String title) {
    return new Check(state, title, "", Optional.of(URI.create("https://flux.example/1")));
  }

  private void report(Check.State state, String title) throws ForgeException {
    forge.report(change(), check(state, title));
  }

  private ChangeRequest change() throws ForgeException {
    return forge.load(ID);
  }

  @Test
  void loadsWhatGitLabShows() throws ForgeException {
    ChangeRequest change = change();
    assertThat(change.author()).isEqualTo("mira");
    assertThat(change.title()).isEqualTo("Change 1");
    assertThat(change.open()).isTrue();
    assertThat(change.draft()).isFalse();
    assertThat(List.of(change.baseRef(), change.baseSha(), change.headSha()))
        .containsExactly("main", START, HEAD);
    assertThat(change.mergeBase()).contains(BASE);
    assertThat(change.remote().url())
        .isEqualTo(URI.create(gitLab.url() + "/orchard/fruit/pear.git"));
    assertThat(change.remote().user()).isEqualTo("oauth2");
    assertThat(change.remote().headRef()).isEqualTo("refs/merge-requests/1/head");
    assertThat(gitLab.calls()).containsExactly("GET projects/orchard/fruit/pear/merge_requests/1");
  }

  @Test
  void gitMayGoAnotherWay() throws ForgeException {
    URI git = URI.create("https://git.example/mirror/");
    Secret token = Secret.of(FakeGitLab.TOKEN);
    var elsewhere = new GitLabForge(new GitLabSettings(gitLab.url(), git, token), CLOCK);
    assertThat(elsewhere.load(ID).remote().url())
        .isEqualTo(URI.create("https://git.example/mirror/orchard/fruit/pear.git"));
  }

  @Test
  void closedAndDraftAreSeen() throws ForgeException {
    request.state("merged");
    request.draft(true);
    assertThat(change().open()).isFalse();
    assertThat(change().draft()).isTrue();
  }

  @Test
  void aDiffThatIsNotPreparedIsAwaited() {
    request.prepared(false);
    assertThatThrownBy(this::change).isInstanceOf(ForgeException.Unavailable.class);
  }

  @Test
  void aStatusRunsAndEndsInOnePipeline() throws ForgeException {
    report(Check.State.IN_PROGRESS, "reading");
    assertThat(project.statusesOf(HEAD)).containsExactly("running: reading");
    report(Check.State.FAILURE, "2 dangerous statements");
    assertThat(project.statusesOf(HEAD)).containsExactly("failed: 2 dangerous statements");
    assertThat(project.pipelinesOf(HEAD)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"IN_PROGRESS, running", "SUCCESS, success", "NEUTRAL, success", "FAILURE, failed"})
  void sayingTheSameTwiceIsNoError(Check.State state, String said) throws ForgeException {
    report(state, "once");
    report(state, "once");
    assertThat(project.statusesOf(HEAD)).containsExactly(said + ": once");
  }

  @Test
  void aSecondReviewOfOneHeadRunsAgain() throws ForgeException {
    report(Check.State.FAILURE, "1 dangerous statement");
    report(Check.State.IN_PROGRESS, "reading");
    report(Check.State.SUCCESS, "no danger");
    assertThat(project.statusesOf(HEAD)).containsExactly("success: no danger");
  }

  @Test
  void theStatusJoinsThePipelineOfTheHead() throws ForgeException {
    project.startPipeline(HEAD, "refs/merge-requests/1/head");
    report(Check.State.IN_PROGRESS, "reading");
    report(Check.State.SUCCESS, "no danger");
    assertThat(project.pipelinesOf(HEAD)).isEqualTo(1);
  }

  @Test
  void aPipelineThatStartsMeanwhileLeavesNothingRunning() throws ForgeException {
    report(Check.State.IN_PROGRESS, "reading");
    project.startPipeline(HEAD, "ripeness");
    report(Check.State.SUCCESS, "no danger");
    assertThat(project.statusesOf(HEAD))
        .containsExactly("success: no danger", "success: no danger");
  }

  @Test
  void aForksHeadIsFoundByTheRefOfTheTarget() throws ForgeException {
    FakeMergeRequest fork = project.openMergeRequest(mira, "main", true);
    fork.push(BASE, START, LATER, List.of(ADDED));
    ChangeRequest change =
        forge.load(new ChangeRequestId(ForgeKind.GITLAB, ID.repository(), fork.number()));
    forge.report(change, check(Check.State.SUCCESS, "no danger"));
    assertThat(project.statusesOf(LATER)).containsExactly("success: no danger");
  }

  @Test
  void theCheckOfAnOlderHeadEnds() throws ForgeException {
    project.startPipeline(HEAD, "refs/merge-requests/1/head");
    ChangeRequest before = change();
    forge.report(before, check(Check.State.IN_PROGRESS, "reading"));
    request.push(BASE, START, LATER, List.of(ADDED));
    forge.report(before, check(Check.State.NEUTRAL, "superseded"));
    assertThat(project.statusesOf(HEAD)).containsExactly("success: superseded");
    assertThat(project.pipelinesOf(HEAD)).isEqualTo(1);
    assertThat(project.statusesOf(LATER)).isEmpty();
  }

  @Test
  void ownCommentsAreThoseOfTheTokensUser() throws ForgeException {
    request.addNote(mira, "by somebody else");
    forge.comment(change(), "first");
    request.addSystemNote(gitLab.flux(), "added 1 commit");
    forge.comment(change(), "second");
    forge.review(change(), List.of(new InlineComment("db/2_ripeness.sql", 2, 2, 0, "on a line")));
    List<Comment> own = forge.ownComments(change());
    assertThat(own).extracting(Comment::body).containsExactly("first", "second");
    assertThat(own).allSatisfy(comment -> assertThat(comment.place()).isEmpty());

    forge.edit(change(), own.get(0), "first, edited");
    assertThat(request.noteBodies())
        .containsExactly("by somebody else", "first, edited", "added 1 commit", "second");
  }

  @Test
  void everyPageIsRead() throws ForgeException {
    IntStream.range(0, 230).forEach(i -> request.addNote(gitLab.flux(), "note " + i));
    List<Comment> own = forge.ownComments(change());
    assertThat(own).hasSize(230);
    assertThat(own.get(229).body()).isEqualTo("note 229");
  }

  @Test
  void theTokensUserIsAskedForOnce() throws ForgeException {
    forge.ownComments(change());
    forge.ownInlineComments(change());
    assertThat(gitLab.calls()).filteredOn("GET user"::equals).hasSize(1);
  }

  @Test
  void aReviewIsDiscussionsOnLines() throws ForgeException {
    List<InlineComment> refused =
        forge.review(
            change(),
            List.of(
                new InlineComment("db/2_ripeness.sql", 1, 2, 0, "added"),
                new InlineComment("db/1_tree.sql", 8, 8, 6, "context"),
                new InlineComment("db/1_tree.sql", 7, 7, 0, "changed")));
    assertThat(refused).isEmpty();
    assertThat(request.discussionLines())
        .containsExactly(
            "db/2_ripeness.sql:2 added", "db/1_tree.sql:8 context", "db/1_tree.sql:7 changed");
    Comment first = forge.ownInlineComments(change()).get(0);
    assertThat(first.place()).contains(new Comment.Place("db/2_ripeness.sql", 2));
    assertThat(first.thread()).isPresent();
    assertThat(first.resolved()).isFalse();
  }

  @Test
  void whatIsNotInTheDiffComesBack() throws ForgeException {
    InlineComment contextWithoutOldLine = new InlineComment("db/1_tree.sql", 8, 8, 0, "a");
    InlineComment outside = new InlineComment("db/1_tree.sql", 90, 90, 90, "b");
    InlineComment otherFile = new InlineComment("db/none.sql", 1, 1, 0, "c");
    InlineComment good = new InlineComment("db/2_ripeness.sql", 1, 1, 0, "d");
    assertThat(forge.review(change(), List.of(contextWithoutOldLine, outside, otherFile, good)))
        .containsExactly(contextWithoutOldLine, outside, otherFile);
    assertThat(request.discussionLines()).containsExactly("db/2_ripeness.sql:1 d");
  }

  @Test
  void nothingIsWrittenOnAHeadThatMoved() throws ForgeException {
    ChangeRequest before = change();
    request.push(BASE, START, LATER, List.of(ADDED));
    InlineComment comment = new InlineComment("db/2_ripeness.sql", 1, 1, 0, "late");
    assertThatThrownBy(() -> forge.review(before, List.of(comment)))
        .isInstanceOf(ForgeException.HeadMoved.class)
        .hasMessageContainingAll(HEAD, LATER);
    assertThat(request.discussionLines()).isEmpty();
  }

  @Test
  void anEmptyReviewMakesNoCall() throws ForgeException {
    ChangeRequest change = change();
    gitLab.forgetCalls();
    forge.review(change, List.of());
    assertThat(gitLab.calls()).isEmpty();
  }

  @Test
  void aDiscussionIsResolvedAndReopened() throws ForgeException {
    forge.review(change(), List.of(new InlineComment("db/2_ripeness.sql", 1, 1, 0, "text")));
    Comment comment = forge.ownInlineComments(change()).get(0);
    forge.resolve(change(), comment);
    forge.edit(change(), comment, "fixed");
    assertThat(request.discussionLines()).containsExactly("db/2_ripeness.sql:1 fixed (resolved)");
    assertThat(forge.ownInlineComments(change()).get(0).resolved()).isTrue();
    forge.reopen(change(), comment);
    assertThat(request.discussionLines()).containsExactly("db/2_ripeness.sql:1 fixed");
  }

  @ParameterizedTest
  @CsvSource({
    "0, NONE",
    "5, NONE",
    "10, READ",
    "15, READ",
    "20, TRIAGE",
    "30, WRITE",
    "40, ADMIN",
    "50, ADMIN"
  })
  void permissionFollowsTheRole(int level, Permission permission) throws ForgeException {
    project.member(mira, level);
    assertThat(forge.permission(ID.repository(), "Mira")).isEqualTo(permission);
  }

  @Test
  void blockedAndUnknownUsersMayNothing() throws ForgeException {
    FakeUser blocked = gitLab.addUser("tomas", "blocked");
    project.member(blocked, 50);
    assertThat(forge.permission(ID.repository(), "tomas")).isEqualTo(Permission.NONE);
    assertThat(forge.permission(ID.repository(), "nobody")).isEqualTo(Permission.NONE);
  }

  @Test
  void aReactionIsPutOnce() throws ForgeException {
    String note = Long.toString(request.addNote(mira, "/flux review"));
    forge.react(ID, note, Reaction.SEEN);
    forge.react(ID, note, Reaction.SEEN);
    forge.react(ID, note, Reaction.DONE);
    forge.react(ID, note, Reaction.CONFUSED);
    assertThat(request.awards())
        .containsExactlyInAnyOrder(note + ":eyes", note + ":rocket", note + ":confused");
    assertThatThrownBy(() -> forge.react(ID, "1", Reaction.SEEN))
        .isInstanceOf(ForgeException.Refused.class);
  }

  @Test
  void openAtFindsOpenRequestsAtTheirHead() throws ForgeException {
    FakeMergeRequest closed = project.openMergeRequest(mira, "closed", false);
    closed.push(BASE, START, HEAD, List.of());
    closed.state("closed");
    FakeMergeRequest moved = project.openMergeRequest(mira, "moved", false);
    moved.push(BASE, START, HEAD, List.of());
    moved.push(BASE, START, LATER, List.of());
    assertThat(forge.openAt(ID.repository(), HEAD)).containsExactly(ID);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 429, 500, 502, 503})
  void aFailureThatPassesIsTriedAgain(int status) {
    gitLab.failNext(status, Map.of("Retry-After", "30"));
    assertThat(catchThrowableOfType(ForgeException.Unavailable.class, this::change).retryAt())
        .contains(NOW.plusSeconds(30));
  }

  @Test
  void theResetOfTheLimitIsAMoment() {
    gitLab.failNext(429, Map.of("RateLimit-Reset", "1795000000"));
    assertThat(catchThrowableOfType(ForgeException.Unavailable.class, this::change).retryAt())
        .contains(Instant.ofEpochSecond(1795000000));
    gitLab.failNext(429, Map.of("Retry-After", "soon"));
    assertThat(catchThrowableOfType(ForgeException.Unavailable.class, this::change).retryAt())
        .isEmpty();
  }

  @Test
  void aStatusUnderLockIsTriedAgain() throws ForgeException {
    ChangeRequest change = change();
    gitLab.failNext(409, Map.of());
    assertThatThrownBy(() -> forge.report(change, check(Check.State.SUCCESS, "x")))
        .isInstanceOf(ForgeException.Unavailable.class);
  }

  @Test
  void aWrongTokenIsRefusedWithoutShowingIt() {
    var wrong = new GitLabForge(new GitLabSettings(gitLab.url(), Secret.of("glpat-wrong")), CLOCK);
    assertThatThrownBy(() -> wrong.load(ID))
        .isInstanceOf(ForgeException.Refused.class)
        .hasMessageContainingAll("401", "`api`", ID.key())
        .hasMessageNotContaining("glpat");
  }

  @Test
  void aRoleThatIsTooLowIsNamed() throws ForgeException {
    ChangeRequest change = change();
    project.member(gitLab.flux(), 20);
    assertThatThrownBy(() -> forge.report(change, check(Check.State.SUCCESS, "x")))
        .isInstanceOf(ForgeException.Refused.class)
        .hasMessageContainingAll("403", "Developer", "`api`");
  }

  @Test
  void aProjectOutOfSightIsRefused() {
    ChangeRequestId other = new ChangeRequestId(ForgeKind.GITLAB, "orchard/plum", 1);
    assertThatThrownBy(() -> forge.load(other))
        .isInstanceOf(ForgeException.Refused.class)
        .hasMessageContaining("404");
  }

  @Test
  void aRedirectIsNotFollowed() throws IOException {
    try (FakeGitLab elsewhere = FakeGitLab.start()) {
      String target = elsewhere.url() + "/api/v4/user";
      gitLab.failNext(302, Map.of("Location", target));
      assertThatThrownBy(this::change).isInstanceOf(ForgeException.Refused.class);
      assertThat(elsewhere.calls()).isEmpty();
    }
  }

  @Test
  void aForgeThatIsAwayIsTriedAgain() throws IOException {
    FakeGitLab away = FakeGitLab.start();
    away.close();
    var forgeAway = new GitLabForge(away.settings(), CLOCK);
    assertThatThrownBy(() -> forgeAway.load(ID)).isInstanceOf(ForgeException.Unavailable.class);
  }
}
