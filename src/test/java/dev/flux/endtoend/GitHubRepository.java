package dev.flux.endtoend;

import dev.flux.forge.github.FakePull;
import dev.flux.forge.github.FakeRepository;
import dev.flux.forge.gitlab.FakeDiff;
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
    fake.mergeBases(commits::mergeBase);
    fake.onOpen(this::opened);
  }

  /** Commits these files to the default branch. */
  GitHubRepository base(Map<String, String> files) {
    baseFiles.putAll(files);
    base = base.isEmpty() ? commits.commit(baseFiles) : commits.commit(baseFiles, base);
    commits.ref("refs/heads/main", base);
    return this;
  }

  /** Commits these files to the default branch on top of what is there. */
  void advance(Map<String, String> files) {
    baseFiles.putAll(files);
    String tip = commits.commit(baseFiles, findBranch("main").orElse(base));
    move("main", tip);
  }

  /** The text of a file at the head of a branch. */
  Optional<String> read(String branch, String path) {
    return commits.read(findBranch(branch).orElseThrow(), path);
  }

  /** Every file at the head of a branch. */
  List<String> paths(String branch) {
    return CommandLineGit.run(directory, "ls-tree", "-r", "--name-only", branch).lines().toList();
  }

  Optional<String> findBranch(String branch) {
    return commits.find("refs/heads/" + branch);
  }

  /** Moves a branch, as the forge itself does with a merge. */
  void move(String branch, String sha) {
    commits.ref("refs/heads/" + branch, sha);
    fake.branch(branch, sha);
  }

  /** Merges a branch into the default branch as one commit that has not the branch's history. */
  void squash(String branch) {
    String tip = findBranch("main").orElse(base);
    move("main", commits.squash(findBranch(branch).orElseThrow(), tip));
  }

  /** Somebody pushed to a branch. */
  void pushed(GitHttpServer.Push push) {
    moved(push.ref().replaceFirst("^refs/heads/", ""), push.sha());
  }

  /** The forge merges a pull request, fast forward, into the branch that it is aimed at. */
  void merge(Pull pull) {
    commits.ref("refs/heads/" + pull.fake.baseRef(), pull.fake.headSha());
    moved(pull.fake.baseRef(), pull.fake.headSha());
    pull.fake.merge();
  }

  private void moved(String branch, String sha) {
    fake.branch(branch, sha);
    for (FakePull pull : fake.pulls()) {
      if (pull.isOpen() && pull.headRef().equals(branch)) {
        commits.ref("refs/pull/" + pull.number() + "/head", sha);
        pull.push(sha);
        new Pull(pull).showDiff(sha);
      }
    }
  }

  /** The look-alike tells of a pull request that was opened with its API. */
  private void opened(FakePull pull) {
    commits.ref("refs/pull/" + pull.number() + "/head", pull.headSha());
    pulls = Math.max(pulls, (int) pull.number());
    new Pull(pull).showDiff(pull.headSha());
  }

  /** A pull request by its number. */
  Pull pull(long number) {
    return new Pull(fake.findPull(number).orElseThrow());
  }

  /** Its directory, for the git that people use. */
  Path directory() {
    return directory;
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
      fake = GitHubRepository.this.fake.openPull(number, base, base, head).from("topic-" + number);
      GitHubRepository.this.fake.branch(fake.headRef(), head);
      commits.ref("refs/heads/" + fake.headRef(), head);
      showDiff(head);
    }

    private Pull(FakePull fake) {
      this.fake = fake;
    }

    /** Moves its head: the default branch as it was, with these files over it. */
    String push(Map<String, String> files) {
      String head = commit(files);
      commits.ref("refs/pull/" + fake.number() + "/head", head);
      commits.ref("refs/heads/" + fake.headRef(), head);
      GitHubRepository.this.fake.branch(fake.headRef(), head);
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
        String from = commits.mergeBase(fake.baseTip(), head);
        for (FakeDiff diff : FakeDiff.between(directory, from, head)) {
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
      return commented(
          comment, userType, "\"issue\":{\"number\":%d,\"pull_request\":{\"url\":\"x\"}}");
    }

    /** A {@code pull_request_review_comment} delivery for a comment that stands on a line. */
    String lineCommented(FakePull.Posted comment) {
      return commented(comment, "User", "\"pull_request\":{\"number\":%d}");
    }

    private String commented(FakePull.Posted comment, String userType, String about) {
      return """
      {"action":"created","installation":{"id":%d},"repository":{"full_name":"%s"},
       %s,
       "comment":{"id":%d,"user":{"login":"%s","type":"%s"},"body":"%s"}}
      """
          .formatted(
              GitHubRepository.this.fake.installation(),
              name(),
              about.formatted(fake.number()),
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
