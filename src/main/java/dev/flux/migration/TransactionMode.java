package dev.flux.migration;

import dev.flux.engine.Evidence;

/**
 * How a tool runs one file.
 *
 * @param evidence {@code ASSUMED} where the tool leaves it open
 * @param reason for people: "dbmate wraps each file in a transaction"
 */
public record TransactionMode(Kind kind, Evidence evidence, String reason) {

  /** The kinds. */
  public enum Kind {
    /** The tool begins and commits around the file. */
    WRAPPED,
    /** The file is sent whole: the server runs several statements as one transaction, one alone. */
    IMPLICIT,
    /** Each statement commits by itself. */
    NONE
  }
}
