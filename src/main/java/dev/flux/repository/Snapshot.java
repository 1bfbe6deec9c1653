package dev.flux.repository;

import java.util.Optional;
import java.util.SortedSet;

/** The files of one side of a change: a commit, a working tree, or files handed over in memory. */
public interface Snapshot extends AutoCloseable {

  /** The most that {@link #read} gives of one file, in bytes: 16 MB. */
  int MAX_BYTES = 16 << 20;

  /** Every regular file, by its path from the top, with {@code /} between segments; no links. */
  SortedSet<String> paths();

  /**
   * The text of a file, decoded as UTF-8 with malformed bytes replaced; empty where there is no
   * such regular file, and where it is larger than {@link #MAX_BYTES}.
   *
   * @throws java.io.UncheckedIOException where the file is there but cannot be read
   */
  Optional<String> read(String path);

  /** Lets go of what backs the files; nothing is read after. */
  @Override
  default void close() {}
}
