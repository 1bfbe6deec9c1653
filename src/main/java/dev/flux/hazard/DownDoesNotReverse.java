package dev.flux.hazard;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Catches a down that leaves another schema than there was before the up. Silent where Flux cannot
 * follow one of them: code in blocks and calls of functions that may change anything.
 *
 * <p>In production: after a rollback the schema is one that no version was made for; the next
 * attempt fails on what is still there, or the old version on what is not.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; tools with down migrations.
 *
 * <p>Safe path: undo every step of the up, the last first.
 *
 * <p>Source: the tools' own manuals; both ways are followed on the schema that the history gives.
 */
final class DownDoesNotReverse implements Hazard {
  private static final int MOST = 4;

  @Override
  public String id() {
    return "down-does-not-reverse";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    return Rollback.of(migration)
        .filter(rollback -> !rollback.isIdle())
        .map(rollback -> rollback.difference(migration))
        .filter(difference -> !difference.isEmpty())
        .map(difference -> List.of(finding(migration, difference)))
        .orElse(List.of());
  }

  private Finding finding(ExaminedMigration migration, List<String> difference) {
    return FileFinding.of(
        this,
        migration.migration().path(),
        "A rollback leaves another schema than there was: " + list(difference),
        "the down does not undo all that the up does",
        "Undo every step of the up, the last first.");
  }

  /** The first few, joined by commas. */
  static String list(List<String> difference) {
    String shown = difference.stream().limit(MOST).collect(Collectors.joining(", "));
    int more = difference.size() - MOST;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
