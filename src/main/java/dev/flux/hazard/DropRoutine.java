package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.ObjectOperation.DropTrigger;
import dev.flux.sql.Operation;
import java.util.List;

/**
 * Catches {@code DROP FUNCTION}, {@code DROP PROCEDURE} and {@code DROP AGGREGATE} of what the
 * running application may call, unless the same file creates it anew.
 *
 * <p>In production: statements of the running application that call it fail.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version.
 *
 * <p>Safe path: stop calling it in one deploy, drop it in a later one.
 *
 * <p>Source: PostgreSQL manual, DROP FUNCTION.
 */
final class DropRoutine extends OperationHazard<ObjectOperation.DropRoutine> {
  DropRoutine() {
    super("drop-routine", Severity.WARNING, ObjectOperation.DropRoutine.class);
  }

  @Override
  List<Finding> examine(ObjectOperation.DropRoutine drop, ExaminedClause clause) {
    List<ObjectName> used =
        drop.routines().stream()
            .filter(routine -> !(drop.ifExists() && isMissing(routine, clause)))
            .filter(routine -> !isNew(routine, clause))
            .filter(routine -> !OwnTrigger.isOwn(routine.name()))
            .filter(routine -> !isOfDroppedTrigger(routine, clause))
            .filter(routine -> clause.earlierInFile().noneMatch(op -> creates(op, routine)))
            .filter(routine -> clause.laterInFile().noneMatch(op -> creates(op, routine)))
            .toList();
    if (used.isEmpty()) {
      return List.of();
    }
    return clause.finding(
        this,
        "Statements of the running application that call " + Words.codes(used) + " fail",
        "nothing takes the place of what is dropped",
        "Stop calling it in one deploy, and drop it in a later one.");
  }

  /** Nobody can call what a trigger runs; its loss is the trigger's. */
  private static boolean isOfDroppedTrigger(ObjectName routine, ExaminedClause clause) {
    return clause.inFile().anyMatch(DropTrigger.class::isInstance)
        && (clause.statement().sql().contains(routine.name() + "()")
            || clause.statement().sql().contains(routine.name() + "\"()"));
  }

  /** An earlier file of the change created it, so that no running version knows it. */
  private static boolean isNew(ObjectName routine, ExaminedClause clause) {
    return clause.before().findRoutine(routine).isPresent()
        && clause.inUse().findRoutine(routine).isEmpty();
  }

  private static boolean isMissing(ObjectName routine, ExaminedClause clause) {
    return clause.historyComplete() && clause.before().findRoutine(routine).isEmpty();
  }

  private static boolean creates(Operation operation, ObjectName routine) {
    return operation instanceof CreateRoutine create
        && create.routine().name().equals(routine.name());
  }
}
