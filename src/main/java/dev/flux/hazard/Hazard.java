package dev.flux.hazard;

import java.util.List;

/**
 * One hazard of the catalogue. It examines operations, files or changes: a hazard overrides the
 * method of the level it needs. Stateless.
 */
public interface Hazard {
  /**
   * Kebab case, named for the danger so that it reads after "allow …"; never changed once shipped.
   */
  String id();

  /** Severity where nothing in the context changes it. */
  Severity severity();

  /** Judges one operation. */
  default List<Finding> examine(ExaminedClause clause) {
    return List.of();
  }

  /** Judges a file, once its operations are judged. */
  default List<Finding> examine(ExaminedMigration migration) {
    return List.of();
  }

  /** Judges the change to one directory, once its files are judged. */
  default List<Finding> examine(Examination examination) {
    return List.of();
  }

  /**
   * Whether a finding of another hazard about the same operation already says what this one would
   * say, so that the author reads it once.
   */
  default boolean isSaidBy(Finding other) {
    return false;
  }
}
