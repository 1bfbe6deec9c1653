package dev.flux.hazard;

import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.ObjectOperation.RenameObject;
import dev.flux.sql.Operation;
import java.util.List;

/**
 * Catches {@code SET SCHEMA} and {@code ALTER SCHEMA … RENAME TO} of what the running application
 * may use.
 *
 * <p>In production: queries that name the object, or find it by the search path, fail from that
 * moment.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: create a view under the old name in the same transaction, or put both schemas on
 * the search path before.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, SET SCHEMA; ALTER SCHEMA.
 */
final class MoveToSchema extends OperationHazard<Operation> {
  MoveToSchema() {
    super("move-to-schema", Severity.DANGER, Operation.class);
  }

  @Override
  List<Finding> examine(Operation operation, ExaminedClause clause) {
    if (operation instanceof RenameObject rename && rename.object() == ObjectKind.SCHEMA) {
      return finding(
          "schema " + Words.code(rename.name()), "is named " + Words.code(rename.to()), clause);
    }
    if (!(operation instanceof ObjectOperation.MoveToSchema move)
        || move.object() == ObjectKind.EXTENSION
        || clause.isNew(move.name())) {
      return List.of();
    }
    return finding(
        move.object().words() + " " + Words.code(move.name()),
        "moves to the schema " + Words.code(move.schema()),
        clause);
  }

  private List<Finding> finding(String object, String change, ExaminedClause clause) {
    return clause.finding(
        this,
        "Queries of the running application that use the " + object + " fail",
        "it " + change + " from one moment to the next",
        "Keep the old name working, with a view or on the search path, until every version uses the new one.");
  }
}
