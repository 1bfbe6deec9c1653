package dev.flux.repository;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The base of a change together with what of the change has reached the target branch.
 *
 * @param settled paths whose files are the head's
 */
record SettledSnapshot(ChangeContent change, ChangeContent fromTip, Set<String> settled)
    implements Snapshot {
  SettledSnapshot {
    settled = Set.copyOf(settled);
  }

  @Override
  public SortedSet<String> paths() {
    SortedSet<String> paths = new TreeSet<>(change.base().paths());
    for (String path : settled) {
      if (change.head().paths().contains(path)) {
        paths.add(path);
      } else {
        paths.remove(path);
      }
    }
    return Collections.unmodifiableSortedSet(paths);
  }

  @Override
  public Optional<String> read(String path) {
    return settled.contains(path) ? change.head().read(path) : change.base().read(path);
  }

  @Override
  public void close() {
    change.base().close();
    fromTip.close();
  }
}
