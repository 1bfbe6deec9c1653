package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.endtoend.GitHubRepository.Pull;
import dev.flux.forge.github.FakePull.Posted;
import dev.flux.forge.github.FakeRepository.Status;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people learn where GitHub lets Flux do less, and what a personal token does instead. */
class EndToEndAccessTest {
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
  void grantAll() {
    site.permit(GitHubSite.ALL);
    assertThat(site.github.complaints()).isEmpty();
  }

  private static void grant(String permission, String level) {
    Map<String, String> permissions = new HashMap<>(GitHubSite.ALL);
    permissions.put(permission, level);
    site.permit(permissions);
  }

  private Pull reviewed(String sql) {
    Pull pull = repository.open(Map.of(EndToEndGitHubTest.V2, sql));
    assertThat(flux.deliverGitHub("pull_request", pull.event("opened"))).isEqualTo(202);
    flux.settle();
    return pull;
  }

  @Test
  void withoutChecksTheCommentSaysSo() {
    grant("checks", "none");
    Pull pull = reviewed(EndToEndGitHubTest.INDEX);
    assertThat(repository.fake.checkRuns(pull.fake.headSha())).isEmpty();
    assertThat(pull.fake.comments()).hasSize(1);
    assertThat(pull.fake.comments().get(0).body())
        .startsWith("⚠️ Flux could not set its check")
        .contains("checks=write", "create-index-blocking");

    // As soon as it is granted, the comment is as it should be.
    site.permit(GitHubSite.ALL);
    assertThat(flux.deliverGitHub("pull_request", pull.event("reopened"))).isEqualTo(202);
    flux.settle();
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(pull.fake.comments()).hasSize(1);
    assertThat(pull.fake.comments().get(0).body()).doesNotContain("could not set its check");
  }

  @Test
  void withoutCommentsTheCheckSaysSo() {
    grant("pull_requests", "read");
    Pull pull = reviewed(EndToEndGitHubTest.SAFE);
    assertThat(pull.fake.comments()).isEmpty();
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(pull.lastCheck().summary()).contains("Grant the permission pull_requests=write");
  }

  @Test
  void withoutContentsTheCheckSaysSo() {
    grant("contents", "none");
    Pull pull = reviewed(EndToEndGitHubTest.SAFE);
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(pull.lastCheck().summary()).contains("permission to read contents");
  }

  @Test
  void aPersonalTokenSetsACommitStatus() {
    try (RunningFlux personal = site.start(site.asUser(), "personal")) {
      Pull pull = repository.open(Map.of(EndToEndGitHubTest.V2, EndToEndGitHubTest.INDEX));
      assertThat(personal.deliverGitHub("pull_request", pull.event("opened"))).isEqualTo(202);
      personal.settle();
      assertThat(repository.fake.checkRuns(pull.fake.headSha())).isEmpty();
      assertThat(repository.fake.statuses(pull.fake.headSha()))
          .extracting(Status::state)
          .containsExactly("pending", "failure");
      assertThat(repository.fake.statuses(pull.fake.headSha()))
          .extracting(Status::context)
          .containsOnly("Flux / migrations");
      assertThat(pull.fake.comments()).extracting(Posted::author).containsExactly("flux-user");

      pull.push(Map.of(EndToEndGitHubTest.V2, EndToEndGitHubTest.SAFE));
      assertThat(personal.deliverGitHub("pull_request", pull.event("synchronize"))).isEqualTo(202);
      personal.settle();
      assertThat(repository.fake.statuses(pull.fake.headSha()))
          .extracting(Status::state)
          .containsExactly("pending", "success");
      assertThat(pull.fake.comments()).hasSize(1);
    }
  }
}
