package dev.flux.endtoend;

import dev.flux.forge.github.FakePull;
import dev.flux.forge.github.FakeRepository;
import dev.flux.forge.gitlab.FakeDiff;
import dev.flux.repository.GitFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A repository of {@link GitHubSite}: what the look-alike says of it, and its commits. */
final class GitHubRepository {
  private static final Pattern HUNK =
      Pattern.compile("(?m)^@@ -[0-9,]+ \\+([0-9]+)(?:,([0-9]+))? @@");

  final FakeRepository fake;
  private final Path directory;
  private final GitFixture commits;
  private final Map<String, String> baseFiles = new HashMap<>();
  private String base = "";
  private int pulls;

  GitHubRepository(FakeRepository fake, Path directory) {
    this.fake = fake;
    this.directory = directory;
    this.commits = GitFixture.create(directory);
  }

  /** Commits these files to the default branch. */
  GitHubRepository base(Map<String, String> files) {
    baseFiles.putAll(files);
    base = base.isEmpty() ? commits.commit(baseFiles) : commits.commit(baseFiles, base);
    commits.ref("refs/heads/main", base);
    return this;
  }

  /** Opens a pull request that adds these files, or writes others of the same name. */
  Pull open(Map<String, String> files) {
    return new Pull(++pulls, files);
  }

  /** A pull request; its head is served as {@code refs/pull/N/head} alone. */
  final class Pull {
    final FakePull fake;
    private final String forkedFrom = base;

    private Pull(int number, Map<String, String> files) {
      String head = commit(files);
      commits.ref("refs/pull/" + number + "/head", head);
      fake = GitHubRepository.this.fake.openPull(number, base, base, head);
      showDiff(head);
    }

    /** Moves its head: the default branch as it was, with these files over it. */
    String push(Map<String, String> files) {
      String head = commit(files);
      commits.ref("refs/pull/" + fake.number() + "/head", head);
      fake.push(head);
      showDiff(head);
      return head;
    }

    /** Aims it at a new branch that has these files more than the default branch had. */
    void retarget(String branch, Map<String, String> files) {
      String tip = commit(files);
      commits.ref("refs/heads/" + branch, tip);
      // The same files on both sides of one commit: what the forge calls an empty diff.
      fake.rebase(branch, tip, tip);
    }

    private String commit(Map<String, String> files) {
      Map<String, String> all = new HashMap<>(baseFiles);
      all.putAll(files);
      return commits.commit(all, forkedFrom);
    }

    private void showDiff(String head) {
      try {
        for (FakeDiff diff : FakeDiff.between(directory, forkedFrom, head)) {
          Matcher hunk = HUNK.matcher(diff.hunks());
          while (hunk.find()) {
            int first = Integer.parseInt(hunk.group(1));
            int lines = hunk.group(2) == null ? 1 : Integer.parseInt(hunk.group(2));
            fake.diff(diff.newPath(), first, first + lines - 1);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** A {@code pull_request} delivery. */
    String event(String action) {
      return event(action, "{}");
    }

    String event(String action, String changes) {
      return """
      {"action":"%s","number":%d,"changes":%s,"installation":{"id":%d},
       "repository":{"full_name":"%s"},
       "pull_request":{"number":%d,"state":"open","head":{"sha":"%s"}}}
      """
          .formatted(
              action,
              fake.number(),
              changes,
              GitHubRepository.this.fake.installation(),
              name(),
              fake.number(),
              fake.headSha());
    }

    /** An {@code issue_comment} delivery for a comment that stands there. */
    String commented(FakePull.Posted comment, String userType) {
      return """
      {"action":"created","installation":{"id":%d},"repository":{"full_name":"%s"},
       "issue":{"number":%d,"pull_request":{"url":"x"}},
       "comment":{"id":%d,"user":{"login":"%s","type":"%s"},"body":"%s"}}
      """
          .formatted(
              GitHubRepository.this.fake.installation(),
              name(),
              fake.number(),
              comment.id(),
              comment.author(),
              userType,
              comment.body().replace("\n", "\\n").replace("\"", "\\\""));
    }

    /** A {@code check_run} delivery: somebody presses "Re-run". */
    String rerequested() {
      return """
      {"action":"rerequested","installation":{"id":%d},"repository":{"full_name":"%s"},
       "check_run":{"head_sha":"%s","app":{"id":42}}}
      """
          .formatted(GitHubRepository.this.fake.installation(), name(), fake.headSha());
    }

    FakeRepository.CheckRun lastCheck() {
      var runs = GitHubRepository.this.fake.checkRuns(fake.headSha());
      return runs.get(runs.size() - 1);
    }
  }

  String name() {
    return fake.name();
  }
}
