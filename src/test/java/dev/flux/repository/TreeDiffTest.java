package dev.flux.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.flux.repository.ChangedFile.Kind;
import dev.flux.repository.GitFixture.Entry;
import dev.flux.repository.LineSet.Hunk;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What differs between two commits, as the cache tells it. */
class TreeDiffTest {
  @TempDir Path temp;
  private GitFixture shop;
  private GitCache cache;

  @BeforeEach
  void open() {
    shop = GitFixture.create(temp.resolve("shop.git"));
    cache = new GitCache(temp.resolve("cache"), Duration.ofSeconds(30), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    cache.close();
    shop.close();
  }

  private ChangeContent between(String base, String head, Predicate<String> ofInterest)
      throws GitException {
    shop.ref("refs/heads/feature", head);
    GitRemote remote =
        new GitRemote(temp.resolve("shop.git").toUri(), "", Optional.empty(), "refs/heads/feature");
    return cache.fetch(remote, head, base, ofInterest);
  }

  private static String lines(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void tellsAddedModifiedDeletedAndRenamed() throws GitException {
    String base =
        shop.commit(
            Map.of(
                "a.sql",
                lines(1, 20),
                "b.sql",
                "drop\n",
                "c.sql",
                lines(100, 130),
                "same.sql",
                "same\n"));
    String head =
        shop.commit(
            Map.of(
                "a.sql",
                lines(1, 10) + "new\n" + lines(11, 20),
                "moved/c.sql",
                lines(100, 129) + "other\n",
                "d.sql",
                "one\ntwo\n",
                "same.sql",
                "same\n"),
            base);
    try (ChangeContent content = between(base, head, path -> true)) {
      assertThat(content.files())
          .containsExactly(
              new ChangedFile(
                  "a.sql",
                  Optional.empty(),
                  Kind.MODIFIED,
                  new LineSet(List.of(new Hunk(8, 14, List.of(8, 9, 10, 0, 11, 12, 13))))),
              new ChangedFile("b.sql", Optional.empty(), Kind.DELETED, LineSet.NONE),
              new ChangedFile(
                  "d.sql",
                  Optional.empty(),
                  Kind.ADDED,
                  new LineSet(List.of(new Hunk(1, 2, List.of(0, 0))))),
              new ChangedFile(
                  "moved/c.sql",
                  Optional.of("c.sql"),
                  Kind.RENAMED,
                  new LineSet(List.of(new Hunk(28, 31, List.of(28, 29, 30, 0))))));
    }
  }

  @Test
  void skipsLinksAndSubmodules() throws GitException {
    String base =
        shop.commitEntries(
            new TreeMap<>(
                Map.of("wasFile.sql", Entry.file("a\n"), "wasLink.sql", Entry.link("x"))));
    String head =
        shop.commitEntries(
            new TreeMap<>(
                Map.of(
                    "wasFile.sql", Entry.link("elsewhere"),
                    "wasLink.sql", Entry.file("b\n"),
                    "link.sql", Entry.link("wasLink.sql"),
                    "module", Entry.submodule(base),
                    "run.sh", new Entry(FileMode.EXECUTABLE_FILE, "x\n".getBytes(UTF_8)))),
            base);
    try (ChangeContent content = between(base, head, path -> true)) {
      assertThat(content.files())
          .extracting(ChangedFile::path, ChangedFile::kind)
          .containsExactly(
              tuple("run.sh", Kind.ADDED),
              tuple("wasFile.sql", Kind.DELETED),
              tuple("wasLink.sql", Kind.ADDED));
      assertThat(content.head().paths()).containsExactly("run.sh", "wasLink.sql");
      assertThat(content.head().read("link.sql")).isEmpty();
      assertThat(content.head().read("module")).isEmpty();
    }
  }

  @Test
  void listsBinaryLargeAndUninterestingFilesWithoutLines() throws GitException {
    String base = shop.commit(Map.of("README.md", "Shop\n"));
    String head =
        shop.commit(
            Map.of(
                "README.md", "Big shop\n",
                "binary.sql", "a\0b\n",
                "large.sql", "x".repeat(1 << 20) + "\n",
                "huge.sql", "x".repeat(Snapshot.MAX_BYTES + 1),
                "small.sql", "x\n"),
            base);
    try (ChangeContent content = between(base, head, path -> path.endsWith(".sql"))) {
      assertThat(content.files())
          .filteredOn(file -> file.lines().equals(LineSet.NONE))
          .extracting(ChangedFile::path)
          .containsExactly("README.md", "binary.sql", "huge.sql", "large.sql");
      assertThat(content.head().read("large.sql")).isPresent();
      assertThat(content.head().read("huge.sql")).isEmpty();
      assertThat(content.head().paths()).contains("huge.sql");
    }
  }

  @Test
  void staysFastForManyFiles() throws GitException {
    Map<String, String> before = new HashMap<>();
    Map<String, String> after = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      before.put("src/p" + i % 50 + "/f" + i + ".txt", "before\n");
      after.put("src/p" + i % 50 + "/f" + i + ".txt", "after\n");
    }
    after.put("db/V1.sql", "select 1;\n");
    String base = shop.commit(before);
    String head = shop.commit(after, base);
    between(base, head, path -> false).close();
    long start = System.nanoTime();
    try (ChangeContent content = between(base, head, path -> path.endsWith(".sql"))) {
      assertThat(content.files()).hasSize(3_001);
      assertThat(content.head().paths()).hasSize(3_001);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void groupsLinesAsGitDoes() {
    assertThat(diff(lines(1, 30), lines(1, 10) + lines(12, 30)))
        .as("a deletion shows the lines around it")
        .isEqualTo(new LineSet(List.of(new Hunk(8, 13, List.of(8, 9, 10, 12, 13, 14)))));
    assertThat(diff(lines(1, 30), "top\n" + lines(1, 6) + "next\n" + lines(7, 30)).hunks())
        .as("changes six lines apart share a hunk")
        .extracting(Hunk::start, Hunk::end)
        .containsExactly(tuple(1, 11));
    assertThat(diff(lines(1, 30), "top\n" + lines(1, 7) + "next\n" + lines(8, 30)).hunks())
        .as("changes seven lines apart do not")
        .extracting(Hunk::start, Hunk::end)
        .containsExactly(tuple(1, 4), tuple(6, 12));
    assertThat(diff("one\n", "")).isEqualTo(LineSet.NONE);
    assertThat(diff("a\nb", "a\nb\n"))
        .as("a line end at the end of the file is a change of its line")
        .isEqualTo(new LineSet(List.of(new Hunk(1, 2, List.of(1, 0)))));
  }

  @Test
  void doesNotTakeLongOverLargeFilesThatHaveLittleInCommon() {
    Random random = new Random(1);
    String base = random.ints(30_000, 0, 12).mapToObj(i -> i + "\n").collect(Collectors.joining());
    String head = random.ints(30_000, 0, 12).mapToObj(i -> i + "\n").collect(Collectors.joining());
    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          assertThat(diff(base, head).hunks()).isNotEmpty();
          assertThat(diff(lines(1, 30_000), lines(40_001, 70_000)).spans(1, 30_000)).isTrue();
        });
  }

  private static LineSet diff(String base, String head) {
    return LineDiff.withContext(
        new RawText(base.getBytes(UTF_8)), new RawText(head.getBytes(UTF_8)));
  }
}
