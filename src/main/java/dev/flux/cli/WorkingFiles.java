package dev.flux.cli;

import dev.flux.migration.MigrationFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The files of a working copy, to be replaced.
 *
 * @param top what paths are told from; nothing outside is touched
 */
record WorkingFiles(Path top) {

  /**
   * Writes files and takes others away; checks all of it before it touches anything.
   *
   * @param removed paths; those that are written too are overwritten, those that do not exist are
   *     left out
   * @throws IOException where a path leads outside or through a link, or a file that is not to be
   *     removed would be overwritten
   */
  void replace(List<String> removed, List<MigrationFile> written) throws IOException {
    Set<String> replaceable = Set.copyOf(removed);
    for (MigrationFile file : written) {
      Path place = place(file.path());
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !replaceable.contains(file.path())) {
        throw new FileAlreadyExistsException(file.path() + " exists already");
      }
    }
    for (String path : removed) {
      Files.deleteIfExists(place(path));
    }
    for (MigrationFile file : written) {
      Path place = place(file.path());
      Files.createDirectories(parent(place));
      Files.writeString(place, file.content(), StandardCharsets.UTF_8);
    }
    removeEmptyDirectories(removed);
  }

  private Path place(String path) throws IOException {
    Path place = top.resolve(path).normalize();
    if (!place.startsWith(top) || place.equals(top)) {
      throw new IOException(path + " is outside of " + top);
    }
    for (Path at = place; !at.equals(top); at = parent(at)) {
      if (Files.isSymbolicLink(at)) {
        throw new IOException(path + " leads through the link " + top.relativize(at));
      }
    }
    return place;
  }

  /** A tool that has a directory for each migration does not leave empty ones. */
  private void removeEmptyDirectories(List<String> removed) throws IOException {
    for (String path : removed) {
      Path directory = parent(place(path));
      if (!directory.equals(top) && Files.isDirectory(directory) && isEmpty(directory)) {
        Files.delete(directory);
      }
    }
  }

  /** What holds a place below the top. */
  private static Path parent(Path place) {
    return Objects.requireNonNull(place.getParent(), "only a root has none");
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }
}
