package dev.flux.hazard;

import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Catches a new migration whose version is lower than the newest one at the base.
 *
 * <p>In production: databases that have run the newer one skip it, refuse it, or run it in another
 * order than a fresh database does.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: give the file a version higher than all others.
 *
 * <p>Source: the tools' own manuals.
 */
final class OutOfOrderVersion implements Hazard {
  @Override
  public String id() {
    return "out-of-order-version";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(Examination examination) {
    MigrationChange change = examination.change();
    Optional<Migration> newest =
        change.history().stream()
            .filter(migration -> !migration.version().repeatable())
            .max(Comparator.comparing(Migration::version));
    if (newest.isEmpty() || !change.oneChange()) {
      return List.of();
    }
    return change.changed().stream()
        .filter(migration -> !migration.version().repeatable() && !isTouched(migration, change))
        .filter(migration -> migration.version().compareTo(newest.get().version()) < 0)
        .map(migration -> finding(migration, newest.get()))
        .toList();
  }

  /** An edited migration keeps its old place. */
  private static boolean isTouched(Migration migration, MigrationChange change) {
    return change.touched().stream().anyMatch(file -> file.path().equals(migration.path()));
  }

  private Finding finding(Migration migration, Migration newest) {
    return FileFinding.of(
        this,
        migration.path(),
        "Databases that are up to date skip this file, or run it in another order than fresh ones",
        "its version "
            + Words.code(migration.version().text())
            + " is lower than "
            + Words.code(newest.version().text())
            + " at the base",
        "Give it a version higher than all others.");
  }
}
