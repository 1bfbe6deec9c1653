package dev.flux.endtoend;

import static dev.flux.endtoend.GitLabProject.MIGRATION;
import static dev.flux.endtoend.GitLabProject.RENAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.forge.gitlab.FakeMergeRequest;
import dev.flux.repository.CommandLineGit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /flux split} and {@code /flux confirm} on GitLab, with real git behind its address. */
class EndToEndSplitGitLabTest {
  private static final String STATUS =
      "-- migrate:up\nALTER TABLE users ADD COLUMN status text NOT NULL;\n-- migrate:down\n";

  @TempDir static Path directory;

  private static GitLabSite site;
  private static RunningFlux flux;

  private final GitLabProject project = site.project();
  private final GitLabTalk talk = new GitLabTalk(flux, project);

  @BeforeAll
  static void start() throws IOException {
    site = new GitLabSite(directory);
    flux = site.start("home");
  }

  @AfterAll
  static void stop() {
    flux.close();
    site.close();
  }

  @AfterEach
  void unprotect() {
    site.git.protect(ref -> false);
  }

  private FakeMergeRequest opened(Map<String, String> files) {
    FakeMergeRequest request = project.open(files);
    talk.deliver(request, "open");
    return request;
  }

  @Test
  void aRenameBecomesOneRequestForEachDeploy() {
    FakeMergeRequest root = opened(Map.of(MIGRATION, RENAME));
    String head = root.head();
    assertThat(root.noteBodies().get(0)).contains("`/flux split` commits");
    assertThat(talk.refused(root, site.mira, "/flux split")).contains("mira may not");
    talk.obeyed(root, site.dora, "Please.\n\n/flux split");
    assertThat(GitLabTalk.reply(root)).contains("Split into 3 changes", "2. !2 — backfill");
    CommandLineGit.run(project.directory(), "fsck", "--strict", "--no-dangling");
    assertThat(
            CommandLineGit.run(project.directory(), "log", "--format=%an|%P", "-1", "names")
                .strip())
        .isEqualTo("flux_bot|" + head);

    talk.deliver(root, "update");
    assertThat(project.status(root)).startsWith("success: ");
    assertThat(GitLabTalk.summary(root))
        .startsWith("**Rollout of !1** — 1 of 3: **!1 expand** → !2 backfill → !3 contract");
    FakeMergeRequest backfill = project.fake.request(2);
    FakeMergeRequest contract = project.fake.request(3);
    assertThat(backfill.title()).isEqualTo("Draft: Flux: backfill phase of !1");
    assertThat(backfill.sourceBranch()).isEqualTo("flux/1-backfill");
    assertThat(backfill.targetBranch()).isEqualTo("names");
    assertThat(contract.targetBranch()).isEqualTo("flux/1-backfill");
    assertThat(contract.description()).contains("- [ ] !2 is merged and deployed");
    assertThat(project.status(backfill))
        .isEqualTo("failed: Waits for !1 to be merged and /flux confirm deploy");
    assertThat(backfill.discussionLines()).isEmpty();
    assertThat(talk.refused(backfill, site.dora, "/flux confirm deploy"))
        .contains("!1 is not merged yet");
    leadThrough(root, backfill, contract);
  }

  private void leadThrough(
      FakeMergeRequest root, FakeMergeRequest backfill, FakeMergeRequest contract) {
    project.merge(root);
    backfill.aim("main"); // as GitLab does when the source branch goes
    talk.deliver(root, "merge");
    assertThat(project.status(backfill)).isEqualTo("failed: Waits for /flux confirm deploy");
    assertThat(talk.refused(backfill, site.mira, "/flux confirm deploy")).contains("may not");
    talk.obeyed(backfill, site.dora, "/flux confirm deploy");
    assertThat(project.status(backfill)).startsWith("success: ");
    assertThat(backfill.description()).contains("- [x] !1 is merged").doesNotContain("- [ ]");

    project.merge(backfill);
    talk.deliver(backfill, "merge");
    // Its branch stands still: Flux aims what stood on it at where it went.
    assertThat(contract.targetBranch()).isEqualTo("main");
    assertThat(project.status(contract))
        .isEqualTo("failed: Waits for /flux confirm backfill deploy");
    talk.obeyed(contract, site.dora, "/flux confirm backfill deploy");
    assertThat(project.status(contract)).startsWith("success: ");
    project.merge(contract);
    talk.deliver(contract, "merge");
    for (FakeMergeRequest request : List.of(root, backfill, contract)) {
      assertThat(GitLabTalk.summary(request)).contains("✅ All phases are merged.");
    }
  }

  @Test
  void aPhaseThatIsMergedIntoTheOneBelowIsHeldThere() {
    FakeMergeRequest root = opened(Map.of(MIGRATION, RENAME));
    talk.obeyed(root, site.dora, "/flux split");
    project.merge(project.fake.request(2));
    talk.deliver(project.fake.request(2), "merge");
    assertThat(project.status(root))
        .isEqualTo("failed: Holds !2, which belongs to a later deploy: revert that");
    assertThat(talk.refused(project.fake.request(3), site.dora, "/flux confirm deploy"))
        .contains("!1 is not merged yet");
  }

  @Test
  void aNewServerLearnsFromTheMergeRequests() {
    FakeMergeRequest root = opened(Map.of(MIGRATION, RENAME));
    talk.obeyed(root, site.dora, "/flux split");
    FakeMergeRequest backfill = project.fake.request(2);
    project.merge(root);
    talk.deliver(root, "merge");
    talk.obeyed(backfill, site.dora, "/flux confirm deploy");
    try (RunningFlux other = site.start("another-home")) {
      GitLabTalk again = new GitLabTalk(other, project);
      project.merge(backfill);
      again.deliver(backfill, "merge");
      FakeMergeRequest contract = project.fake.request(3);
      assertThat(contract.targetBranch()).isEqualTo("main");
      assertThat(project.status(contract))
          .isEqualTo("failed: Waits for /flux confirm backfill deploy");
      assertThat(GitLabTalk.summary(contract))
          .startsWith("**Rollout of !1** — 3 of 3: !1 expand (merged) → !2 backfill (merged) →");
    }
  }

  @Test
  void aRequestThatCannotBeOpenedAtOnceIsOpenedOnce() {
    FakeMergeRequest request = opened(Map.of(MIGRATION, RENAME));
    String opens = "POST projects/" + project.name() + "/merge_requests";
    site.gitLab.failAt(opens, 1, 502, Map.of());
    site.gitLab.failAt(opens, 4, 502, Map.of());
    assertThat(talk.commanded(request, site.dora, "/flux split")).contains("eyes", "rocket");
    assertThat(project.fake.requests()).hasSize(3);
    assertThat(request.noteBodies())
        .filteredOn(note -> note.contains("flux:reply"))
        .singleElement()
        .asString()
        .contains("!2 — backfill", "!3 — contract");
  }

  @Test
  void aHeadThatNobodyWasShownIsNotSplit() {
    FakeMergeRequest request = opened(Map.of(MIGRATION, RENAME));
    project.push(request, Map.of(MIGRATION, RENAME + "-- more\n"));
    assertThat(talk.refused(request, site.dora, "/flux split"))
        .contains("The branch moved", "```diff");
    talk.deliver(request, "update");
    talk.obeyed(request, site.dora, "/flux split");
    assertThat(talk.refused(request, site.dora, "/flux split")).contains("It is split already");
    assertThat(project.fake.requests()).hasSize(3);
  }

  @Test
  void aBranchThatMovesMeanwhileIsNotOverwritten() {
    FakeMergeRequest request = opened(Map.of(MIGRATION, RENAME));
    site.git.protect(
        ref -> {
          // Somebody pushes between the look at the branch and the push of Flux.
          project.push(request, Map.of(MIGRATION, RENAME + "-- more\n"));
          return false;
        });
    assertThat(talk.refused(request, site.dora, "/flux split"))
        .contains("Nothing was pushed.", "```diff");
    assertThat(project.read("names", MIGRATION)).contains(RENAME + "-- more\n");
    assertThat(project.fake.requests()).hasSize(1);
  }

  @Test
  void aValueIsAskedForAndTaken() {
    FakeMergeRequest request = opened(Map.of(MIGRATION, STATUS));
    assertThat(talk.refused(request, site.dora, "/flux split value users.status = a b"))
        .contains("not one SQL expression");
    talk.obeyed(request, site.dora, "/flux split --here value users.status = 'not  known'");
    assertThat(project.fake.requests()).hasSize(1);
    List<String> paths =
        CommandLineGit.run(project.directory(), "ls-tree", "-r", "--name-only", "names")
            .lines()
            .toList();
    assertThat(paths).doesNotContain(MIGRATION);
    assertThat(paths.stream().map(path -> project.read("names", path).orElseThrow()))
        .anyMatch(text -> text.contains("SET status = 'not  known'"));
    talk.deliver(request, "update");
    assertThat(project.status(request)).startsWith("success: ");
  }

  @Test
  void whatMayNotBePushedIsShownAsAPatch() {
    FakeMergeRequest request = opened(Map.of(MIGRATION, RENAME));
    String head = request.head();
    site.git.protect(ref -> ref.equals("refs/heads/names"));
    assertThat(talk.refused(request, site.dora, "/flux split"))
        .contains("protected branch hook declined", "```diff");
    site.git.protect(ref -> false);

    request.conflict();
    assertThat(talk.refused(request, site.dora, "/flux split"))
        .contains("conflicts with `main`", "```diff");
    request.state("closed");
    assertThat(talk.refused(request, site.dora, "/flux split"))
        .contains("This merge request is closed.", "```diff");
    assertThat(project.findBranch("names")).contains(head);
    assertThat(project.fake.requests()).hasSize(1);
  }

  @Test
  void aForkIsLeftToItsAuthorUnlessMembersMayPush() {
    GitLabProject fork = site.project();
    GitLabProject target = site.project();
    GitLabTalk there = new GitLabTalk(flux, target);
    FakeMergeRequest request = target.open(Map.of(MIGRATION, RENAME), fork);
    there.deliver(request, "open");
    assertThat(request.noteBodies().get(0)).doesNotContain("/flux split");
    assertThat(there.refused(request, site.dora, "/flux split"))
        .contains("does not let maintainers edit", "```diff");
    request.collaborate();
    assertThat(there.refused(request, site.dora, "/flux split"))
        .contains("`/flux split --here`", "```diff");
    there.obeyed(request, site.dora, "/flux split --here");
    assertThat(fork.read("names", MIGRATION)).isEmpty();
    assertThat(target.findBranch("names")).isEmpty();
    assertThat(target.fake.requests()).hasSize(1);
  }
}
