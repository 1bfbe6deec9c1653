package dev.flux.review;

import dev.flux.engine.Impact;

/** What the locks of an impact mean for the application, in words. */
final class LockWords {
  private LockWords() {}

  /** "writes wait while an index is built". */
  static String blocks(Impact impact) {
    String duration =
        switch (impact.blocking()) {
          case INSTANT -> "for an instant";
          case SCAN -> "while the table is scanned";
          case BUILD -> "while an index is built";
          case REWRITE -> "while the table is rewritten";
        };
    if (impact.blocksReads()) {
      return "reads and writes wait " + duration;
    }
    return impact.blocksWrites() ? "writes wait " + duration : "reads and writes go on";
  }
}
