package dev.flux.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Files below a directory on disk: listed once, read when they are asked for. */
public final class DirectorySnapshot implements Snapshot {
  private final Path top;
  private final SortedSet<String> paths;

  /**
   * @param paths the regular files to show; no other is ever read
   */
  DirectorySnapshot(Path top, SortedSet<String> paths) {
    this.top = top;
    this.paths = Collections.unmodifiableSortedSet(new TreeSet<>(paths));
  }

  /**
   * The files that {@code places} name, files or directories with all below them, except links and
   * {@code .git}.
   *
   * @param top what paths are told from; every place must be at or below it
   * @throws IOException where a place does not exist or cannot be listed
   */
  public static DirectorySnapshot of(Path top, List<Path> places) throws IOException {
    Path root = absolute(top);
    SortedSet<String> paths = new TreeSet<>();
    for (Path place : places) {
      if (!absolute(place).startsWith(root)) {
        throw new IllegalArgumentException(place + " is not below " + root);
      }
      Files.walkFileTree(absolute(place), new Listing(root, paths));
    }
    return new DirectorySnapshot(root, paths);
  }

  /**
   * The files that {@code places} name, told from the deepest directory that holds them all.
   *
   * @param places at least one file or directory
   * @throws IOException where a place does not exist or cannot be listed
   */
  public static DirectorySnapshot of(List<Path> places) throws IOException {
    Path common = directory(places.get(0));
    for (Path place : places) {
      while (!directory(place).startsWith(common)) {
        common = parent(common);
      }
    }
    return of(common, places);
  }

  /** What the paths are told from; absolute. */
  public Path top() {
    return top;
  }

  @Override
  public SortedSet<String> paths() {
    return paths;
  }

  @Override
  public Optional<String> read(String path) {
    Path file = top.resolve(path);
    try {
      if (!paths.contains(path)
          || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || Files.size(file) > MAX_BYTES) {
        return Optional.empty();
      }
      return Optional.of(new String(Files.readAllBytes(file), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private static Path directory(Path place) {
    Path path = absolute(place);
    return Files.isDirectory(path) ? path : parent(path);
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("no directory holds " + path + " and the other places");
    }
    return parent;
  }

  private static final class Listing extends SimpleFileVisitor<Path> {
    private final Path root;
    private final SortedSet<String> paths;

    Listing(Path root, SortedSet<String> paths) {
      this.root = root;
      this.paths = paths;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return directory.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        paths.add(root.relativize(file).toString().replace(File.separatorChar, '/'));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
