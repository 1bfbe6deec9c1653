package dev.flux.accuracy;

/**
 * One judgement of Flux against one of a reader.
 *
 * @param hazard its id
 * @param path of the file or name of the change that it is about
 * @param line of it; 0 where it is about the whole
 */
record Outcome(Kind kind, String hazard, String path, int line) {
  /** What became of it. */
  enum Kind {
    /** Said, and rightly. */
    RIGHT,
    /** Said, and wrongly. */
    FALSE_ALARM,
    /** Not said, and should have been. */
    MISSED
  }
}
