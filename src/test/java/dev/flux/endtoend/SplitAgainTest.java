package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flux.config.Secret;
import dev.flux.config.ServerSettings;
import dev.flux.endtoend.GitHubRepository.Pull;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeException;
import dev.flux.forge.ForgeKind;
import dev.flux.forge.Markers;
import dev.flux.forge.github.FakePull;
import dev.flux.forge.github.FakePull.Posted;
import dev.flux.forge.github.GitHubCredentials;
import dev.flux.forge.github.GitHubForge;
import dev.flux.forge.github.GitHubSettings;
import dev.flux.hazard.Examination;
import dev.flux.migration.MigrationFinder;
import dev.flux.migration.tool.Tools;
import dev.flux.repository.CacheUpkeep;
import dev.flux.repository.CommandLineGit;
import dev.flux.repository.CommitWriter;
import dev.flux.repository.GitCache;
import dev.flux.request.Proofs;
import dev.flux.request.ReviewJob;
import dev.flux.rollout.Rollout;
import dev.flux.shadow.Proof;
import dev.flux.shadow.Shadow;
import dev.flux.work.Reviews;
import dev.flux.work.Rollouts;
import dev.flux.work.Store;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A split that is stopped at any call and taken up by another process ends as if it were not. */
class SplitAgainTest {
  private static final String V2 = EndToEndGitHubTest.V2;
  private static final String RENAME = "ALTER TABLE users RENAME COLUMN name TO full_name;\n";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir Path directory;

  private GitHubSite site;
  private int processes;
  private Proofs proofs = Proofs.NONE;

  @BeforeEach
  void open() {
    site = new GitHubSite(directory);
    site.permit(GitHubSite.WRITING);
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** What a process does with one request before it ends. */
  private interface Deed {
    void on(ReviewJob job) throws ForgeException;
  }

  /** A process of its own, with its own git cache; the store is what they share. */
  private void inProcess(String store, Deed deed) throws Exception {
    Clock clock = Clock.systemUTC();
    Path home = directory.resolve("process-" + ++processes);
    try (Store kept =
            Store.open(
                new ServerSettings.Store(
                    "jdbc:sqlite:" + directory.resolve(store),
                    Optional.empty(),
                    Optional.empty()));
        GitCache cache = new GitCache(home, TIMEOUT, clock)) {
      GitHubForge forge =
          new GitHubForge(
              new GitHubSettings(
                  site.github.url(), site.git(), GitHubCredentials.App.of("42", site.keyFile())),
              clock);
      deed.on(
          new ReviewJob(
              Map.of(
                  ForgeKind.GITHUB,
                  new ReviewJob.Connection(forge, new Markers(Secret.of("a key of this test")))),
              new ReviewJob.Git(
                  cache,
                  new CommitWriter(cache, TIMEOUT, clock),
                  new CacheUpkeep(cache, Long.MAX_VALUE, clock)),
              new ReviewJob.Kept(new Reviews(kept, clock), new Rollouts(kept, clock)),
              new MigrationFinder(Tools.all(), Optional.empty(), Optional.empty()),
              proofs,
              () -> URI.create("http://localhost"),
              clock));
    }
  }

  private static ChangeRequestId id(GitHubRepository repository, long number) {
    return new ChangeRequestId(ForgeKind.GITHUB, repository.name(), number);
  }

  private GitHubRepository repository() {
    GitHubRepository repository = site.repository().base(EndToEndGitHubTest.BASE);
    repository.fake.role("wren", "write");
    return repository;
  }

  @Test
  void whereverItStopsTheNextProcessEndsIt() throws Exception {
    // Every call has its effect but its answer is lost; some calls are not carried out at all.
    int index = 0;
    while (splitWithFault(index, true, "lost-" + index)) {
      index++;
    }
    assertThat(index).isGreaterThan(12);
    for (int call = 0; call < index; call += 4) {
      assertThat(splitWithFault(call, false, "failed-" + call)).isTrue();
    }
  }

  /** Whether the fault struck at all. */
  private boolean splitWithFault(int index, boolean carriedOut, String store) throws Exception {
    GitHubRepository repository = repository();
    Pull root = repository.open(Map.of(V2, RENAME));
    String head = root.fake.headSha();
    ChangeRequestId id = id(repository, 1);
    inProcess(store, job -> job.review(id));
    Posted comment = root.fake.say("wren", "/flux split");
    Deed command = job -> job.comment(id, Long.toString(comment.id()), "wren", "/flux split");
    site.github.fault(index, carriedOut);
    boolean struck = false;
    try {
      inProcess(store, command);
    } catch (ForgeException.Unavailable stopped) {
      struck = true;
      inProcess(store, command);
    }
    site.github.calm();
    requireOneSplit(repository, root, head, comment);
    return struck;
  }

  private static void requireOneSplit(
      GitHubRepository repository, Pull root, String head, Posted comment) {
    assertThat(repository.fake.pulls())
        .extracting(FakePull::title)
        .containsExactly("Change 1", "Flux: backfill phase of #1", "Flux: contract phase of #1");
    assertThat(
            CommandLineGit.run(
                    repository.directory(), "log", "--format=%P", head + "..flux/1-contract")
                .lines())
        .hasSize(3);
    assertThat(CommandLineGit.run(repository.directory(), "branch", "--list", "flux/*").lines())
        .hasSize(2);
    assertThat(root.fake.comments())
        .filteredOn(posted -> posted.body().contains("flux:reply"))
        .singleElement()
        .satisfies(reply -> assertThat(reply.body()).contains("#2 — backfill", "#3 — contract"));
    assertThat(comment.reactions()).contains("eyes", "rocket").doesNotContain("confused");
  }

  @Test
  void aPushWhoseAnswerIsLostIsNoSecondPush() throws Exception {
    for (int lost = 1; lost <= 3; lost++) {
      GitHubRepository repository = repository();
      Pull root = repository.open(Map.of(V2, RENAME));
      String head = root.fake.headSha();
      ChangeRequestId id = id(repository, 1);
      String store = "lost-push-" + lost;
      inProcess(store, job -> job.review(id));
      Posted comment = root.fake.say("wren", "/flux split");
      Deed command = job -> job.comment(id, Long.toString(comment.id()), "wren", "/flux split");
      AtomicInteger left = new AtomicInteger(lost);
      site.git.onPush(
          push -> {
            repository.pushed(push);
            if (left.decrementAndGet() == 0) {
              throw new IllegalStateException("the answer is lost");
            }
          });
      assertThatThrownBy(() -> inProcess(store, command))
          .isInstanceOf(ForgeException.Unavailable.class);
      site.git.onPush(repository::pushed);
      inProcess(store, command);
      requireOneSplit(repository, root, head, comment);
    }
  }

  @Test
  void aLostStoreIsToldAgainByTheForge() throws Exception {
    GitHubRepository repository = repository();
    Pull root = repository.open(Map.of(V2, RENAME));
    inProcess("first", job -> job.review(id(repository, 1)));
    Posted comment = root.fake.say("wren", "/flux split");
    inProcess(
        "first",
        job -> {
          job.comment(id(repository, 1), Long.toString(comment.id()), "wren", "/flux split");
          job.review(id(repository, 1));
          job.review(id(repository, 2));
          job.review(id(repository, 3));
        });
    repository.move("main", root.fake.headSha());
    root.fake.merge();
    Pull backfill = repository.pull(2);
    Posted word = backfill.fake.say("wren", "/flux confirm deploy");
    inProcess(
        "first",
        job -> {
          job.review(id(repository, 2));
          job.comment(id(repository, 2), Long.toString(word.id()), "wren", "/flux confirm deploy");
        });
    assertThat(backfill.lastCheck().conclusion()).isEqualTo("success");

    inProcess(
        "second",
        job -> {
          job.review(id(repository, 2));
          job.review(id(repository, 3));
        });
    assertThat(backfill.lastCheck().conclusion()).isEqualTo("success");
    Pull contract = repository.pull(3);
    assertThat(contract.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(contract.lastCheck().title())
        .isEqualTo("Waits for #2 to be merged and /flux confirm backfill deploy");

    // Whichever request is met first by a new store tells it all.
    inProcess("third", job -> job.review(id(repository, 3)));
    assertThat(GitHubTalk.summary(contract))
        .startsWith(
            "**Rollout of #1** — 3 of 3: #1 expand (merged) → #2 backfill → **#3 contract**");
    repository.merge(backfill);
    inProcess(
        "fourth",
        job -> {
          List<ChangeRequestId> waiting = job.closed(id(repository, 2));
          assertThat(waiting).extracting(ChangeRequestId::number).containsExactly(1L, 2L, 3L);
          job.review(id(repository, 3));
        });
    assertThat(contract.fake.baseRef()).isEqualTo("main");
    assertThat(contract.lastCheck().title()).isEqualTo("Waits for /flux confirm backfill deploy");
  }

  @Test
  void theRootTellsANewStoreWhatItWasSplitInto() throws Exception {
    GitHubRepository repository = repository();
    Pull root = repository.open(Map.of(V2, RENAME));
    Posted comment = root.fake.say("wren", "/flux split");
    inProcess(
        "first",
        job -> {
          job.review(id(repository, 1));
          job.comment(id(repository, 1), Long.toString(comment.id()), "wren", "/flux split");
        });
    inProcess("second", job -> job.review(id(repository, 1)));
    assertThat(GitHubTalk.summary(root)).contains("**#1 expand** → #2 backfill → #3 contract");
    // Asked again, it has nothing to do, and answers the same comment no second time.
    inProcess(
        "third",
        job -> {
          job.review(id(repository, 1));
          job.comment(id(repository, 1), Long.toString(comment.id()), "wren", "/flux split");
        });
    assertThat(repository.fake.pulls()).hasSize(3);
    assertThat(root.fake.comments())
        .filteredOn(posted -> posted.body().contains("flux:reply"))
        .hasSize(1);
    repository.merge(root);
    inProcess(
        "fourth",
        job -> {
          assertThat(job.closed(id(repository, 1)))
              .extracting(ChangeRequestId::number)
              .containsExactly(1L, 2L, 3L);
          job.review(id(repository, 2));
        });
    assertThat(repository.pull(2).fake.baseRef()).isEqualTo("main");
  }

  /** A shadow that finds this, and counts how often it was asked. */
  private static final class Oracle implements Shadow {
    private final Proof proof;
    private int asked;

    Oracle(Proof proof) {
      this.proof = proof;
    }

    @Override
    public Proof prove(Examination examination, Rollout rollout) {
      asked++;
      return proof;
    }

    @Override
    public void close() {}
  }

  @Test
  void whatFailsOnTheShadowIsNotSplit() throws Exception {
    proofs =
        new Proofs(
            Optional.of(
                new Oracle(
                    new Proof.Failed("PostgreSQL 16.1", 0, Optional.empty(), "", "it is slow"))),
            false);
    GitHubRepository repository = repository();
    Pull root = repository.open(Map.of(V2, RENAME));
    Posted comment = root.fake.say("wren", "/flux split");
    inProcess(
        "store",
        job -> {
          job.review(id(repository, 1));
          job.comment(id(repository, 1), Long.toString(comment.id()), "wren", "/flux split");
        });
    assertThat(comment.reactions()).containsExactly("eyes", "confused");
    assertThat(GitHubTalk.summary(root)).doesNotContain("/flux split");
    assertThat(GitHubTalk.reply(root))
        .contains("in the way", "the rollout failed on PostgreSQL 16.1: it is slow");
    assertThat(repository.fake.pulls()).hasSize(1);
  }

  @Test
  void whatWasProvenIsTakenUpWithoutAnotherProof() throws Exception {
    Oracle oracle =
        new Oracle(
            new Proof.Proven(
                "PostgreSQL 16.1", 4, true, List.of(), List.of(), List.of(), List.of()));
    proofs = new Proofs(Optional.of(oracle), false);
    GitHubRepository repository = repository();
    Pull root = repository.open(Map.of(V2, RENAME));
    Posted comment = root.fake.say("wren", "/flux split");
    Deed command =
        job -> job.comment(id(repository, 1), Long.toString(comment.id()), "wren", "/flux split");
    inProcess("store", job -> job.review(id(repository, 1)));
    site.git.onPush(
        push -> {
          repository.pushed(push);
          throw new IllegalStateException("the answer is lost");
        });
    assertThatThrownBy(() -> inProcess("store", command))
        .isInstanceOf(ForgeException.Unavailable.class);
    site.git.onPush(repository::pushed);
    int asked = oracle.asked;
    inProcess("store", command);
    assertThat(oracle.asked).isEqualTo(asked);
    assertThat(comment.reactions()).contains("rocket");
  }
}
