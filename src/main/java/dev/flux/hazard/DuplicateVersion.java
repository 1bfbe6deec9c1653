package dev.flux.hazard;

import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.MigrationVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Catches two migrations with one version.
 *
 * <p>In production: the tool refuses to start, or runs one of the two and never the other.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: give the new file a version of its own, higher than all others.
 *
 * <p>Source: the tools' own manuals.
 */
final class DuplicateVersion implements Hazard {
  @Override
  public String id() {
    return "duplicate-version";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(Examination examination) {
    MigrationChange change = examination.change();
    List<Finding> findings = new ArrayList<>();
    Map<MigrationVersion, String> seen = new HashMap<>();
    Stream.of(change.history(), change.later(), change.changed())
        .flatMap(List::stream)
        .filter(migration -> !migration.version().repeatable())
        .forEach(
            migration -> {
              String other = seen.putIfAbsent(migration.version(), migration.path());
              if (other != null
                  && change.changed().contains(migration)
                  && !isFolderOfVersion(migration, other)) {
                findings.add(finding(migration, other));
              }
            });
    return findings;
  }

  /** A folder that is itself the version may hold several files. */
  private static boolean isFolderOfVersion(Migration migration, String other) {
    String folder = folder(migration.path());
    return folder.equals(folder(other)) && folder.endsWith("/" + migration.version().text());
  }

  private static String folder(String path) {
    return path.substring(0, Math.max(path.lastIndexOf('/'), 0));
  }

  private Finding finding(Migration migration, String other) {
    return FileFinding.of(
        this,
        migration.path(),
        "The migration tool stops, or runs only one of two files",
        "version " + Words.code(migration.version().text()) + " is taken by " + Words.code(other),
        "Give the new file a version higher than all others.");
  }
}
