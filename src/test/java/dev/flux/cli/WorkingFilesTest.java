package dev.flux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flux.migration.MigrationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be written in a working copy, and that a refusal leaves everything as it was. */
class WorkingFilesTest {
  @TempDir private Path temp;
  private Path top;
  private Path old;

  @BeforeEach
  void aFileAndALinkToItsDirectory() throws IOException {
    top = Files.createDirectories(temp.resolve("top"));
    old = Files.createDirectories(top.resolve("pears/1_pears")).resolve("up.sql");
    Files.writeString(old, "old");
    Files.createSymbolicLink(top.resolve("linked"), Path.of("pears"));
    Files.createSymbolicLink(top.resolve("away"), temp);
  }

  private void replace(List<String> removed, String written) throws IOException {
    new WorkingFiles(top).replace(removed, List.of(new MigrationFile(written, "new")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../out.sql", "pears/../../out.sql", "", "linked/2.sql", "away/out.sql", "linked"})
  void whatLeadsElsewhereIsRefused(String path) {
    assertThatThrownBy(() -> replace(List.of("pears/1_pears/up.sql"), path))
        .isInstanceOf(IOException.class);
    assertThat(old).hasContent("old");
    assertThat(temp.resolve("out.sql")).doesNotExist();
  }

  @Test
  void aFileThatIsNotReplacedIsNotOverwritten() {
    assertThatThrownBy(() -> replace(List.of(), "pears/1_pears/up.sql"))
        .hasMessageContaining("exists already");
    assertThat(old).hasContent("old");
  }

  @Test
  void aReplacedFileMayBeWrittenAnew() throws IOException {
    replace(List.of("pears/1_pears/up.sql", "pears/1_pears/gone.sql"), "pears/1_pears/up.sql");
    assertThat(old).hasContent("new");
  }

  @Test
  void noEmptyDirectoryIsLeft() throws IOException {
    replace(List.of("pears/1_pears/up.sql"), "pears/2_plums/up.sql");
    assertThat(top.resolve("pears/1_pears")).doesNotExist();
    assertThat(top.resolve("pears/2_plums/up.sql")).hasContent("new");
  }
}
