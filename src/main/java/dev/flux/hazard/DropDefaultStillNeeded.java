package dev.flux.hazard;

import dev.flux.schema.Column;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ColumnOperation.AddIdentity;
import dev.flux.sql.ColumnOperation.DropDefault;
import dev.flux.sql.ColumnOperation.DropExpression;
import dev.flux.sql.ColumnOperation.DropIdentity;
import dev.flux.sql.ColumnOperation.SetDefault;
import dev.flux.sql.Operation;
import java.util.List;
import java.util.Optional;

/**
 * Catches {@code DROP DEFAULT} on a NOT NULL column, and {@code DROP IDENTITY} and {@code DROP
 * EXPRESSION}, which take away what fills a column. Where the change itself adds the NOT NULL
 * column, no version that runs can write it: that is a danger.
 *
 * <p>In production: inserts of the running application that leave the column out fail, or leave it
 * empty.
 *
 * <p>Engines: PostgreSQL, MySQL; every version.
 *
 * <p>Safe path: deploy an application that writes the column itself, drop the default in a later
 * deploy.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, SET/DROP DEFAULT, DROP IDENTITY, DROP EXPRESSION.
 */
final class DropDefaultStillNeeded extends OperationHazard<ColumnOperation> {
  DropDefaultStillNeeded() {
    super("drop-default-still-needed", Severity.WARNING, ColumnOperation.class);
  }

  @Override
  List<Finding> examine(ColumnOperation operation, ExaminedClause clause) {
    if (clause.isNew(operation.table())) {
      return List.of();
    }
    if (operation instanceof DropDefault drop) {
      return ofDefault(drop, clause);
    }
    if (operation instanceof DropIdentity drop && !clause.unused(drop.table(), drop.columnName())) {
      return finding(
          severity(), drop, drop.columnName(), "fail", "no longer numbers itself", clause);
    }
    return operation instanceof DropExpression drop
            && !clause.unused(drop.table(), drop.columnName())
        ? finding(
            severity(), drop, drop.columnName(), "leave it empty", "is no longer computed", clause)
        : List.of();
  }

  private List<Finding> ofDefault(DropDefault drop, ExaminedClause clause) {
    Optional<Column> column = clause.findColumn(drop.table(), drop.columnName());
    if (clause.inFile().anyMatch(later -> setsAnew(later, drop))) {
      return List.of();
    }
    if (isUnknown(column, drop, clause)) {
      return finding(
          severity(),
          drop,
          drop.columnName(),
          "fail",
          "loses its default and may be NOT NULL",
          clause);
    }
    if (column.filter(c -> c.notNull() && isFilled(c)).isEmpty()) {
      return List.of();
    }
    boolean added = clause.addsColumn(drop.table(), drop.columnName());
    return finding(
        added ? Severity.DANGER : severity(),
        drop,
        drop.columnName(),
        "fail",
        "is NOT NULL and loses its default",
        clause);
  }

  /** A serial is a default too. */
  private static boolean isFilled(Column column) {
    return column.defaultValue().isPresent() || column.autoIncrement();
  }

  /** The files do not tell whether the column is NOT NULL. */
  private static boolean isUnknown(
      Optional<Column> column, DropDefault drop, ExaminedClause clause) {
    return column.flatMap(Column::type).isEmpty()
        && column.filter(Column::notNull).isEmpty()
        && !clause.isMissing(drop.table(), drop.columnName());
  }

  private static boolean setsAnew(Operation operation, DropDefault drop) {
    return (operation instanceof SetDefault || operation instanceof AddIdentity)
        && ((ColumnOperation) operation).table().equals(drop.table())
        && ((ColumnOperation) operation).columnName().equals(drop.columnName());
  }

  private List<Finding> finding(
      Severity severity,
      ColumnOperation operation,
      String column,
      String outcome,
      String change,
      ExaminedClause clause) {
    return clause.finding(
        this,
        severity,
        "Inserts of the running application that leave out " + Words.code(column) + " " + outcome,
        Words.column(operation.table(), column) + " " + change,
        "Do it once every version writes the column itself.");
  }
}
