package dev.flux.migration;

import dev.flux.repository.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * One migration directory on one side of a change; files are read once, and only when asked for.
 */
public final class Directory {
  private final Snapshot repository;
  private final String path;
  private final SortedSet<String> names;
  private final List<String> samples;
  private final Map<String, Optional<String>> texts = new HashMap<>();

  /**
   * @param repository where the files are
   * @param path from the repository's top; empty for the top itself
   * @param member which files below it belong to it, by their path from the directory
   * @param samples files that tell best what the directory is, by their path from it; those that
   *     the change adds or edits
   */
  public Directory(
      Snapshot repository, String path, Predicate<String> member, List<String> samples) {
    this.repository = repository;
    this.path = path;
    this.names = below(repository.paths(), path, member);
    this.samples = List.copyOf(samples);
  }

  private static SortedSet<String> below(
      SortedSet<String> paths, String path, Predicate<String> member) {
    String prefix = path.isEmpty() ? "" : path + "/";
    SortedSet<String> found = new TreeSet<>();
    for (String each : path.isEmpty() ? paths : paths.subSet(path + "/", path + "0")) {
      String name = each.substring(prefix.length());
      if (member.test(name)) {
        found.add(name);
      }
    }
    return Collections.unmodifiableSortedSet(found);
  }

  /** From the repository's top; empty for the top itself. */
  public String path() {
    return path;
  }

  /** The last name of its path; empty for the top. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Files that belong to it, by their path from the directory. */
  public SortedSet<String> names() {
    return names;
  }

  /** The side of the change that it is seen from. */
  public Snapshot repository() {
    return repository;
  }

  /** Where a file of this directory is, from the repository's top. */
  public String pathOf(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  /** A file below this directory. */
  public Optional<MigrationFile> find(String name) {
    String full = pathOf(name);
    return text(full).map(text -> new MigrationFile(full, text));
  }

  /** A file that {@link #names} lists. */
  public MigrationFile file(String name) {
    return find(name).orElseGet(() -> new MigrationFile(pathOf(name), ""));
  }

  /**
   * The texts that tell best what the directory is: those of the change, then its last ones, at
   * most five.
   */
  public List<MigrationFile> samples() {
    List<String> chosen =
        new ArrayList<>(samples.stream().filter(name -> names.contains(name)).limit(3).toList());
    List<String> sql = names.stream().filter(name -> name.endsWith(".sql")).toList();
    for (int i = sql.size() - 1; i >= 0 && chosen.size() < 5; i--) {
      if (!chosen.contains(sql.get(i))) {
        chosen.add(sql.get(i));
      }
    }
    return chosen.stream().map(this::file).toList();
  }

  /** Whether any name is the whole of such a pattern. */
  public boolean anyName(Predicate<String> test) {
    return names.stream().anyMatch(test);
  }

  /** The first of these files in this directory, or else in the nearest directory above it. */
  public Optional<MigrationFile> nearest(String... fileNames) {
    for (String folder = path; ; folder = parent(folder)) {
      for (String fileName : fileNames) {
        String candidate = folder.isEmpty() ? fileName : folder + "/" + fileName;
        Optional<String> text = text(candidate);
        if (text.isPresent()) {
          return Optional.of(new MigrationFile(candidate, text.get()));
        }
      }
      if (folder.isEmpty()) {
        return Optional.empty();
      }
    }
  }

  /** The folder that a path is in; empty for the top. */
  public static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private Optional<String> text(String full) {
    return texts.computeIfAbsent(
        full, key -> repository.paths().contains(key) ? repository.read(key) : Optional.empty());
  }
}
