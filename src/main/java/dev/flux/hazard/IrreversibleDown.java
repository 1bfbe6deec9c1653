package dev.flux.hazard;

import java.util.List;
import java.util.Optional;

/**
 * Catches a down that cannot bring back what the up deletes, and one that does nothing although the
 * up changes the schema.
 *
 * <p>In production: a rollback of the deploy succeeds, and data is gone, or the schema is still the
 * new one.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; tools with down migrations.
 *
 * <p>Safe path: keep what is deleted in a table beside it until nobody needs to go back, and copy
 * it from there in the down.
 *
 * <p>Source: the tools' own manuals; PostgreSQL manual, DROP TABLE, TRUNCATE; ALTER TABLE, DROP
 * COLUMN.
 */
final class IrreversibleDown implements Hazard {
  @Override
  public String id() {
    return "irreversible-down";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(Examination examination) {
    return examination.migrations().stream()
        .flatMap(migration -> examine(migration, examination).stream())
        .toList();
  }

  private Optional<Finding> examine(ExaminedMigration migration, Examination examination) {
    Optional<Rollback> rollback = Rollback.of(migration);
    if (rollback.isEmpty()) {
      return Optional.empty();
    }
    List<String> lost = LostData.of(migration, examination, rollback.get());
    if (rollback.get().isIdle()) {
      return idle(migration, rollback.get().difference(migration), lost);
    }
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            FileFinding.of(
                this,
                migration.migration().path(),
                "A rollback does not bring back " + list(lost),
                "the up deletes them and the down has no copy",
                "Keep a copy until nobody needs to go back."));
  }

  private Optional<Finding> idle(
      ExaminedMigration migration, List<String> stays, List<String> lost) {
    if (stays.isEmpty() && lost.isEmpty()) {
      return Optional.empty();
    }
    String effect =
        lost.isEmpty()
            ? "A rollback changes nothing: " + DownDoesNotReverse.list(stays)
            : "A rollback changes nothing and does not bring back " + list(lost);
    return Optional.of(
        FileFinding.of(
            this,
            migration.migration().path(),
            effect,
            "the down has no statement that acts",
            "Write the way back, or plan the deploy without one."));
  }

  private static String list(List<String> lost) {
    return DownDoesNotReverse.list(lost);
  }
}
