package dev.flux.hazard;

import dev.flux.schema.Column;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ColumnOperation.ChangeColumnType;
import dev.flux.sql.Identifiers;
import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Optional;

/**
 * Catches a change to a shorter, less precise or smaller type.
 *
 * <p>In production: the migration fails at the first value that does not fit; where the engine is
 * lenient, the value is cut.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: count the rows that do not fit, mend them, let the application write only what
 * fits, then change the type through a new column.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, ALTER COLUMN TYPE; Numeric Types; Character Types.
 */
final class ChangeColumnTypeNarrows extends OperationHazard<ColumnOperation> {
  ChangeColumnTypeNarrows() {
    super("change-column-type-narrows", Severity.DANGER, ColumnOperation.class);
  }

  @Override
  List<Finding> examine(ColumnOperation change, ExaminedClause clause) {
    Optional<SqlType> type = newType(change);
    Optional<SqlType> old =
        clause.findColumn(change.table(), change.columnName()).flatMap(Column::type);
    if (old.isEmpty() || type.isEmpty() || !TypeWidth.narrows(old.get(), type.get())) {
      return List.of();
    }
    String column = Identifiers.quote(change.columnName(), clause.engine().dialect());
    String table = Identifiers.quote(change.table(), clause.engine().dialect());
    return clause.finding(
        this,
        "The migration fails, or values are cut, at the first row of "
            + Words.code(change.table())
            + " that does not fit",
        Words.column(change.table(), change.columnName())
            + " shrinks from "
            + Words.code(old.get().text())
            + " to "
            + Words.code(type.get().text()),
        TypeWidth.misfits(type.get(), column)
            .map(
                misfit ->
                    "Count the rows that do not fit first: "
                        + Words.code("SELECT count(*) FROM " + table + " WHERE " + misfit)
                        + ".")
            .orElse("Count the rows that do not fit first."));
  }

  private static Optional<SqlType> newType(ColumnOperation operation) {
    if (operation instanceof ChangeColumnType change) {
      return Optional.of(change.type());
    }
    return operation instanceof ColumnOperation.ModifyColumn modify
        ? modify.column().type()
        : Optional.empty();
  }
}
