package dev.flux.cli;

import dev.flux.migration.MigrationPaths;
import dev.flux.repository.DirectorySnapshot;
import dev.flux.repository.GitException;
import dev.flux.repository.LocalCheckout;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files and directories that somebody names on the command line, with what it takes to judge them:
 * the other files of their migration directories, and those that may say the tool and the engine.
 *
 * @param snapshot the named files, their siblings, and the files right in each directory above
 * @param paths the named files and directories, told from the snapshot's top
 */
record NamedPaths(DirectorySnapshot snapshot, List<String> paths) {
  private static final Path WORKFLOWS = Path.of(".github", "workflows");

  NamedPaths {
    paths = List.copyOf(paths);
  }

  /**
   * Lists what the names stand for.
   *
   * @param named at least one
   * @throws UsageException where one of them does not exist
   */
  static NamedPaths of(List<Path> named) throws IOException, UsageException {
    for (Path path : named) {
      if (!Files.exists(path)) {
        throw new UsageException(
            "there is no file or directory "
                + path
                + "; paths are told from "
                + Path.of("").toAbsolutePath());
      }
    }
    List<Path> places = named.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    Path top = top(places);
    Set<Path> listed = new LinkedHashSet<>();
    for (Path place : places) {
      for (Path root : roots(top, place)) {
        if (listed.add(root)) {
          listed.addAll(above(top, root));
        }
      }
    }
    List<String> inside = places.stream().map(place -> inside(top, place)).toList();
    return new NamedPaths(DirectorySnapshot.of(top, List.copyOf(listed)), inside);
  }

  /** The working copy that holds them all, else the directory Flux runs in, else one near by. */
  private static Path top(List<Path> places) throws UsageException {
    Optional<Path> checkout = checkout(places.get(0)).filter(top -> holds(top, places));
    Path here = Path.of("").toAbsolutePath().normalize();
    if (checkout.isPresent() || holds(here, places)) {
      return checkout.orElse(here);
    }
    Path common = directory(places.get(0));
    while (!holds(common, places)) {
      common = parent(common);
    }
    return parent(parent(common));
  }

  private static Optional<Path> checkout(Path place) throws UsageException {
    try {
      Optional<LocalCheckout> found = LocalCheckout.find(directory(place));
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try (LocalCheckout checkout = found.get()) {
        return Optional.of(checkout.top().toAbsolutePath().normalize());
      }
    } catch (GitException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private static boolean holds(Path top, List<Path> places) {
    return places.stream().allMatch(place -> place.startsWith(top));
  }

  private static Path directory(Path place) {
    return Files.isDirectory(place) ? place : parent(place);
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  /** The migration directories of a file or of the files right in a directory. */
  private static Set<Path> roots(Path top, Path place) throws IOException {
    Set<Path> roots = new LinkedHashSet<>();
    if (!Files.isDirectory(place)) {
      Path root = top.resolve(MigrationPaths.root(inside(top, place))).normalize();
      roots.addAll(root.equals(top) ? files(top) : List.of(root)); // nothing else below the top
      return roots;
    }
    roots.add(place);
    for (Path file : files(place)) {
      String path = inside(top, file);
      if (MigrationPaths.isCandidate(path)) {
        roots.add(top.resolve(MigrationPaths.root(path)).normalize());
      }
    }
    return roots;
  }

  /** Files right in the directories from a place up to the top, and the workflows at the top. */
  private static List<Path> above(Path top, Path place) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path at = place; !at.equals(top); ) {
      at = parent(at);
      files.addAll(files(at));
    }
    if (Files.isDirectory(top.resolve(WORKFLOWS))) {
      files.add(top.resolve(WORKFLOWS));
    }
    return files;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String inside(Path top, Path place) {
    return top.relativize(place).toString().replace(File.separatorChar, '/');
  }
}
