package dev.flux.hazard;

import dev.flux.migration.MigrationChange;
import dev.flux.repository.ChangedFile;
import java.util.List;
import java.util.stream.Stream;

/**
 * Catches the edit, rename or removal of a migration that exists at the base.
 *
 * <p>In production: databases that have run it do not run it again: their schema differs from that
 * of a fresh one, and tools that keep checksums refuse to go on.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: restore the file, and put the correction into a new migration.
 *
 * <p>Source: the tools' own manuals: a merged migration is history.
 */
final class EditedMergedMigration implements Hazard {
  @Override
  public String id() {
    return "edited-merged-migration";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(Examination examination) {
    return examination.change().touched().stream()
        .filter(file -> !isRepeatable(file, examination.change()))
        .map(this::finding)
        .toList();
  }

  private static boolean isRepeatable(ChangedFile file, MigrationChange change) {
    return Stream.concat(change.changed().stream(), change.history().stream())
        .anyMatch(
            migration ->
                migration.version().repeatable()
                    && (migration.path().equals(file.path())
                        || file.oldPath().filter(migration.path()::equals).isPresent()));
  }

  private Finding finding(ChangedFile file) {
    String what =
        switch (file.kind()) {
          case DELETED -> "is deleted";
          case RENAMED -> "is renamed from " + Words.code(file.oldPath().orElse(file.path()));
          case ADDED, MODIFIED -> "is edited";
        };
    return FileFinding.of(
        this,
        file.path(),
        "Databases that have run it keep a different schema, or their next deploy fails",
        "the merged migration " + Words.code(file.path()) + " " + what,
        "Restore it, and put the correction into a new migration.");
  }
}
