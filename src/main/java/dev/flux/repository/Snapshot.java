package dev.flux.repository;

import java.util.Optional;
import java.util.SortedSet;

/** The files of one side of a change: a commit, a working tree, or files handed over in memory. */
public interface Snapshot {

  /** Every regular file, by its path from the top, with {@code /} between segments; no links. */
  SortedSet<String> paths();

  /**
   * The text of a file, decoded as UTF-8 with malformed bytes replaced; empty where there is no
   * such regular file.
   */
  Optional<String> read(String path);
}
