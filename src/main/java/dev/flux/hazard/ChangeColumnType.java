package dev.flux.hazard;

import dev.flux.schema.Column;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Optional;

/**
 * Catches a change of a column's type that writes the table or its indexes anew.
 *
 * <p>In production: nothing reads or writes the table until every row is written anew. Changes that
 * only the schema knows, such as a wider varchar, are silent.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, every version; which changes are free is a fact of the
 * engine.
 *
 * <p>Safe path: a new column of the new type, kept in step by a trigger, backfilled in batches,
 * then read by the application, and the old one dropped in a later deploy.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, Notes; measured for each pair of types.
 */
final class ChangeColumnType extends OperationHazard<ColumnOperation> {
  ChangeColumnType() {
    super("change-column-type", Severity.DANGER, ColumnOperation.class);
  }

  @Override
  List<Finding> examine(ColumnOperation operation, ExaminedClause clause) {
    Optional<SqlType> to = newType(operation, clause);
    if (clause.impact().isEmpty() || to.isEmpty()) {
      return List.of();
    }
    String work = work(clause);
    if (work.isEmpty()) {
      return List.of();
    }
    String from =
        clause
            .findColumn(operation.table(), operation.columnName())
            .flatMap(Column::type)
            .map(type -> " from " + Words.code(type.text()))
            .orElse("");
    return clause.finding(
        this,
        OnlineWork.effect(clause, operation.table(), work),
        "the type of "
            + Words.column(operation.table(), operation.columnName())
            + " changes"
            + from
            + " to "
            + Words.code(to.get().text()),
        "Add a column of the new type, keep both in step with a trigger, backfill in batches, let"
            + " the application read the new one, and drop the old one in a later deploy.");
  }

  /** Of ALTER COLUMN … TYPE, and of MODIFY and CHANGE where they change the type. */
  private static Optional<SqlType> newType(ColumnOperation operation, ExaminedClause clause) {
    if (operation instanceof ColumnOperation.ChangeColumnType change) {
      return Optional.of(change.type());
    }
    if (!(operation instanceof ColumnOperation.ModifyColumn modify)
        || clause.isNew(modify.table())) {
      return Optional.empty();
    }
    boolean changes =
        Modified.of(clause)
            .map(m -> m.retyped() && !m.movesLabels() && m.removedLabels().isEmpty())
            .orElse(true);
    return modify.column().type().filter(type -> changes);
  }

  private static String work(ExaminedClause clause) {
    if (clause.rewrites()) {
      return "until every row is written anew";
    }
    if (clause.builds()) {
      return "until its indexes are built anew";
    }
    return clause.scans() ? "until every row is checked" : "";
  }
}
