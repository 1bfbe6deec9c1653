package dev.flux.forge.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeKind;
import dev.flux.forge.InlineComment;
import dev.flux.repository.ChangeContent;
import dev.flux.repository.ChangedFile;
import dev.flux.repository.GitCache;
import dev.flux.repository.GitFixture;
import dev.flux.repository.GitHttpServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the forge says of a merge request leads to its commits. */
class GitLabContentTest {
  private static final String PATH = "db/1_tree.sql";

  @Test
  void theRemoteOfAMergeRequestHasItsCommits(@TempDir Path directory) throws Exception {
    Path repository = directory.resolve("git/orchard/pear.git");
    try (GitFixture commits = GitFixture.create(repository);
        GitHttpServer git = new GitHttpServer(directory.resolve("git"));
        FakeGitLab gitLab = FakeGitLab.start("/forge");
        GitCache cache =
            new GitCache(directory.resolve("cache"), Duration.ofSeconds(20), Clock.systemUTC())) {
      String base = commits.commit(Map.of(PATH, "CREATE TABLE leaf ();\nSELECT 1;\n"));
      String head = commits.commit(Map.of(PATH, "CREATE TABLE twig ();\nSELECT 1;\n"), base);
      commits.ref("refs/heads/main", base);
      commits.ref("refs/merge-requests/1/head", head);
      gitLab.serveGit(git.url(""));
      FakeMergeRequest request =
          gitLab.addProject("orchard/pear").openMergeRequest(gitLab.flux(), "twig", false);
      request.push(base, base, head, FakeDiff.between(repository, base, head));

      GitLabForge forge = new GitLabForge(gitLab.settings(), Clock.systemUTC());
      ChangeRequest change =
          forge.load(new ChangeRequestId(ForgeKind.GITLAB, "orchard/pear", request.number()));
      try (ChangeContent content =
          cache.fetch(change.remote(), change.headSha(), change.mergeBase().orElseThrow())) {
        assertThat(content.files()).extracting(ChangedFile::path).containsExactly(PATH);
      }
      assertThat(cache.headNow(change.remote())).isEqualTo(head);

      InlineComment added = new InlineComment(PATH, 1, 1, 0, "added");
      InlineComment context = new InlineComment(PATH, 2, 2, 2, "context");
      assertThat(forge.review(change, List.of(added, context))).isEmpty();
    }
  }
}
