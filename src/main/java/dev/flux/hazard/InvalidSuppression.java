package dev.flux.hazard;

import dev.flux.engine.Evidence;
import java.util.List;

/**
 * Catches a comment that means to allow a hazard and does not: it gives no reason, or names none
 * that there is.
 *
 * <p>In production: nothing; but the next reader believes that somebody looked, and nobody said at
 * what.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: {@code -- flux: allow ID because REASON} on the line before the statement.
 *
 * <p>Source: Flux itself.
 */
final class InvalidSuppression implements Hazard {
  static final String ID = "invalid-suppression";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    return AllowComment.of(migration.script()).stream()
        .filter(comment -> !comment.mistakes().isEmpty())
        .map(comment -> finding(migration.migration().path(), comment))
        .toList();
  }

  private Finding finding(String path, AllowComment comment) {
    boolean silent = comment.reason().isEmpty() || comment.hazards().isEmpty();
    return new Finding(
        ID,
        severity(),
        path,
        comment.line(),
        comment.line(),
        Words.code(comment.text()) + (silent ? " allows nothing" : " allows less than it says"),
        String.join(", and ", comment.mistakes()),
        "Write `-- flux: allow ID because REASON` on the line before the statement.",
        Evidence.KNOWN,
        List.of());
  }
}
