package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.endtoend.GitHubRepository.Pull;
import dev.flux.forge.github.FakePull;
import dev.flux.forge.github.FakePull.Posted;
import dev.flux.repository.CommandLineGit;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When {@code /flux split} does nothing, why it says so, and what it leaves untouched. */
class EndToEndSplitRefusalTest {
  private static final String V2 = EndToEndGitHubTest.V2;
  private static final String RENAME = "ALTER TABLE users RENAME COLUMN name TO full_name;\n";
  private static final String INDEX = EndToEndGitHubTest.INDEX;
  private static final String STATUS = "ALTER TABLE users ADD COLUMN status text NOT NULL;\n";

  @TempDir static Path directory;

  private static GitHubSite site;
  private static RunningFlux flux;
  private static GitHubTalk talk;

  private final GitHubRepository repository = site.repository().base(EndToEndGitHubTest.BASE);

  @BeforeAll
  static void start() {
    site = new GitHubSite(directory);
    site.permit(GitHubSite.WRITING);
    flux = site.start(site.asApp(), "home");
    talk = new GitHubTalk(flux);
  }

  @AfterAll
  static void stop() {
    flux.close();
    site.close();
  }

  @AfterEach
  void nothingToComplain() {
    site.github.watch(call -> {}, call -> {});
    site.git.protect(ref -> false);
    assertThat(site.github.complaints()).isEmpty();
  }

  private Pull opened(Map<String, String> files) {
    repository.fake.role("wren", "write").role("ann", "read").role("rob", "triage");
    Pull pull = repository.open(files);
    talk.deliver(pull, "opened");
    return pull;
  }

  /** Refused with a reason and a patch; the branch stays, and nothing else is there. */
  private String refused(Pull pull, String command) {
    String head = pull.fake.headSha();
    Posted comment = talk.commanded(pull, "wren", command);
    assertThat(comment.reactions()).containsExactly("eyes", "confused");
    assertThat(repository.findBranch(pull.fake.headRef())).contains(head);
    assertThat(repository.fake.pulls()).allMatch(p -> p.author().equals("ann"));
    return GitHubTalk.reply(pull);
  }

  private void requirePatch(String reply) {
    assertThat(reply)
        .contains("Nothing was pushed.", "```diff\n", "+++ b/db/migration/V2__add_full_name.sql")
        .contains("Patch for a later request: contract");
    assertThat(Rendered.balanced(reply)).isTrue();
  }

  @Test
  void whoMayNotWriteIsTold() {
    Pull pull = opened(Map.of(V2, RENAME));
    String head = pull.fake.headSha();
    for (String user : List.of("ann", "rob", "stranger")) {
      assertThat(talk.commanded(pull, user, "/flux split").reactions())
          .containsExactly("eyes", "confused");
      assertThat(GitHubTalk.reply(pull)).contains(user + " may not");
    }
    assertThat(repository.findBranch("topic-1")).contains(head);
    assertThat(repository.fake.pulls()).hasSize(1);
    repository.fake.role("wren", "read");
    assertThat(talk.commanded(pull, "wren", "/flux split").reactions())
        .containsExactly("eyes", "confused");
  }

  @Test
  void aHeadThatNobodyWasShownIsNotSplit() {
    Pull pull = opened(Map.of(V2, RENAME));
    String shown = pull.fake.headSha();
    pull.push(Map.of(V2, RENAME + "-- more\n"));
    String reply = refused(pull, "/flux split");
    assertThat(reply).contains("The branch moved", shown.substring(0, 7));
    requirePatch(reply);
    talk.deliver(pull, "synchronize");
    assertThat(talk.commanded(pull, "wren", "/flux split").reactions())
        .containsExactly("eyes", "rocket");
  }

  @Test
  void aBranchThatMovesMeanwhileIsNotOverwritten() {
    Pull pull = opened(Map.of(V2, RENAME));
    AtomicBoolean first = new AtomicBoolean(true);
    site.github.watch(
        call -> {
          if (call.startsWith("GET /users/") && first.getAndSet(false)) {
            pull.push(Map.of(V2, RENAME + "-- more\n"));
          }
        },
        call -> {});
    Posted comment = talk.commanded(pull, "wren", "/flux split");
    assertThat(comment.reactions()).containsExactly("eyes", "confused");
    assertThat(GitHubTalk.reply(pull)).contains("The branch moved while Flux worked");
    requirePatch(GitHubTalk.reply(pull));
    assertThat(repository.read("topic-1", V2)).contains(RENAME + "-- more\n");
    assertThat(repository.fake.pulls()).hasSize(1);
    talk.deliver(pull, "synchronize");
    assertThat(talk.commanded(pull, "wren", "/flux split").reactions())
        .containsExactly("eyes", "rocket");
  }

  @Test
  void aProtectedBranchIsLeftToItsPeople() {
    Pull pull = opened(Map.of(V2, RENAME));
    site.git.protect(ref -> ref.equals("refs/heads/topic-1"));
    String reply = refused(pull, "/flux split");
    assertThat(reply).contains("The server does not take", "protected branch hook declined");
    requirePatch(reply);
    site.git.protect(ref -> false);
    assertThat(talk.commanded(pull, "wren", "/flux split").reactions())
        .containsExactly("eyes", "rocket");
  }

  @Test
  void aLaterBranchThatIsRefusedIsMadeUpFor() {
    Pull pull = opened(Map.of(V2, RENAME));
    site.git.protect(ref -> ref.equals("refs/heads/flux/1-contract"));
    assertThat(talk.commanded(pull, "wren", "/flux split").reactions())
        .containsExactly("eyes", "confused");
    assertThat(GitHubTalk.reply(pull))
        .contains("the contract phase has no request yet", "protected branch hook declined")
        .contains("Patch for a later request: contract")
        .doesNotContain("Patch for this branch");
    assertThat(repository.fake.pulls()).hasSize(2);
    String head = pull.fake.headSha();
    site.git.protect(ref -> false);
    assertThat(talk.commanded(pull, "wren", "/flux split").reactions())
        .containsExactly("eyes", "rocket");
    assertThat(repository.fake.pulls()).hasSize(3);
    assertThat(pull.fake.headSha()).isEqualTo(head);
  }

  @Test
  void closedAndMergedOnesAreDoneWith() {
    Pull closed = opened(Map.of(V2, RENAME));
    closed.fake.close();
    requirePatch(refused(closed, "/flux split"));
    assertThat(GitHubTalk.reply(closed)).contains("This pull request is closed.");
    Pull merged = opened(Map.of(V2, RENAME));
    merged.fake.merge();
    assertThat(refused(merged, "/flux split")).contains("is merged already");
  }

  @Test
  void conflictsAreResolvedFirst() {
    Pull pull = opened(Map.of(V2, RENAME));
    pull.fake.conflict();
    String reply = refused(pull, "/flux split");
    assertThat(reply).contains("conflicts with `main`");
    requirePatch(reply);
  }

  @Test
  void forksAreLeftToTheirAuthors() {
    Pull pull = opened(Map.of(V2, RENAME));
    pull.fake.fromFork("robin/pear", false);
    talk.deliver(pull, "reopened");
    assertThat(pull.fake.comments().get(0).body()).doesNotContain("/flux split");
    String reply = refused(pull, "/flux split");
    assertThat(reply).contains("does not let maintainers edit");
    requirePatch(reply);
    pull.fake.fromFork("robin/pear", true);
    assertThat(refused(pull, "/flux split")).contains("nothing can stand on it");
    // The App is not installed there.
    assertThat(refused(pull, "/flux split --here")).contains("robin/pear", "```diff");
  }

  @Test
  void aForkThatMaintainersMayEditIsCommittedTo() {
    GitHubRepository fork = site.repository().base(EndToEndGitHubTest.BASE);
    Pull inFork = fork.open(Map.of(V2, INDEX));
    repository.fake.role("wren", "write");
    Pull pull = repository.open(Map.of(V2, INDEX));
    assertThat(inFork.fake.headSha()).isEqualTo(pull.fake.headSha());
    pull.fake.fromFork(fork.name(), true);
    try (RunningFlux user = site.start(site.asUser(), "home-of-a-user")) {
      assertThat(user.deliverGitHub("pull_request", pull.event("opened"))).isEqualTo(202);
      user.settle();
      Posted comment = pull.fake.say("wren", "/flux split");
      assertThat(user.deliverGitHub("issue_comment", pull.commented(comment, "User")))
          .isEqualTo(202);
      user.settle();
      assertThat(comment.reactions()).containsExactly("eyes", "rocket");
    }
    assertThat(fork.findBranch("topic-1")).isNotEqualTo(repository.findBranch("topic-1"));
    CommandLineGit.run(fork.directory(), "fsck", "--strict", "--no-dangling");
    assertThat(CommandLineGit.run(fork.directory(), "log", "-1", "--format=%an", "topic-1"))
        .isEqualTo("flux-user\n");
  }

  @Test
  void withoutThePermissionItIsNeitherOfferedNorDone() {
    site.permit(GitHubSite.ALL);
    try {
      site.github.revokeTokens();
      Pull pull = opened(Map.of(V2, RENAME));
      assertThat(pull.fake.comments().get(0).body()).doesNotContain("/flux split");
      String reply = refused(pull, "/flux split");
      assertThat(reply).contains("Grant it write access");
      requirePatch(reply);
    } finally {
      site.permit(GitHubSite.WRITING);
      site.github.revokeTokens();
    }
  }

  @Test
  void whatIsSafeIsNotSplit() {
    Pull pull = opened(Map.of(V2, EndToEndGitHubTest.SAFE));
    assertThat(pull.fake.comments().get(0).body()).doesNotContain("/flux split");
    assertThat(refused(pull, "/flux split")).contains("There is nothing to split");
    Pull none = opened(Map.of("src/Main.java", "class Main {}\n"));
    assertThat(talk.commanded(none, "wren", "/flux split").reactions())
        .containsExactly("eyes", "confused");
  }

  @Test
  void whatOnlyAHumanKnowsIsAskedFor() {
    Pull pull = opened(Map.of(V2, STATUS));
    assertThat(GitHubTalk.summary(pull)).contains("**Still open**", "Say what `users.status` is");
    assertThat(refused(pull, "/flux split value users.status='a'; DROP TABLE users"))
        .contains("not one SQL expression");
    assertThat(refused(pull, "/flux split value status")).contains("A value is written as");
    assertThat(refused(pull, "/flux split now")).contains("comes nothing");
    Posted told =
        talk.commanded(pull, "wren", "/flux split --here value users.status = 'not  known'");
    assertThat(told.reactions()).containsExactly("eyes", "rocket");
    assertThat(repository.read("topic-1", "db/migration/V2__add_status.sql")).isPresent();
    assertThat(
            repository.paths("topic-1").stream()
                .map(path -> repository.read("topic-1", path).orElseThrow())
                .filter(text -> text.contains("SET status = 'not  known'")))
        .hasSize(1);
    assertThat(repository.fake.pulls()).hasSize(1);
    talk.deliver(pull, "synchronize");
    assertThat(pull.lastCheck().conclusion()).isEqualTo("success");
    assertThat(pull.fake.comments().get(0).body()).doesNotContain("Rollout of");
  }

  @Test
  void whatAValueIsMissingForComesWithALaterRequest() {
    Pull pull =
        opened(
            Map.of(
                V2,
                STATUS
                    + RENAME
                    + "ALTER TABLE users ADD COLUMN tag text NOT NULL;\n"
                    + "CREATE INDEX users_tag_idx ON users (tag);\n"));
    assertThat(talk.commanded(pull, "wren", "/flux split").reactions())
        .containsExactly("eyes", "rocket");
    assertThat(GitHubTalk.reply(pull))
        .contains("Split into 3 changes", "Not written until a value is told")
        .contains("Say what `users.status` is", "Say what `users.tag` is");
    assertThat(texts("flux/1-contract")).noneMatch(text -> text.contains("SET status ="));
    assertThat(texts("topic-1"))
        .anyMatch(text -> text.contains("CREATE INDEX CONCURRENTLY users_tag_idx"));
    talk.deliver(pull, "synchronize");
    assertThat(pull.lastCheck().conclusion()).isEqualTo("success");
    String head = pull.fake.headSha();

    Posted told =
        talk.commanded(
            pull,
            "wren",
            "/flux split value users.status = '*a*'\n/flux split value users.tag = '_b_'");
    assertThat(told.reactions()).containsExactly("eyes", "rocket");
    assertThat(GitHubTalk.reply(pull)).contains("Split into 5 changes", "4. #4 — backfill-2");
    assertThat(pull.fake.headSha()).isEqualTo(head);
    List<FakePull> pulls = List.copyOf(repository.fake.pulls());
    assertThat(pulls).hasSize(5);
    assertThat(pulls.get(3).baseRef()).isEqualTo("flux/1-contract");
    assertThat(texts("flux/1-backfill-2"))
        .anyMatch(text -> text.contains("= '*a*'"))
        .anyMatch(text -> text.contains("= '_b_'"));
    assertThat(texts("flux/1-contract-2"))
        .anyMatch(text -> text.contains("ALTER COLUMN status SET NOT NULL"));

    talk.deliver(pull, "synchronize");
    assertThat(GitHubTalk.summary(pull)).contains("1 of 5").doesNotContain("Still open");
    assertThat(talk.commanded(pull, "wren", "/flux split value users.status = 1").reactions())
        .containsExactly("eyes", "confused");
    assertThat(GitHubTalk.reply(pull)).contains("It is split already");
    assertThat(repository.fake.pulls()).hasSize(5);
    Pull last = repository.pull(5);
    talk.deliver(last, "opened");
    assertThat(last.lastCheck().title())
        .startsWith("Waits for #1 and #2 and #3 and #4 to be merged");
    assertThat(last.fake.inlineComments()).isEmpty();
  }

  private List<String> texts(String branch) {
    return repository.paths(branch).stream()
        .map(path -> repository.read(branch, path).orElseThrow())
        .toList();
  }

  @Test
  void aBranchOfTheSameNameIsInNobodysWay() {
    Pull pull = opened(Map.of(V2, RENAME));
    repository.move("flux", pull.fake.headSha());
    assertThat(talk.commanded(pull, "wren", "/flux split").reactions())
        .containsExactly("eyes", "rocket");
    assertThat(repository.pull(2).fake.headRef()).isEqualTo("flux-1-backfill");
  }

  @Test
  void twiceIsOnce() {
    Pull pull = opened(Map.of(V2, RENAME));
    Posted first = talk.commanded(pull, "wren", "/flux split");
    String head = pull.fake.headSha();
    int comments = pull.fake.comments().size();
    // The same comment again, and then another one.
    assertThat(flux.deliverGitHub("issue_comment", pull.commented(first, "User")))
        .isBetween(200, 202);
    flux.settle();
    assertThat(pull.fake.comments()).hasSize(comments);
    assertThat(first.reactions()).containsExactly("eyes", "rocket");
    Posted second = talk.commanded(pull, "wren", "/flux split");
    assertThat(second.reactions()).containsExactly("eyes", "confused");
    assertThat(GitHubTalk.reply(pull)).contains("It is split already: #2 backfill, #3 contract.");
    assertThat(pull.fake.headSha()).isEqualTo(head);
    assertThat(repository.fake.pulls()).hasSize(3);
  }

  @Test
  void aPathThatLeadsElsewhereIsNotWritten() {
    Map<String, String> files = new HashMap<>(Map.of(V2, RENAME));
    files.put("db/migration/v2__ADD_full_name.sql", "-- the same name in another case\n");
    Pull pull = opened(files);
    Posted comment = talk.commanded(pull, "wren", "/flux split");
    assertThat(comment.reactions()).containsExactly("eyes", "confused");
    assertThat(repository.fake.pulls()).hasSize(1);
  }

  @Test
  void anIndexNeedsOneRequestAlone() {
    Pull pull = opened(Map.of(V2, INDEX));
    Posted comment = talk.commanded(pull, "wren", "/flux split");
    assertThat(comment.reactions()).containsExactly("eyes", "rocket");
    assertThat(GitHubTalk.reply(pull)).contains("Split: the safe files are in this branch now.");
    assertThat(repository.fake.pulls()).hasSize(1);
    talk.deliver(pull, "synchronize");
    assertThat(pull.lastCheck().conclusion()).isEqualTo("success");
  }
}
