package dev.flux.repository;

import java.util.Optional;

/**
 * One file that differs between the two sides of a change.
 *
 * @param path at the head, or at the base where the file is deleted
 * @param oldPath at the base, where that is another one (renamed)
 * @param kind what happened to it
 * @param lines the head's lines that a forge shows in its diff and takes comments on
 */
public record ChangedFile(String path, Optional<String> oldPath, Kind kind, LineSet lines) {

  /** What happened to a file. */
  public enum Kind {
    ADDED,
    MODIFIED,
    DELETED,
    RENAMED
  }
}
