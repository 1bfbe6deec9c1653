package dev.flux.repository;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/** Files handed over as text. */
public final class MemorySnapshot implements Snapshot {
  private final NavigableMap<String, String> files;

  /**
   * @param files path from the top, with {@code /} between segments, to text
   */
  public MemorySnapshot(Map<String, String> files) {
    this.files = new TreeMap<>(files);
  }

  @Override
  public SortedSet<String> paths() {
    return Collections.unmodifiableSortedSet(files.navigableKeySet());
  }

  @Override
  public Optional<String> read(String path) {
    return Optional.ofNullable(files.get(path));
  }
}
