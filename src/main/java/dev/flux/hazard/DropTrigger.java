package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.ObjectOperation.CreateTrigger;
import dev.flux.sql.ObjectOperation.DropView;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.DropTable;
import java.util.List;
import java.util.Optional;

/**
 * Catches {@code DROP TRIGGER} on a table in use, unless the same file creates a trigger there or
 * drops the table.
 *
 * <p>In production: what the trigger kept up is no longer kept, without an error: copies of values,
 * audit rows, checks.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: let the application do what the trigger did in one deploy, drop it in a later one.
 *
 * <p>Source: PostgreSQL manual, DROP TRIGGER.
 */
final class DropTrigger extends OperationHazard<ObjectOperation.DropTrigger> {
  DropTrigger() {
    super("drop-trigger", Severity.WARNING, ObjectOperation.DropTrigger.class);
  }

  @Override
  List<Finding> examine(ObjectOperation.DropTrigger drop, ExaminedClause clause) {
    Optional<ObjectName> table = drop.table();
    if (OwnTrigger.isOwn(drop.trigger())
        || table.filter(name -> isOfNoMatter(name, drop, clause)).isPresent()
        || clause.inFile().anyMatch(op -> takesPlace(op, drop))) {
      return List.of();
    }
    return clause.finding(
        this,
        "Nothing does what the trigger did"
            + table.map(name -> " when rows of " + Words.code(name) + " change").orElse(""),
        Words.code(drop.trigger()) + " is dropped and no trigger of this file takes its place",
        "Let every version of the application do it first, and drop the trigger in a later"
            + " deploy.");
  }

  private static boolean isOfNoMatter(
      ObjectName table, ObjectOperation.DropTrigger drop, ExaminedClause clause) {
    boolean known =
        clause.findTable(table).filter(t -> t.triggers().contains(drop.trigger())).isPresent();
    return clause.isNew(table) || (drop.ifExists() && !known && clause.historyComplete());
  }

  private static boolean takesPlace(Operation operation, ObjectOperation.DropTrigger drop) {
    if (operation instanceof CreateTrigger create) {
      return drop.table().filter(create.table()::equals).isPresent()
          || create.trigger().name().equals(drop.trigger());
    }
    return (operation instanceof DropTable dropped
            && drop.table().filter(dropped.tables()::contains).isPresent())
        || (operation instanceof DropView view
            && drop.table().filter(view.views()::contains).isPresent());
  }
}
