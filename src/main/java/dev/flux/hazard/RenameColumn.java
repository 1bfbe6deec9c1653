package dev.flux.hazard;

import dev.flux.sql.ColumnOperation;
import java.util.List;
import java.util.Optional;

/**
 * Catches {@code RENAME COLUMN} of a column that the running application may use.
 *
 * <p>In production: the rename is atomic in the database but not in the fleet: the old version
 * fails from that moment, the new one fails before it.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: add a column with the new name, keep both in step with a trigger, backfill, switch
 * the application, drop the old column in a later deploy.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, RENAME.
 */
final class RenameColumn extends OperationHazard<ColumnOperation> {
  RenameColumn() {
    super("rename-column", Severity.DANGER, ColumnOperation.class);
  }

  @Override
  List<Finding> examine(ColumnOperation rename, ExaminedClause clause) {
    Optional<String> to = newName(rename);
    if (to.isEmpty()
        || clause.isOwn(rename.table())
        || clause.unused(rename.table(), rename.columnName())) {
      return List.of();
    }
    return clause.finding(
        this,
        "Every query of the running application that names the column fails until the new version"
            + " is everywhere",
        Words.column(rename.table(), rename.columnName())
            + " is "
            + Words.code(to.get())
            + " from one moment to the next",
        "Add the new column beside the old one, keep both in step with a trigger, backfill, switch"
            + " the application, and drop the old one in a later deploy.");
  }

  private static Optional<String> newName(ColumnOperation operation) {
    if (operation instanceof ColumnOperation.RenameColumn rename) {
      return Optional.of(rename.to());
    }
    return operation instanceof ColumnOperation.ModifyColumn modify
        ? Optional.of(modify.column().name())
            .filter(name -> !name.equalsIgnoreCase(modify.columnName()))
        : Optional.empty();
  }
}
