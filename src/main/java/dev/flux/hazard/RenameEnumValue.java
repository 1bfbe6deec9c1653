package dev.flux.hazard;

import dev.flux.sql.ObjectOperation;
import java.util.List;

/**
 * Catches {@code ALTER TYPE … RENAME VALUE}.
 *
 * <p>In production: the running application still sends and expects the old label: its writes fail,
 * and it reads a label it does not know.
 *
 * <p>Engines: PostgreSQL 10 and later.
 *
 * <p>Safe path: add the new label, let the application understand both, write the new one, move the
 * rows in batches; leave the old label.
 *
 * <p>Source: PostgreSQL manual, ALTER TYPE, RENAME VALUE.
 */
final class RenameEnumValue extends OperationHazard<ObjectOperation.RenameEnumValue> {
  RenameEnumValue() {
    super("rename-enum-value", Severity.DANGER, ObjectOperation.RenameEnumValue.class);
  }

  @Override
  List<Finding> examine(ObjectOperation.RenameEnumValue rename, ExaminedClause clause) {
    if (clause.isOwnType(rename.type())) {
      return List.of();
    }
    return clause.finding(
        this,
        "Writes of the running application with " + Words.code(rename.label()) + " fail",
        "the label of "
            + Words.code(rename.type())
            + " is "
            + Words.code(rename.to())
            + " from one moment to the next",
        "Add the new label, let the application understand both, and move the rows in batches.");
  }
}
