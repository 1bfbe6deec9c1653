package dev.flux.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flux.repository.ChangedFile.Kind;
import dev.flux.repository.LineSet.Hunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots that no version control knows. */
class SnapshotTest {
  @TempDir Path temp;

  @Test
  void comparesTextsInMemory() {
    Snapshot base = new MemorySnapshot(Map.of("a.sql", "1\n2\n3\n", "b.sql", "b\n", "c.sql", "c"));
    Snapshot head = new MemorySnapshot(Map.of("a.sql", "1\nx\n3\n", "c.sql", "c", "d.sql", "d\n"));
    assertThat(ChangeContent.between(base, head).files())
        .containsExactly(
            new ChangedFile(
                "a.sql",
                Optional.empty(),
                Kind.MODIFIED,
                new LineSet(List.of(new Hunk(1, 3, List.of(1, 0, 3))))),
            new ChangedFile("b.sql", Optional.empty(), Kind.DELETED, LineSet.NONE),
            new ChangedFile(
                "d.sql",
                Optional.empty(),
                Kind.ADDED,
                new LineSet(List.of(new Hunk(1, 1, List.of(0))))));
    assertThat(head.read("b.sql")).isEmpty();
  }

  @Test
  void listsADirectory() throws IOException {
    write("db/V1.sql", "select 1;\n");
    write("db/more/V2.sql", "select 2;\n");
    write("db/.git/V3.sql", "select 3;\n");
    Files.createSymbolicLink(temp.resolve("db/V4.sql"), temp.resolve("db/V1.sql"));
    DirectorySnapshot snapshot = DirectorySnapshot.of(List.of(temp.resolve("db")));
    assertThat(snapshot.top()).isEqualTo(temp.resolve("db"));
    assertThat(snapshot.paths()).containsExactly("V1.sql", "more/V2.sql");
    assertThat(snapshot.read("more/V2.sql")).contains("select 2;\n");
    assertThat(snapshot.read("V4.sql")).isEmpty();
    assertThat(snapshot.read("../db/V1.sql")).isEmpty();
  }

  @Test
  void tellsSeveralPlacesFromTheDirectoryThatHoldsThem() throws IOException {
    write("a/V1.sql", "select 1;\n");
    write("b/c/V2.sql", "select 2;\n");
    write("b/V3.sql", "select 3;\n");
    DirectorySnapshot snapshot =
        DirectorySnapshot.of(List.of(temp.resolve("a/V1.sql"), temp.resolve("b/c")));
    assertThat(snapshot.top()).isEqualTo(temp);
    assertThat(snapshot.paths()).containsExactly("a/V1.sql", "b/c/V2.sql");
    assertThat(DirectorySnapshot.of(temp, List.of(temp.resolve("b/V3.sql"))).paths())
        .containsExactly("b/V3.sql");
    assertThatThrownBy(() -> DirectorySnapshot.of(List.of(temp.resolve("gone"))))
        .isInstanceOf(NoSuchFileException.class);
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(temp.resolve(path).getParent());
    Files.writeString(temp.resolve(path), text);
  }
}
