package dev.flux.hazard;

import dev.flux.sql.ObjectOperation;
import java.util.List;

/**
 * Catches {@code CREATE TRIGGER} on an existing table.
 *
 * <p>In production: it takes SHARE ROW EXCLUSIVE for an instant, waiting for running writes first;
 * from then on every write pays for the trigger and may fail in it.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: set a short lock_timeout; make sure that the running application's writes pass the
 * trigger.
 *
 * <p>Source: PostgreSQL manual, CREATE TRIGGER; measured.
 */
final class CreateTrigger extends OperationHazard<ObjectOperation.CreateTrigger> {
  CreateTrigger() {
    super("create-trigger", Severity.WARNING, ObjectOperation.CreateTrigger.class);
  }

  @Override
  List<Finding> examine(ObjectOperation.CreateTrigger create, ExaminedClause clause) {
    if (clause.isNew(create.table())
        || !clause.postgresql()
        || create.trigger().name().startsWith("flux_")) {
      return List.of();
    }
    return clause.finding(
        this,
        "Writes to "
            + Words.code(create.table())
            + " wait for running ones to end, and each runs the trigger from then on",
        "CREATE TRIGGER needs SHARE ROW EXCLUSIVE on the table",
        "Set a short lock_timeout, and make sure that writes of the running application pass "
            + Words.code(create.trigger().name())
            + ".");
  }
}
