package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flux.endtoend.GitHubRepository.Pull;
import dev.flux.forge.github.FakePull.Posted;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a rollout when people do not merge its parts as they were meant to be. */
class EndToEndRolloutTest {
  private static final String V2 = EndToEndGitHubTest.V2;
  private static final String RENAME = "ALTER TABLE users RENAME COLUMN name TO full_name;\n";

  @TempDir static Path directory;

  private static GitHubSite site;
  private static RunningFlux flux;
  private static GitHubTalk talk;

  private final GitHubRepository repository = site.repository().base(EndToEndGitHubTest.BASE);
  private Pull root;
  private Pull backfill;
  private Pull contract;

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

  @BeforeEach
  void split() {
    repository.fake.role("wren", "write");
    root = repository.open(Map.of(V2, RENAME));
    talk.deliver(root, "opened");
    talk.obeyed(root, "wren", "/flux split");
    talk.deliver(root, "synchronize");
    backfill = repository.pull(2);
    contract = repository.pull(3);
  }

  @AfterEach
  void nothingToComplain() {
    assertThat(site.github.complaints()).isEmpty();
  }

  private void merged(Pull pull) {
    repository.merge(pull);
    talk.deliver(pull, "closed");
  }

  @Test
  void everyRequestSaysWhereItStands() {
    // The later ones were read without a delivery of their own, when all of them were open.
    assertThat(GitHubTalk.summary(root))
        .startsWith("**Rollout of #1** — 1 of 3: **#1 expand** → #2 backfill → #3 contract  \n")
        .contains("Next: #2, after `/flux confirm deploy` there.");
    assertThat(GitHubTalk.summary(backfill)).startsWith("**Rollout of #1** — 2 of 3: #1 expand →");
    assertThat(GitHubTalk.summary(contract))
        .contains("⏳ Waits for #1 and #2 to be merged and `/flux confirm backfill deploy`.");

    merged(root);
    assertThat(GitHubTalk.summary(root))
        .startsWith("**Rollout of #1** — 1 of 3: **#1 expand** (merged) → #2 backfill →");
    talk.obeyed(backfill, "wren", "/flux confirm deploy");
    assertThat(backfill.fake.body()).contains("- [x] #1 is merged").doesNotContain("- [ ]");
    assertThat(GitHubTalk.summary(root)).contains("Next: #2, which is confirmed.");

    merged(backfill);
    talk.obeyed(contract, "wren", "/flux confirm backfill");
    assertThat(contract.fake.body()).contains("- [ ] #2 is merged").doesNotContain("- [x]");
    talk.obeyed(contract, "wren", "/flux confirm deploy");
    merged(contract);
    for (Pull pull : List.of(root, backfill, contract)) {
      assertThat(GitHubTalk.summary(pull)).contains("#3 contract", "✅ All phases are merged.");
      assertThat(pull.fake.comments())
          .filteredOn(comment -> comment.body().contains("flux:summary"))
          .hasSize(1);
    }
    assertThat(talk.refused(contract, "wren", "/flux confirm deploy")).contains("This is merged");
  }

  @Test
  void aPhaseThatIsMergedIntoTheOneBelowIsHeldThere() {
    String expand = root.fake.headSha();
    merged(backfill);
    talk.deliver(root, "synchronize");
    assertThat(root.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(root.lastCheck().title())
        .isEqualTo("Holds #2, which belongs to a later deploy: revert that");
    // What stands on it does not go on either.
    assertThat(contract.lastCheck().title()).startsWith("Waits for #1 to be merged and");
    assertThat(talk.refused(contract, "wren", "/flux confirm deploy"))
        .contains("#1 is not merged yet");
    assertThat(expand).isNotEqualTo(root.fake.headSha());

    root.push(
        Map.of("db/migration/V2__add_full_name.sql", "ALTER TABLE users ADD COLUMN y int;\n"));
    talk.deliver(root, "synchronize");
    assertThat(root.lastCheck().conclusion()).isEqualTo("success");
  }

  @Test
  void whatStandsOnAClosedOneIsToldSo() {
    root.fake.close();
    talk.deliver(root, "closed");
    assertThat(GitHubTalk.summary(root)).contains("**#1 expand** (closed)", "❌ Closed without");
    assertThat(GitHubTalk.summary(contract))
        .contains("❌ #1 was closed without being merged: open it again, or close this one too.");
    assertThat(contract.lastCheck().conclusion()).isEqualTo("failure");
  }

  @Test
  void commandsThatNobodyGaveAreNotObeyed() {
    int calls = site.github.calls().size();
    String json = root.commented(root.fake.say("wren", "/flux split"), "User");
    assertThat(flux.deliverGitHub("issue_comment", json.replace("\"created\"", "\"edited\"")))
        .isBetween(200, 202);
    assertThat(
            flux.deliverGitHub(
                "issue_comment", root.commented(root.fake.say("robot", "/flux split"), "Bot")))
        .isBetween(200, 202);
    for (String said :
        List.of(
            "```\n/flux confirm deploy\n```",
            "> /flux split",
            "say /flux split",
            "`/flux split`")) {
      assertThat(talk.commanded(backfill, "wren", said).reactions()).isEmpty();
    }
    flux.settle();
    assertThat(site.github.calls()).hasSize(calls);
    assertThat(repository.fake.pulls()).hasSize(3);
  }

  @Test
  void aCommandIsSeenAtOnceHoweverBusyFluxIs() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    site.github.watch(
        call -> {
          if (call.startsWith("GET ") && call.endsWith("/pulls/1") && begun.getCount() > 0) {
            begun.countDown();
            awaitQuietly(mayEnd);
          }
        },
        call -> {});
    assertThat(flux.deliverGitHub("pull_request", root.event("synchronize"))).isEqualTo(202);
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    Posted comment = root.fake.say("wren", "/flux split");
    assertThat(flux.deliverGitHub("issue_comment", root.commented(comment, "User"))).isEqualTo(202);
    await().untilAsserted(() -> assertThat(comment.reactions()).containsExactly("eyes"));
    mayEnd.countDown();
    flux.settle();
    assertThat(comment.reactions()).containsExactly("eyes", "confused");
    site.github.watch(call -> {}, call -> {});
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
