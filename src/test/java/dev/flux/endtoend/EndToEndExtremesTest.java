package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.endtoend.GitHubRepository.Pull;
import dev.flux.forge.github.FakePull.Posted;
import dev.flux.forge.github.FakeRepository.CheckRun;
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

/** Very large, very odd and very late: what still has to come out right. */
class EndToEndExtremesTest {
  private static final String V2 = EndToEndGitHubTest.V2;
  private static final String INDEX = EndToEndGitHubTest.INDEX;

  @TempDir static Path directory;

  private static GitHubSite site;
  private static RunningFlux flux;

  private final GitHubRepository repository = site.repository().base(EndToEndGitHubTest.BASE);

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

  @AfterEach
  void nothingToComplain() {
    site.github.watch(call -> {}, call -> {});
    assertThat(site.github.complaints()).isEmpty();
  }

  private static void deliver(Pull pull, String action) {
    site.github.forgetCalls();
    assertThat(flux.deliverGitHub("pull_request", pull.event(action))).isEqualTo(202);
    flux.settle();
  }

  private Pull opened(Map<String, String> files) {
    Pull pull = repository.open(files);
    deliver(pull, "opened");
    return pull;
  }

  @Test
  void hundredsOfFindingsFitIntoTheLimitsOfTheForge() {
    Map<String, String> files = new HashMap<>();
    for (int i = 2; i < 152; i++) {
      String column = "a_column_with_a_rather_long_name_%03d".formatted(i);
      files.put(
          "db/migration/V%d__x.sql".formatted(i),
          "ALTER TABLE users ADD COLUMN %s uuid NOT NULL DEFAULT gen_random_uuid();\n"
                  .formatted(column)
              + "CREATE INDEX users_%s_idx ON users (%s);\n".formatted(column, column));
    }
    Pull pull = opened(files);
    System.out.println("150 migrations cost " + site.github.calls().size() + " calls");
    assertThat(site.github.calls()).hasSizeLessThanOrEqualTo(9);
    assertThat(pull.lastCheck().title()).startsWith("300 dangerous statements");
    assertThat(pull.fake.comments()).hasSize(1);
    assertThat(Visible.lines(pull.fake.comments().get(0).body())).hasSizeLessThanOrEqualTo(40);
    assertThat(Rendered.balanced(pull.fake.comments().get(0).body())).isTrue();
    assertThat(pull.fake.inlineComments()).hasSize(25);
    deliver(pull, "reopened");
    assertThat(pull.fake.inlineComments()).hasSize(25);
    assertThat(pull.fake.comments().get(0).edits()).isZero();
  }

  @Test
  void aPushThatFixesOneAndBringsAnotherCostsACallForEachEdit() {
    Pull pull = opened(Map.of(V2, EndToEndGitHubTest.COLUMN));
    pull.push(Map.of(V2, INDEX));
    deliver(pull, "synchronize");
    System.out.println("fixed and new cost " + site.github.calls());
    assertThat(site.github.calls()).hasSizeLessThanOrEqualTo(10);
    assertThat(pull.fake.reviews()).hasSize(2);
    assertThat(pull.lastCheck().title()).startsWith("1 dangerous statement");
  }

  @Test
  void closedWhileItsReviewWaits() {
    Pull pull = repository.open(Map.of(V2, INDEX));
    AtomicBoolean first = new AtomicBoolean(true);
    site.github.watch(
        call -> {
          if (call.endsWith("/issues/1/comments") && first.getAndSet(false)) {
            site.github.answerNext(502, Map.of(), "{\"message\":\"Bad Gateway\"}");
            pull.fake.close();
          }
        },
        call -> {});
    deliver(pull, "opened");
    assertThat(pull.fake.comments()).isEmpty();
    assertThat(repository.fake.checkRuns(pull.fake.headSha()))
        .singleElement()
        .returns("neutral", CheckRun::conclusion)
        .returns("closed before it was reviewed", CheckRun::title);
  }

  @Test
  void aSuiteCanBeAskedForAgain() {
    Pull pull = opened(Map.of(V2, INDEX));
    String suite = pull.rerequested().replace("\"check_run\"", "\"check_suite\"");
    assertThat(flux.deliverGitHub("check_suite", suite)).isEqualTo(202);
    flux.settle();
    assertThat(repository.fake.checkRuns(pull.fake.headSha())).hasSize(2);
  }

  @Test
  void emptyBinaryAndMisnamedFilesHarmNothing() {
    Pull pull =
        opened(
            Map.of(
                V2,
                "",
                "db/migration/V3__bom.sql",
                "\uFEFFCREATE TABLE a (id int);\r\n",
                "db/migration/V4__zero.sql",
                "CREATE TABLE b\u0000 (id int);\n",
                "db/migration/no version.sql",
                "DROP TABLE users;\n",
                "db/migration/V5__open.sql",
                "INSERT INTO a VALUES ('never ends\n"));
    assertThat(pull.lastCheck().status()).isEqualTo("completed");
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(pull.fake.comments()).extracting(Posted::author).containsOnly(GitHubSite.BOT);
  }

  @Test
  void aSpoofedMarkerOfSomebodyElseIsNotTakenForFluxsOwn() {
    Pull pull = opened(Map.of(V2, INDEX));
    String own = pull.fake.comments().get(0).body();
    Pull other = repository.open(Map.of(V2, INDEX));
    Posted copy = other.fake.say("mallory", own);
    Posted told = other.fake.say(GitHubSite.BOT, own);
    deliver(other, "opened");
    assertThat(List.of(copy.edits(), told.edits())).containsOnly(0);
    assertThat(other.fake.comments()).hasSize(3);
  }

  @Test
  void twoPullRequestsOfOneRepositoryDoNotDisturbEachOther() {
    Pull one = repository.open(Map.of(V2, INDEX));
    Pull two = repository.open(Map.of(V2, EndToEndGitHubTest.SAFE));
    assertThat(flux.deliverGitHub("pull_request", one.event("opened"))).isEqualTo(202);
    assertThat(flux.deliverGitHub("pull_request", two.event("opened"))).isEqualTo(202);
    flux.settle();
    assertThat(one.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(two.lastCheck().conclusion()).isEqualTo("success");
  }
}
