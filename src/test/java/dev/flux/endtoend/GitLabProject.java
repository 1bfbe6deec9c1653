package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.forge.gitlab.FakeDiff;
import dev.flux.forge.gitlab.FakeMergeRequest;
import dev.flux.forge.gitlab.FakeProject;
import dev.flux.forge.gitlab.FakeUser;
import dev.flux.repository.GitFixture;
import dev.flux.repository.GitHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A project of {@link GitLabSite}: what the look-alike says of it, and its commits. */
final class GitLabProject {
  static final String MIGRATION = "db/migrations/20260102000000_names.sql";
  static final String RENAME =
      "-- migrate:up\nALTER TABLE users RENAME COLUMN name TO full_name;\n-- migrate:down\n";
  static final Map<String, String> BASE =
      Map.of(
          "db/migrations/20260101000000_users.sql",
          "-- migrate:up\n"
              + "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, name text);\n"
              + "-- migrate:down\nDROP TABLE users;\n");

  final FakeProject fake;
  private final GitLabSite site;
  private final String name;
  private final Path directory;
  private final GitFixture commits;
  private final String base;

  GitLabProject(GitLabSite site, String name, Path directory) {
    this.site = site;
    this.name = name;
    this.directory = directory;
    this.commits = GitFixture.create(directory);
    this.fake = site.gitLab.addProject(name);
    this.base = commits.commit(BASE);
    commits.ref("refs/heads/main", base);
    fake.branch("main");
    fake.member(site.mira, 20);
    fake.member(site.dora, 30);
    fake.onChange(this::show);
    site.git.onPush(this::pushed);
  }

  String name() {
    return name;
  }

  /** Its directory, for the git that people use. */
  Path directory() {
    return directory;
  }

  Optional<String> findBranch(String branch) {
    return commits.find("refs/heads/" + branch);
  }

  /** The text of a file at the head of a branch. */
  Optional<String> read(String branch, String path) {
    return commits.read(findBranch(branch).orElseThrow(), path);
  }

  /** As GitLab does after a push. */
  private void pushed(GitHttpServer.Push push) {
    String branch = push.ref().replaceFirst("^refs/heads/", "");
    fake.branch(branch);
    shown(branch);
  }

  private void shown(String branch) {
    fake.requests().stream()
        .filter(request -> request.isOpen() && request.sourceBranch().equals(branch))
        .forEach(this::show);
  }

  /** Makes the newest version of a request's diff. */
  private void show(FakeMergeRequest request) {
    String head = findBranch(request.sourceBranch()).orElseThrow();
    String target = findBranch(request.targetBranch()).orElseThrow();
    show(request, commits.mergeBase(target, head), target, head);
  }

  private void show(FakeMergeRequest request, String from, String target, String head) {
    commits.ref("refs/merge-requests/" + request.number() + "/head", head);
    try {
      request.push(from, target, head, FakeDiff.between(directory, from, head));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String commit(Map<String, String> files) {
    Map<String, String> all = new HashMap<>(BASE);
    all.putAll(files);
    return commits.commit(all, base);
  }

  /** A merge request with these files more than the target branch, before anybody tells Flux. */
  FakeMergeRequest open(Map<String, String> files) {
    FakeMergeRequest request = fake.openMergeRequest(site.mira, "names", false);
    push(request, files);
    return request;
  }

  /** One that comes from another project, which has the same commits. */
  FakeMergeRequest open(Map<String, String> files, GitLabProject fork) {
    FakeMergeRequest request = fake.openMergeRequest(site.mira, "names", true).from(fork.fake);
    String head = commit(files);
    assertThat(fork.commit(files)).isEqualTo(head);
    fork.commits.ref("refs/heads/names", head);
    show(request, base, base, head);
    return request;
  }

  /** Moves the head of a request: the target branch as it was, with these files over it. */
  void push(FakeMergeRequest request, Map<String, String> files) {
    move(request.sourceBranch(), commit(files));
  }

  private void move(String branch, String sha) {
    commits.ref("refs/heads/" + branch, sha);
    fake.branch(branch);
    shown(branch);
  }

  /** The forge merges a request, fast forward, into the branch that it is aimed at. */
  void merge(FakeMergeRequest request) {
    request.state("merged");
    move(request.targetBranch(), request.head());
  }

  /** A delivery about a merge request; GitLab names the head before only where it moved. */
  String event(FakeMergeRequest request, String action) {
    return """
    {"object_kind":"merge_request","project":{"path_with_namespace":"%s"},
     "object_attributes":{"iid":%d,"action":"%s","oldrev":"%s"}}
    """
        .formatted(name, request.number(), action, "a".repeat(40));
  }

  /** A delivery about a comment that stands there. */
  String commented(FakeMergeRequest request, FakeUser user, long note, String text) {
    return """
    {"object_kind":"note","project":{"path_with_namespace":"%s"},"user":{"username":"%s"},
     "object_attributes":{"id":%d,"noteable_type":"MergeRequest","note":"%s","action":"create"},
     "merge_request":{"iid":%d}}
    """
        .formatted(
            name,
            user.username(),
            note,
            text.replace("\n", "\\n").replace("\"", "\\\""),
            request.number());
  }

  /** The check of a request's head: state and description. */
  String status(FakeMergeRequest request) {
    List<String> statuses = fake.statusesOf(request.head());
    return statuses.get(statuses.size() - 1);
  }
}
