package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.config.Secret;
import dev.flux.config.ServerSettings;
import dev.flux.forge.gitlab.FakeDiff;
import dev.flux.forge.gitlab.FakeGitLab;
import dev.flux.forge.gitlab.FakeMergeRequest;
import dev.flux.forge.gitlab.FakeProject;
import dev.flux.forge.gitlab.FakeUser;
import dev.flux.repository.GitFixture;
import dev.flux.repository.GitHttpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project access token on GitLab, from the delivery to what people see on the merge request. */
class EndToEndGitLabTest {
  private static final String MIGRATION = "db/migrations/20260102000000_tokens.sql";
  private static final Map<String, String> BASE =
      Map.of(
          "db/migrations/20260101000000_users.sql",
          "-- migrate:up\n"
              + "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);\n"
              + "-- migrate:down\nDROP TABLE users;\n");
  private static final String COLUMN =
      "ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();\n";
  private static final String INDEX = "CREATE INDEX users_email_idx ON users (email);\n";
  private static final String TIMEOUT = "SET LOCAL lock_timeout = '2s';\n";

  @TempDir static Path directory;

  private static GitHttpServer git;
  private static FakeGitLab gitLab;
  private static RunningFlux flux;
  private static FakeUser mira;
  private static int projects;

  private final String name = "orchard/fruit/pear-" + ++projects;
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
    gitLab.forgetCalls();
  }

  private static String up(String sql) {
    return "-- migrate:up\n" + sql + "-- migrate:down\n";
  }

  private String push(FakeMergeRequest request, Map<String, String> files) throws IOException {
    Map<String, String> all = new HashMap<>(BASE);
    all.putAll(files);
    String head = commits.commit(all, base);
    commits.ref("refs/merge-requests/" + request.number() + "/head", head);
    request.push(base, base, head, FakeDiff.between(bare, base, head));
    return head;
  }

  private void deliver(FakeMergeRequest request, String action, String attributes) {
    String body =
        """
        {"object_kind":"merge_request","project":{"path_with_namespace":"%s"},
         "object_attributes":{"iid":%d,"action":"%s"%s}}
        """
            .formatted(name, request.number(), action, attributes);
    assertThat(flux.deliverGitLab("Merge Request Hook", body)).isEqualTo(202);
    flux.settle();
  }

  private void deliverPush(FakeMergeRequest request) {
    deliver(request, "update", ",\"oldrev\":\"" + "a".repeat(40) + "\"");
  }

  private void note(FakeMergeRequest request, long id, String user, String text) {
    String body =
        """
        {"object_kind":"note","project":{"path_with_namespace":"%s"},"user":{"username":"%s"},
         "object_attributes":{"id":%d,"noteable_type":"MergeRequest","note":"%s","action":"create"},
         "merge_request":{"iid":%d}}
        """
            .formatted(name, user, id, text, request.number());
    assertThat(flux.deliverGitLab("Note Hook", body)).isBetween(200, 202);
    flux.settle();
  }

  private static String only(List<String> texts) {
    assertThat(texts).hasSize(1);
    return texts.get(0);
  }

  @Test
  void aRiskyChangeOfAForkIsReviewedAndItsFixResolvesTheDiscussion() throws IOException {
    FakeMergeRequest request = project.openMergeRequest(mira, "tokens", true);
    String head = push(request, Map.of(MIGRATION, up(TIMEOUT + COLUMN + INDEX)));
    deliver(request, "open", "");

    assertThat(only(project.statusesOf(head))).startsWith("failed: 2 dangerous statements");
    assertThat(project.pipelinesOf(head)).isEqualTo(1);
    assertThat(only(request.noteBodies())).startsWith("```\n┌─ Migration: ");
    assertThat(Visible.lines(request.noteBodies().get(0))).hasSizeBetween(10, 40);
    assertThat(request.discussionLines())
        .anyMatch(line -> line.startsWith(MIGRATION + ":3 "))
        .anyMatch(line -> line.startsWith(MIGRATION + ":4 "))
        .noneMatch(line -> line.endsWith("(resolved)"));
    int discussions = request.discussionLines().size();

    String next = push(request, Map.of(MIGRATION, up(TIMEOUT + "-- no column\n" + INDEX)));
    deliverPush(request);
    assertThat(only(project.statusesOf(next))).startsWith("failed: 1 dangerous statement");
    assertThat(only(request.noteBodies())).contains("1 dangerous statement,");
    assertThat(request.discussionLines()).hasSize(discussions);
    assertThat(request.discussionLines().stream().filter(line -> line.endsWith("(resolved)")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("~~", "Fixed in `" + next.substring(0, 7)));

    gitLab.forgetCalls();
    deliver(request, "reopen", "");
    assertThat(gitLab.calls())
        .noneMatch(call -> call.startsWith("PUT"))
        .noneMatch(call -> call.endsWith("/notes") && call.startsWith("POST"));
  }

  @Test
  void aSafeChangePassesAndOneWithoutMigrationsSaysSo() throws IOException {
    FakeMergeRequest request = project.openMergeRequest(mira, "trees", false);
    String head = push(request, Map.of("src/main.py", "print()\n"));
    deliver(request, "open", "");
    assertThat(only(project.statusesOf(head))).isEqualTo("success: No migrations changed");
    assertThat(request.noteBodies()).isEmpty();

    String safe = push(request, Map.of(MIGRATION, up("CREATE TABLE trees (id bigint);\n")));
    deliverPush(request);
    assertThat(only(project.statusesOf(safe))).startsWith("success: ");
    assertThat(request.discussionLines()).isEmpty();
  }

  @Test
  void theStatusGoesIntoThePipelineThatRuns() throws IOException {
    FakeMergeRequest request = project.openMergeRequest(mira, "ci", false);
    String head = push(request, Map.of(MIGRATION, up(TIMEOUT + INDEX)));
    project.startPipeline(head, "ci");
    deliver(request, "open", "");
    deliver(request, "reopen", "");
    assertThat(project.pipelinesOf(head)).isEqualTo(1);
    assertThat(only(project.statusesOf(head))).startsWith("failed: 1 dangerous statement");
  }

  @Test
  void whatIsClosedOrOnlyRelabelledIsLeftAlone() throws IOException {
    FakeMergeRequest request = project.openMergeRequest(mira, "closed", false);
    String head = push(request, Map.of(MIGRATION, up(INDEX)));
    request.state("closed");
    deliver(request, "open", "");
    assertThat(project.statusesOf(head)).isEmpty();
    assertThat(request.noteBodies()).isEmpty();
    gitLab.forgetCalls();
    String body =
        "{\"project\":{\"path_with_namespace\":\"%s\"},\"object_attributes\":{\"iid\":1,\"action\":\"update\"}}"
            .formatted(name);
    assertThat(flux.deliverGitLab("Merge Request Hook", body)).isBetween(200, 202);
    flux.settle();
    assertThat(gitLab.calls()).isEmpty();
  }

  @Test
  void thoseWhoMayCommandIt() throws IOException {
    FakeUser reporter = gitLab.addUser("rep-" + projects, "active");
    FakeUser guest = gitLab.addUser("guest-" + projects, "active");
    project.member(reporter, 20);
    project.member(guest, 10);
    FakeMergeRequest request = project.openMergeRequest(mira, "talk", false);
    push(request, Map.of(MIGRATION, up(TIMEOUT + INDEX)));
    long byAuthor = request.addNote(mira, "/flux review");
    note(request, byAuthor, "mira", "/flux review");
    long byReporter = request.addNote(reporter, "/flux help");
    note(request, byReporter, reporter.username(), "/flux help");
    long byGuest = request.addNote(guest, "/flux review");
    note(request, byGuest, guest.username(), "/flux review");
    long quoted = request.addNote(mira, "> /flux review");
    note(request, quoted, "mira", "> /flux review");

    assertThat(request.awards())
        .containsExactlyInAnyOrder(
            byAuthor + ":eyes",
            byAuthor + ":rocket",
            byReporter + ":eyes",
            byReporter + ":rocket",
            byGuest + ":confused");
    assertThat(request.noteBodies()).anyMatch(text -> text.contains("`/flux review` — "));
  }

  @Test
  void aWrongTokenIsTurnedAway() {
    assertThat(flux.post("/webhooks/gitlab", "{}").statusCode()).isEqualTo(401);
    assertThat(gitLab.calls()).isEmpty();
  }
}
