package dev.flux.engine.sqlite;

import dev.flux.engine.ImpactDraft;
import java.util.Optional;

/**
 * What SQLite does with an operation: something, nothing since it refuses it, or nobody knows.
 *
 * @param refusal why it is refused, as the cause in a sentence
 */
record Answer(Optional<ImpactDraft> impact, Optional<String> refusal) {

  /** It does this. */
  static Answer does(ImpactDraft impact) {
    return new Answer(Optional.of(impact), Optional.empty());
  }

  /** It fails. */
  static Answer refused(String cause) {
    return new Answer(Optional.empty(), Optional.of(cause));
  }

  /** SQLite has no such statement at all. */
  static Answer unknownToSqlite(String what) {
    return refused("SQLite has no " + what);
  }

  /** Nothing is known. */
  static Answer unknown() {
    return new Answer(Optional.empty(), Optional.empty());
  }
}
