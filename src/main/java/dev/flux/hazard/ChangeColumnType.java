package dev.flux.hazard;

import dev.flux.schema.Column;
import dev.flux.sql.ColumnOperation;
import java.util.List;

/**
 * Catches a change of a column's type that writes the table or its indexes anew.
 *
 * <p>In production: nothing reads or writes the table until every row is written anew. Changes that
 * only the schema knows, such as a wider varchar, are silent.
 *
 * <p>Engines: PostgreSQL, every version; which changes are free is a fact of the engine.
 *
 * <p>Safe path: a new column of the new type, kept in step by a trigger, backfilled in batches,
 * then read by the application, and the old one dropped in a later deploy.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, Notes; measured for each pair of types.
 */
final class ChangeColumnType extends OperationHazard<ColumnOperation.ChangeColumnType> {
  ChangeColumnType() {
    super("change-column-type", Severity.DANGER, ColumnOperation.ChangeColumnType.class);
  }

  @Override
  List<Finding> examine(ColumnOperation.ChangeColumnType change, ExaminedClause clause) {
    if (clause.impact().isEmpty()) {
      return List.of();
    }
    String work = work(clause);
    if (work.isEmpty()) {
      return List.of();
    }
    String from =
        clause
            .findColumn(change.table(), change.columnName())
            .flatMap(Column::type)
            .map(type -> " from " + Words.code(type.text()))
            .orElse("");
    return clause.finding(
        this,
        "Reads and writes of " + Words.code(change.table()) + " wait " + work,
        "the type of "
            + Words.column(change.table(), change.columnName())
            + " changes"
            + from
            + " to "
            + Words.code(change.type().text()),
        "Add a column of the new type, keep both in step with a trigger, backfill in batches, let"
            + " the application read the new one, and drop the old one in a later deploy.");
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
