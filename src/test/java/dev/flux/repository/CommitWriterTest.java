package dev.flux.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flux.repository.GitFixture.Entry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitWriterTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String V1 = "db/migrations/V1__users.sql";
  private static final String V2 = "db/migrations/V2__email.sql";
  private static final String V3 = "db/migrations/V3__rest.sql";

  @TempDir Path temp;
  private Path bare;
  private GitFixture shop;
  private String head;
  private GitHttpServer server;
  private GitCache cache;
  private ChangeContent content;
  private CommitWriter writer;

  @BeforeEach
  void serve() throws GitException {
    bare = temp.resolve("served/acme/shop.git");
    shop = GitFixture.create(bare);
    String first = shop.commit(Map.of("README.md", "Shop\n", V1, "-- 1\n"));
    TreeMap<String, Entry> entries = new TreeMap<>();
    entries.put("README.md", Entry.file("Shop\n"));
    entries.put(V1, Entry.file("-- 1\n"));
    entries.put(V2, Entry.file("-- 2\n"));
    entries.put("db/migrations/Sub/a.sql", Entry.file("-- a\n"));
    entries.put("db/migrations/away", Entry.link("../../secrets"));
    entries.put("db/migrations/module", Entry.submodule("1".repeat(40)));
    head = shop.commitEntries(entries, first);
    shop.ref("refs/heads/topic", head);
    shop.ref("refs/pull/7/head", head);
    server = new GitHttpServer(temp.resolve("served"));
    cache = new GitCache(temp.resolve("cache"), Duration.ofSeconds(20), CLOCK);
    writer = new CommitWriter(cache, Duration.ofSeconds(20), CLOCK);
    content = cache.fetch(remote(), head, first);
  }

  @AfterEach
  void stop() {
    content.close();
    cache.close();
    server.close();
    shop.close();
  }

  private GitRemote remote() {
    return new GitRemote(server.url("acme/shop.git"), "flux", Optional.empty(), "refs/pull/7/head");
  }

  private NewCommit draft(String parent, List<String> removed, Map<String, String> written) {
    return new NewCommit(
        parent,
        Set.of("db/migrations"),
        removed,
        written,
        "Split it\n\nFor a reason.\n",
        new CommitAuthor("flux[bot]", "flux@example.com"),
        NOW);
  }

  private String commit(List<String> removed, Map<String, String> written) throws GitException {
    return writer.commit(remote(), draft(head, removed, written));
  }

  @Test
  void aCommitIsPushedWhereItIsExpected() throws GitException {
    String made = commit(List.of(V2, "db/migrations/V2__email.conf"), Map.of(V3, "-- three\n"));
    String next =
        writer.commit(remote(), draft(made, List.of(), Map.of("db/migrations/V4__x.sql", "x\n")));
    writer.push(remote(), remote(), made, "topic", Optional.of(head));
    writer.push(remote(), remote(), next, "flux/7-contract", Optional.empty());
    // Told again, nothing is different.
    writer.push(remote(), remote(), made, "topic", Optional.of(head));
    writer.push(remote(), remote(), next, "flux/7-contract", Optional.empty());

    assertThat(writer.findBranch(remote(), "topic")).contains(made);
    assertThat(writer.findBranch(remote(), "flux/7-contract")).contains(next);
    assertThat(writer.findBranch(remote(), "other")).isEmpty();
    CommandLineGit.run(bare, "fsck", "--strict", "--no-dangling");
    assertThat(
            CommandLineGit.run(bare, "log", "-1", "--format=%an <%ae>|%cn|%s|%P|%ct", "topic")
                .strip())
        .isEqualTo(
            "flux[bot] <flux@example.com>|flux[bot]|Split it|" + head + "|" + NOW.getEpochSecond());
    assertThat(CommandLineGit.run(bare, "diff", "--name-status", head, "topic").lines())
        .containsExactly("D\t" + V2, "A\t" + V3);
    assertThat(CommandLineGit.run(bare, "ls-tree", "-r", "topic").lines())
        .anyMatch(line -> line.startsWith("120000") && line.endsWith("db/migrations/away"))
        .anyMatch(line -> line.startsWith("160000") && line.endsWith("db/migrations/module"));
  }

  @Test
  void theSameCommitHasTheSameId() throws GitException {
    assertThat(commit(List.of(V2), Map.of(V3, "-- three\n")))
        .isEqualTo(commit(List.of(V2), Map.of(V3, "-- three\n")));
    assertThat(commit(List.of(V2), Map.of(V2, "-- 2\n"))).isEqualTo(head);
  }

  @Test
  void aPatchAppliesByHand() throws GitException {
    String made = commit(List.of(V2), Map.of(V3, "-- three\nSELECT 1;\n"));
    assertThat(writer.patch(remote(), head, made))
        .contains("deleted file mode 100644", "+++ b/" + V3, "+SELECT 1;", "--- a/" + V2);
  }

  @Test
  void aBranchThatMovedIsNeverOverwritten() throws GitException {
    String made = commit(List.of(V2), Map.of(V3, "-- three\n"));
    String other = shop.commit(Map.of("README.md", "Other\n"), head);
    shop.ref("refs/heads/topic", other);
    assertThatThrownBy(() -> writer.push(remote(), remote(), made, "topic", Optional.of(head)))
        .isInstanceOf(GitException.HeadMoved.class)
        .hasMessageContaining("is no longer at " + head);
    assertThatThrownBy(() -> writer.push(remote(), remote(), made, "topic", Optional.empty()))
        .isInstanceOf(GitException.HeadMoved.class);
    assertThat(writer.findBranch(remote(), "topic")).contains(other);
    assertThatThrownBy(() -> writer.push(remote(), remote(), made, "gone", Optional.of(head)))
        .isInstanceOf(GitException.HeadMoved.class);
    assertThat(writer.findBranch(remote(), "gone")).isEmpty();
  }

  @Test
  void aProtectedBranchSaysSo() throws GitException {
    String made = commit(List.of(V2), Map.of(V3, "-- three\n"));
    server.protect(ref -> ref.equals("refs/heads/topic"));
    assertThatThrownBy(() -> writer.push(remote(), remote(), made, "topic", Optional.of(head)))
        .isInstanceOf(GitException.Refused.class)
        .hasMessage("the server does not take the push to `topic`: protected branch hook declined");
    server.requirePusher(password -> false);
    assertThatThrownBy(() -> writer.push(remote(), remote(), made, "topic", Optional.of(head)))
        .isInstanceOf(GitException.Refused.class)
        .hasMessageContaining("Grant it write access");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "db/migrations/../../x.sql",
        "db/migrations/./x.sql",
        "db/migrations//x.sql",
        "db/migrations/",
        "db/migrations",
        "db/other/x.sql",
        "db/migrations-x/x.sql",
        "README.md",
        ".github/workflows/x.yml",
        "db/migrations/.git/config",
        "db/migrations/.GIT/config",
        "db/migrations/.gitattributes",
        "db/migrations/.github/x.yml",
        "db/migrations/git~1/x",
        "db/migrations/.g\u200cit/x",
        "db/migrations/away/x.sql",
        "db/migrations/away",
        "db/migrations/module/x.sql",
        "db/migrations/module",
        "db/migrations/V1__users.sql/x.sql",
        "db/migrations/v1__USERS.sql",
        "db/Migrations/x.sql",
        "db/migrations/sub/b.sql",
        "db/migrations/a\\b.sql",
        "db/migrations/a\nb.sql",
        "db/migrations/a\u202eb.sql",
        "db/migrations/C:x.sql",
        "db/migrations/aux",
        "db/migrations/x.sql.",
        "db/migrations/e\u0301.sql",
        "db/migrations/V1__users.sql",
      })
  void pathsThatLeadElsewhereAreRefused(String path) {
    assertThatThrownBy(() -> commit(List.of(), Map.of(path, "-- x\n")))
        .isInstanceOf(GitException.Refused.class);
  }

  @Test
  void nothingButRegularFilesIsRemoved() {
    for (String path : List.of("README.md", "db/migrations/away", "db/migrations/Sub", "../x")) {
      assertThatThrownBy(() -> commit(List.of(path), Map.of()))
          .as(path)
          .isInstanceOf(GitException.Refused.class);
    }
  }

  @Test
  void twoNewFilesDifferInMoreThanCase() {
    assertThatThrownBy(
            () ->
                commit(
                    List.of(),
                    Map.of("db/migrations/V9__a.sql", "x", "db/migrations/v9__A.sql", "y")))
        .isInstanceOf(GitException.Refused.class)
        .hasMessageContaining("in case alone");
  }
}
