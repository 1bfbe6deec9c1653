package dev.flux.hazard;

import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.DropObject;
import java.util.List;

/**
 * Catches {@code DROP TYPE} and {@code DROP DOMAIN} of what the running application may use.
 *
 * <p>In production: statements of the running application that cast to the type fail; prepared
 * statements that use it fail too.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: move the columns to another type, deploy an application that does not name the old
 * one, drop it in a later deploy.
 *
 * <p>Source: PostgreSQL manual, DROP TYPE.
 */
final class DropType extends OperationHazard<DropObject> {
  DropType() {
    super("drop-type", Severity.DANGER, DropObject.class);
  }

  @Override
  List<Finding> examine(DropObject drop, ExaminedClause clause) {
    if (drop.object() != ObjectKind.TYPE && drop.object() != ObjectKind.DOMAIN) {
      return List.of();
    }
    List<ObjectName> old = drop.names().stream().filter(type -> !clause.isOwnType(type)).toList();
    if (old.isEmpty()) {
      return List.of();
    }
    return clause.finding(
        this,
        "Statements of the running application that name the type fail",
        Words.codes(old) + " is dropped while it may be in use",
        "Drop it once no version of the application and no column uses it.");
  }
}
