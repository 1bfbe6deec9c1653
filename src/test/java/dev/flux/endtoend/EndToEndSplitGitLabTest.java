package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.config.Secret;
import dev.flux.config.ServerSettings;
import dev.flux.forge.gitlab.FakeDiff;
import dev.flux.forge.gitlab.FakeGitLab;
import dev.flux.forge.gitlab.FakeMergeRequest;
import dev.flux.forge.gitlab.FakeProject;
import dev.flux.forge.gitlab.FakeUser;
import dev.flux.repository.CommandLineGit;
import dev.flux.repository.GitFixture;
import dev.flux.repository.GitHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /flux split} and {@code /flux confirm} on GitLab, with real git behind its address. */
class EndToEndSplitGitLabTest {
  private static final String MIGRATION = "db/migrations/20260102000000_names.sql";
  private static final Map<String, String> BASE =
      Map.of(
          "db/migrations/20260101000000_users.sql",
          "-- migrate:up\n"
              + "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, name text);\n"
              + "-- migrate:down\nDROP TABLE users;\n");
  private static final String RENAME =
      "-- migrate:up\nALTER TABLE users RENAME COLUMN name TO full_name;\n-- migrate:down\n";

  @TempDir static Path directory;

  private static GitHttpServer git;
  private static FakeGitLab gitLab;
  private static RunningFlux flux;
  private static FakeUser mira;
  private static FakeUser dora;
  private static int projects;

  private final String name = "orchard/fruit/plum-" + ++projects;
  private final Path bare = directory.resolve("git").resolve(name + ".git");
  private final GitFixture commits = GitFixture.create(bare);
  private final FakeProject project = gitLab.addProject(name);
  private String base = "";

  @BeforeAll
  static void start() throws IOException {
    git = new GitHttpServer(directory.resolve("git"));
    gitLab = FakeGitLab.start("/forge");
    gitLab.serveGit(git.url(""));
    mira = gitLab.addUser("mira", "active");
    dora = gitLab.addUser("dora", "active");
    flux =
        new RunningFlux(
            directory.resolve("home"),
            Optional.empty(),
            Optional.of(
                new ServerSettings.GitLab(
                    gitLab.url(),
                    Optional.empty(),
                    Secret.of(FakeGitLab.TOKEN),
                    List.of(RunningFlux.WEBHOOK_SECRET))));
  }

  @AfterAll
  static void stop() {
    flux.close();
    gitLab.close();
    git.close();
  }

  @BeforeEach
  void commitBase() {
    base = commits.commit(BASE);
    commits.ref("refs/heads/main", base);
    project.branch("main");
    project.member(mira, 20);
    project.member(dora, 30);
    project.onChange(this::show);
    git.onPush(this::pushed);
  }

  @AfterEach
  void unprotect() {
    git.protect(ref -> false);
  }

  /** As GitLab does after a push. */
  private void pushed(GitHttpServer.Push push) {
    String branch = push.ref().replaceFirst("^refs/heads/", "");
    project.branch(branch);
    project.requests().stream()
        .filter(request -> request.isOpen() && request.sourceBranch().equals(branch))
        .forEach(this::show);
  }

  /** Makes the newest version of a request's diff. */
  private void show(FakeMergeRequest request) {
    String head = commits.find("refs/heads/" + request.sourceBranch()).orElseThrow();
    String target = commits.find("refs/heads/" + request.targetBranch()).orElseThrow();
    commits.ref("refs/merge-requests/" + request.number() + "/head", head);
    String from = commits.mergeBase(target, head);
    try {
      request.push(from, target, head, FakeDiff.between(bare, from, head));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FakeMergeRequest opened(Map<String, String> files) {
    FakeMergeRequest request = project.openMergeRequest(mira, "names", false);
    Map<String, String> all = new HashMap<>(BASE);
    all.putAll(files);
    commits.ref("refs/heads/names", commits.commit(all, base));
    project.branch("names");
    show(request);
    deliver(request, "open");
    return request;
  }

  private void deliver(FakeMergeRequest request, String action) {
    String body =
        """
        {"object_kind":"merge_request","project":{"path_with_namespace":"%s"},
         "object_attributes":{"iid":%d,"action":"%s","oldrev":"%s"}}
        """
            .formatted(name, request.number(), action, "a".repeat(40));
    assertThat(flux.deliverGitLab("Merge Request Hook", body)).isEqualTo(202);
    flux.settle();
  }

  /** The reactions on a comment once its command is obeyed. */
  private List<String> commanded(FakeMergeRequest request, FakeUser user, String text) {
    long id = request.addNote(user, text);
    String body =
        """
        {"object_kind":"note","project":{"path_with_namespace":"%s"},"user":{"username":"%s"},
         "object_attributes":{"id":%d,"noteable_type":"MergeRequest","note":"%s","action":"create"},
         "merge_request":{"iid":%d}}
        """
            .formatted(name, user.username(), id, text, request.number());
    assertThat(flux.deliverGitLab("Note Hook", body)).isBetween(200, 202);
    flux.settle();
    return request.awards().stream()
        .filter(award -> award.startsWith(id + ":"))
        .map(award -> award.replaceFirst(".*:", ""))
        .sorted()
        .toList();
  }

  private static String last(FakeMergeRequest request) {
    List<String> notes = request.noteBodies();
    return notes.get(notes.size() - 1);
  }

  private String status(FakeMergeRequest request) {
    List<String> statuses = project.statusesOf(request.head());
    return statuses.get(statuses.size() - 1);
  }

  @Test
  void aRenameBecomesOneRequestForEachDeploy() {
    FakeMergeRequest root = opened(Map.of(MIGRATION, RENAME));
    String head = root.head();
    assertThat(root.noteBodies().get(0)).contains("`/flux split` commits");
    assertThat(commanded(root, mira, "/flux split")).containsExactly("confused", "eyes");
    assertThat(last(root)).contains("mira may not");
    assertThat(commanded(root, dora, "/flux split")).containsExactly("eyes", "rocket");
    assertThat(last(root)).contains("Split into 3 changes", "2. !2 — backfill");
    CommandLineGit.run(bare, "fsck", "--strict", "--no-dangling");
    assertThat(CommandLineGit.run(bare, "log", "--format=%an|%P", "-1", "names").strip())
        .isEqualTo("flux_bot|" + head);

    deliver(root, "update");
    assertThat(status(root)).startsWith("success: ");
    FakeMergeRequest backfill = project.request(2);
    FakeMergeRequest contract = project.request(3);
    assertThat(backfill.title()).isEqualTo("Draft: Flux: backfill phase of !1");
    assertThat(backfill.sourceBranch()).isEqualTo("flux/1-backfill");
    assertThat(backfill.targetBranch()).isEqualTo("names");
    assertThat(contract.targetBranch()).isEqualTo("flux/1-backfill");
    assertThat(contract.description()).contains("- [ ] !2 is merged and deployed");
    deliver(backfill, "open");
    assertThat(status(backfill))
        .isEqualTo("failed: Waits for !1 to be merged and /flux confirm deploy");
    assertThat(backfill.discussionLines()).isEmpty();
    assertThat(commanded(backfill, dora, "/flux confirm deploy"))
        .containsExactly("confused", "eyes");

    commits.ref("refs/heads/main", root.head());
    root.state("merged");
    backfill.aim("main"); // as GitLab does when the source branch goes
    deliver(root, "merge");
    assertThat(status(backfill)).isEqualTo("failed: Waits for /flux confirm deploy");
    assertThat(commanded(backfill, dora, "/flux confirm deploy")).containsExactly("eyes", "rocket");
    assertThat(status(backfill)).startsWith("success: ");

    commits.ref("refs/heads/main", backfill.head());
    backfill.state("merged");
    deliver(backfill, "merge");
    // Its branch stands still: Flux aims what stood on it at where it went.
    assertThat(contract.targetBranch()).isEqualTo("main");
    assertThat(status(contract)).isEqualTo("failed: Waits for /flux confirm backfill deploy");
    assertThat(commanded(contract, dora, "/flux confirm backfill deploy"))
        .containsExactly("eyes", "rocket");
    assertThat(status(contract)).startsWith("success: ");
  }

  @Test
  void whatMayNotBePushedIsShownAsAPatch() {
    FakeMergeRequest request = opened(Map.of(MIGRATION, RENAME));
    String head = request.head();
    git.protect(ref -> ref.equals("refs/heads/names"));
    assertThat(commanded(request, dora, "/flux split")).containsExactly("confused", "eyes");
    assertThat(last(request)).contains("protected branch hook declined", "```diff");
    git.protect(ref -> false);

    request.conflict();
    assertThat(commanded(request, dora, "/flux split")).containsExactly("confused", "eyes");
    assertThat(last(request)).contains("conflicts with `main`", "```diff");
    request.state("closed");
    assertThat(commanded(request, dora, "/flux split")).containsExactly("confused", "eyes");
    assertThat(last(request)).contains("This merge request is closed.", "```diff");
    assertThat(commits.find("refs/heads/names")).contains(head);
    assertThat(project.requests()).hasSize(1);
  }

  @Test
  void aForkIsLeftToItsAuthor() throws IOException {
    FakeMergeRequest request = project.openMergeRequest(mira, "names", true);
    Map<String, String> all = new HashMap<>(BASE);
    all.put(MIGRATION, RENAME);
    String head = commits.commit(all, base);
    commits.ref("refs/merge-requests/1/head", head);
    request.push(base, base, head, FakeDiff.between(bare, base, head));
    deliver(request, "open");
    assertThat(request.noteBodies().get(0)).doesNotContain("/flux split");
    assertThat(commanded(request, dora, "/flux split")).containsExactly("confused", "eyes");
    assertThat(last(request)).contains("does not let maintainers edit", "```diff");
    request.collaborate();
    assertThat(commanded(request, dora, "/flux split")).containsExactly("confused", "eyes");
    assertThat(last(request)).contains("`/flux split --here`", "```diff");
    assertThat(project.requests()).hasSize(1);
  }
}
