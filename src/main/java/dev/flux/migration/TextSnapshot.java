package dev.flux.migration;

import dev.flux.repository.Snapshot;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Files handed over as text. */
final class TextSnapshot implements Snapshot {
  private final Map<String, String> files;
  private final SortedSet<String> paths;

  TextSnapshot(Map<String, String> files) {
    this.files = Map.copyOf(files);
    this.paths = Collections.unmodifiableSortedSet(new TreeSet<>(files.keySet()));
  }

  @Override
  public SortedSet<String> paths() {
    return paths;
  }

  @Override
  public Optional<String> read(String path) {
    return Optional.ofNullable(files.get(path));
  }
}
