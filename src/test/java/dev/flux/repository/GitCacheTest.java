package dev.flux.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.flux.config.Secret;
import dev.flux.repository.ChangedFile.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real fetches over HTTP from bare repositories on disk. */
class GitCacheTest {
  private static final String PULL = "refs/pull/7/head";
  private static final String USERS = "create table users (id bigint);\n";
  private static final String EMAIL = "alter table users add column email text;\n";

  @TempDir Path temp;
  private GitFixture shop;
  private GitHttpServer server;
  private GitCache cache;
  private String first;
  private String base;
  private String head;

  @BeforeEach
  void serve() {
    shop = GitFixture.create(temp.resolve("served/acme/shop.git"));
    first = shop.commit(Map.of("README.md", "Shop\n"));
    base = shop.commit(Map.of("README.md", "Shop\n", "db/V1__users.sql", USERS), first);
    head =
        shop.commit(
            Map.of("README.md", "Shop\n", "db/V1__users.sql", USERS, "db/V2__email.sql", EMAIL),
            base);
    String main = shop.commit(Map.of("README.md", "Big shop\n", "db/V1__users.sql", USERS), base);
    shop.ref("refs/heads/main", main);
    shop.ref(PULL, head);
    server = new GitHttpServer(temp.resolve("served"));
    cache = cacheAt(Instant.parse("2026-03-01T10:00:00Z"));
  }

  @AfterEach
  void stop() {
    cache.close();
    server.close();
    shop.close();
  }

  private GitCache cacheAt(Instant now) {
    return new GitCache(
        temp.resolve("cache"), Duration.ofSeconds(20), Clock.fixed(now, ZoneOffset.UTC));
  }

  private GitRemote remote() {
    return new GitRemote(server.url("acme/shop.git"), "flux", Optional.empty(), PULL);
  }

  private GitRemote remote(URI url, String password) {
    return new GitRemote(url, "flux", Optional.of(Secret.of(password)), PULL);
  }

  @Test
  void fetchesBothSidesOfAForksPullRequest() throws GitException {
    try (ChangeContent content = cache.fetch(remote(), head, base)) {
      assertThat(content.base().paths()).containsExactly("README.md", "db/V1__users.sql");
      assertThat(content.head().paths())
          .containsExactly("README.md", "db/V1__users.sql", "db/V2__email.sql");
      assertThat(content.head().read("db/V2__email.sql")).contains(EMAIL);
      assertThat(content.base().read("db/V2__email.sql")).isEmpty();
      assertThat(content.files())
          .containsExactly(
              new ChangedFile(
                  "db/V2__email.sql",
                  Optional.empty(),
                  Kind.ADDED,
                  new LineSet(List.of(new LineSet.Hunk(1, 1, List.of(0))))));
    }
  }

  @Test
  void leavesTheHistoryBehind() throws Exception {
    cache.fetch(remote(), head, base).close();
    try (Stream<Path> files = Files.walk(temp.resolve("cache"))) {
      Path shallow = files.filter(file -> file.endsWith("shallow")).findFirst().orElseThrow();
      assertThat(Files.readAllLines(shallow)).containsExactlyInAnyOrder(head, base);
    }
  }

  @Test
  void asksNothingForWhatIsThere() throws GitException {
    cache.fetch(remote(), head, base).close();
    int requests = server.requests().size();
    cache.fetch(remote(), head, base).close();
    try (GitCache restarted = cacheAt(Instant.parse("2026-03-02T10:00:00Z"))) {
      restarted.fetch(remote(), head, base).close();
    }
    assertThat(server.requests()).hasSize(requests);
  }

  @Test
  void bringsOnlyWhatIsNew() throws Exception {
    StringBuilder incompressible = new StringBuilder();
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      incompressible.append(Long.toString(random.nextLong(), 36)).append('\n');
    }
    String one = shop.commit(Map.of("big.txt", incompressible.toString()), base);
    String two = shop.commit(Map.of("big.txt", incompressible.toString(), "V3.sql", EMAIL), one);
    cache.fetch(remote(), one, base).close();
    long before = packBytes();
    try (ChangeContent content = cache.fetch(remote(), two, one)) {
      assertThat(content.files()).extracting(ChangedFile::path).containsExactly("V3.sql");
      assertThat(content.head().read("big.txt")).contains(incompressible.toString());
    }
    assertThat(before).isGreaterThan(100_000);
    assertThat(packBytes() - before).isLessThan(5_000);
  }

  private long packBytes() throws IOException {
    try (Stream<Path> files = Files.walk(temp.resolve("cache"))) {
      return files
          .filter(file -> file.toString().endsWith(".pack"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  @Test
  void fetchesFromAFileUrl() throws GitException {
    GitRemote local =
        new GitRemote(temp.resolve("served/acme/shop.git").toUri(), "", Optional.empty(), PULL);
    try (ChangeContent content = cache.fetch(local, head, base)) {
      assertThat(content.files()).hasSize(1);
    }
    assertThat(cache.headNow(local)).isEqualTo(head);
  }

  @Test
  void sendsThePassword() throws GitException {
    server.requirePassword("s3cret");
    cache.fetch(remote(server.url("acme/shop.git"), "s3cret"), head, base).close();
    assertThat(server.requests()).isNotEmpty().allMatch(line -> line.endsWith("with credentials"));
  }

  @Test
  void saysThatThePasswordIsWrongWithoutSayingIt() {
    server.requirePassword("s3cret");
    URI url = URI.create(server.url("acme/shop.git").toString().replace("//", "//joe:pw123@"));
    Throwable failure = catchThrowable(() -> cache.fetch(remote(url, "wr0ng"), head, base));
    assertThat(failure)
        .isInstanceOf(GitException.Refused.class)
        .hasMessageContaining("HTTP 401")
        .hasMessageContaining("Check the token");
    for (Throwable e = failure; e != null; e = e.getCause()) {
      assertThat(e.toString()).doesNotContain("wr0ng").doesNotContain("pw123");
    }
    assertThatThrownBy(() -> cache.headNow(remote())).isInstanceOf(GitException.Refused.class);
  }

  @Test
  void doesNotFollowToAnotherServer() {
    try (GitHttpServer other = new GitHttpServer(temp.resolve("served"))) {
      server.redirectTo(other.url(""));
      GitRemote remote = remote(server.url("acme/shop.git"), "s3cret");
      assertThatThrownBy(() -> cache.fetch(remote, head, base))
          .isInstanceOf(GitException.Refused.class)
          .hasMessageContaining("redirected to another server");
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void tellsTroubleThatPassesFromTroubleThatStays() {
    server.failWith(503);
    assertThatThrownBy(() -> cache.fetch(remote(), head, base))
        .isInstanceOf(GitException.Unavailable.class);
    server.failWith(429);
    assertThatThrownBy(() -> cache.headNow(remote())).isInstanceOf(GitException.Unavailable.class);
    server.failWith(0);
    GitRemote gone = new GitRemote(server.url("acme/gone.git"), "flux", Optional.empty(), PULL);
    assertThatThrownBy(() -> cache.fetch(gone, head, base))
        .isInstanceOf(GitException.Refused.class)
        .hasMessageContaining("no repository");
    GitRemote ssh =
        new GitRemote(URI.create("ssh://example.com/a.git"), "flux", Optional.empty(), PULL);
    assertThatThrownBy(() -> cache.fetch(ssh, head, base))
        .isInstanceOf(GitException.Refused.class)
        .hasMessageContaining("http, https or file");
    URI nobody = server.url("acme/shop.git");
    server.close();
    assertThatThrownBy(() -> cache.headNow(new GitRemote(nobody, "flux", Optional.empty(), PULL)))
        .isInstanceOf(GitException.Unavailable.class);
  }

  @Test
  void doesNotWaitForeverForASilentServer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        GitCache hasty =
            new GitCache(temp.resolve("hasty"), Duration.ofSeconds(1), Clock.systemUTC())) {
      URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/acme/shop.git");
      GitRemote remote = new GitRemote(url, "flux", Optional.empty(), PULL);
      assertThatThrownBy(() -> hasty.fetch(remote, head, base))
          .isInstanceOf(GitException.Unavailable.class)
          .hasMessageContaining("not done within");
    }
  }

  @Test
  void fetchesTheHeadThatWasNamedAfterTheRefMoved() throws GitException {
    String next = shop.commit(Map.of("README.md", "Other\n"), base);
    shop.ref(PULL, next);
    try (ChangeContent content = cache.fetch(remote(), head, base)) {
      assertThat(content.head().paths()).contains("db/V2__email.sql");
    }
    assertThat(cache.headNow(remote())).isEqualTo(next);
  }

  @Test
  void saysThatTheHeadMovedWhereTheServerNoLongerGivesIt() {
    server.serveOnlyTips();
    String next = shop.commit(Map.of("README.md", "Other\n"), base);
    shop.ref(PULL, next);
    assertThatThrownBy(() -> cache.fetch(remote(), head, base))
        .isInstanceOf(GitException.HeadMoved.class)
        .hasMessageContaining(next)
        .hasMessageContaining(head);
  }

  @Test
  void findsTheMergeBaseInTheHistoryWhereTheServerGivesOnlyTips() throws GitException {
    server.serveOnlyTips();
    try (ChangeContent content = cache.fetch(remote(), head, base)) {
      assertThat(content.files()).extracting(ChangedFile::path).containsExactly("db/V2__email.sql");
    }
  }

  @Test
  void findsAnotherMergeBaseOfAKnownHeadWhereTheServerGivesOnlyTips() throws GitException {
    cache.fetch(remote(), head, base).close();
    server.serveOnlyTips();
    try (GitCache restarted = cacheAt(Instant.parse("2026-03-02T10:00:00Z"));
        ChangeContent content = restarted.fetch(remote(), head, first)) {
      assertThat(content.files()).hasSize(2);
    }
  }

  @Test
  void saysWhichCommitIsMissing() {
    String nowhere = "1234567890123456789012345678901234567890";
    assertThatThrownBy(() -> cache.fetch(remote(), head, nowhere))
        .isInstanceOf(GitException.Refused.class)
        .hasMessageContaining(nowhere);
    assertThatThrownBy(() -> cache.fetch(remote(), nowhere, base))
        .isInstanceOf(GitException.HeadMoved.class)
        .hasMessageContaining(nowhere);
    GitRemote closed =
        new GitRemote(server.url("acme/shop.git"), "flux", Optional.empty(), "refs/pull/8/head");
    assertThatThrownBy(() -> cache.headNow(closed))
        .isInstanceOf(GitException.Refused.class)
        .hasMessageContaining("refs/pull/8/head");
  }

  @Test
  void fetchesOnceForManyAtATime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> reviews = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        reviews.add(
            () -> {
              try (ChangeContent content = cache.fetch(remote(), head, base)) {
                return content.files().size();
              }
            });
      }
      for (Future<Integer> review : threads.invokeAll(reviews)) {
        assertThat(review.get()).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.requests().stream().filter(line -> line.startsWith("GET"))).hasSize(1);
  }

  @Test
  void evictsWhatWasNotUsedForLongest() throws Exception {
    try (GitFixture blog = GitFixture.create(temp.resolve("served/acme/blog.git"))) {
      String post = blog.commit(Map.of("post.md", "Hello\n"));
      blog.ref(PULL, post);
      GitRemote blogRemote =
          new GitRemote(server.url("acme/blog.git"), "flux", Optional.empty(), PULL);
      cache.fetch(blogRemote, post, post).close();
      try (GitCache later = cacheAt(Instant.parse("2026-03-05T10:00:00Z"))) {
        later.fetch(remote(), head, base).close();
        later.evict(Long.MAX_VALUE);
        assertThat(cached()).hasSize(2);
        later.evict(size(cached().get(1)));
        assertThat(cached()).singleElement().asString().contains("acme_shop.git");
        later.fetch(blogRemote, post, post).close();
        assertThat(cached()).hasSize(2);
      }
    }
  }

  @Test
  void doesNotEvictWhatIsBeingRead() throws Exception {
    try (ChangeContent content = cache.fetch(remote(), head, base)) {
      cache.evict(0);
      assertThat(content.head().read("README.md")).contains("Shop\n");
    }
    cache.evict(0);
    assertThat(cached()).isEmpty();
    try (ChangeContent again = cache.fetch(remote(), head, base)) {
      assertThat(again.head().read("README.md")).contains("Shop\n");
    }
  }

  private List<Path> cached() throws IOException {
    try (Stream<Path> places = Files.list(temp.resolve("cache"))) {
      return places.sorted().toList();
    }
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void startsAnewWhenPacksPileUp() throws Exception {
    String last = base;
    for (int i = 0; i < 55; i++) {
      last = shop.commit(Map.of("V" + i + ".sql", EMAIL + i), last);
      cache.fetch(remote(), last, base).close();
    }
    try (Stream<Path> files = Files.walk(cached().get(0))) {
      assertThat(files.filter(file -> file.toString().endsWith(".pack")).count())
          .isLessThanOrEqualTo(50);
    }
  }

  @Test
  void mendsADamagedCache() throws Exception {
    cache.fetch(remote(), head, base).close();
    cache.close();
    try (Stream<Path> files = Files.walk(cached().get(0))) {
      for (Path pack : files.filter(file -> file.toString().endsWith(".pack")).toList()) {
        assertThat(pack.toFile().setWritable(true)).isTrue();
        Files.write(pack, new byte[40]);
      }
    }
    try (GitCache restarted = cacheAt(Instant.parse("2026-03-02T10:00:00Z"));
        ChangeContent content = restarted.fetch(remote(), head, base)) {
      assertThat(content.head().read("db/V2__email.sql")).contains(EMAIL);
    }
  }
}
