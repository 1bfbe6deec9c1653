package dev.flux.hazard;

import dev.flux.sql.ColumnOperation;
import java.util.List;

/**
 * Catches {@code DROP NOT NULL} on a column that the running application reads.
 *
 * <p>In production: as soon as one version writes NULL, readers that never met one may fail.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: deploy an application that reads NULL, drop NOT NULL, then let it write NULL.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, SET/DROP NOT NULL.
 */
final class DropNotNull extends OperationHazard<ColumnOperation> {
  DropNotNull() {
    super("drop-not-null", Severity.WARNING, ColumnOperation.class);
  }

  @Override
  List<Finding> examine(ColumnOperation drop, ExaminedClause clause) {
    boolean modified = Modified.of(clause).filter(Modified::becomesNullable).isPresent();
    if (!modified && !(drop instanceof ColumnOperation.DropNotNull)) {
      return List.of();
    }
    if (clause.unused(drop.table(), drop.columnName())
        || clause
            .findColumn(drop.table(), drop.columnName())
            .filter(column -> column.type().isPresent() && !column.notNull())
            .isPresent()) {
      return List.of();
    }
    return clause.finding(
        this,
        "Readers in the running application may meet a NULL that they do not expect",
        Words.column(drop.table(), drop.columnName()) + " no longer refuses it",
        "Let every version read NULL before any writes it.");
  }
}
