package dev.flux.hazard;

import dev.flux.schema.Column;
import dev.flux.sql.ColumnOperation.DropDefault;
import java.util.List;
import java.util.Optional;

/**
 * Catches {@code DROP DEFAULT} on a NOT NULL column.
 *
 * <p>In production: inserts of the running application that leave the column out fail.
 *
 * <p>Engines: PostgreSQL, MySQL; every version.
 *
 * <p>Safe path: deploy an application that writes the column itself, drop the default in a later
 * deploy.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, SET/DROP DEFAULT.
 */
final class DropDefaultStillNeeded extends OperationHazard<DropDefault> {
  DropDefaultStillNeeded() {
    super("drop-default-still-needed", Severity.WARNING, DropDefault.class);
  }

  @Override
  List<Finding> examine(DropDefault drop, ExaminedClause clause) {
    Optional<Column> column = clause.findColumn(drop.table(), drop.columnName());
    if (clause.unused(drop.table(), drop.columnName())
        || column.filter(c -> c.notNull() && c.defaultValue().isPresent()).isEmpty()) {
      return List.of();
    }
    return clause.finding(
        this,
        "Inserts of the running application that leave out "
            + Words.code(drop.columnName())
            + " fail",
        Words.column(drop.table(), drop.columnName()) + " is NOT NULL and loses its default",
        "Drop the default once every version writes the column itself.");
  }
}
