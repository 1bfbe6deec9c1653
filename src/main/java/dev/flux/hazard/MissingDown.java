package dev.flux.hazard;

import dev.flux.migration.Migration;
import java.util.List;

/**
 * Catches a migration without a way back in a directory whose migrations have one.
 *
 * <p>In production: a rollback of the deploy stops at this migration.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; tools with down migrations, where at least three
 * of the last five have one.
 *
 * <p>Safe path: write the way back, and say in it what it cannot bring back.
 *
 * <p>Source: the tools' own manuals.
 */
final class MissingDown implements Hazard {
  @Override
  public String id() {
    return "missing-down";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(Examination examination) {
    List<Migration> history = examination.change().history();
    List<Migration> last = history.subList(Math.max(0, history.size() - 5), history.size());
    if (last.stream().filter(MissingDown::hasDown).count() < 3) {
      return List.of();
    }
    return examination.migrations().stream()
        .filter(migration -> !migration.statements().isEmpty() && !hasDown(migration.migration()))
        .map(migration -> finding(migration.migration()))
        .toList();
  }

  private static boolean hasDown(Migration migration) {
    return migration.down().filter(down -> !down.text().isBlank()).isPresent();
  }

  private Finding finding(Migration migration) {
    return FileFinding.of(
        this,
        migration.path(),
        "A rollback of the deploy stops here",
        "the file has no way back, unlike those before it",
        "Write one, and say in it what it cannot bring back.");
  }
}
