package dev.flux.hazard;

import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateView;
import dev.flux.sql.ObjectOperation.DropObject;
import dev.flux.sql.ObjectOperation.DropView;
import dev.flux.sql.ObjectOperation.RenameObject;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation;
import dev.flux.sql.TableOperation.CreateTable;
import dev.flux.sql.TableOperation.RenameTable;
import java.util.List;

/**
 * Catches {@code DROP TABLE}, {@code DROP VIEW} and {@code DROP DATABASE} of what the running
 * application may use; a view that the same file creates anew aside.
 *
 * <p>In production: queries of the version that still runs fail, and the data is gone.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: stop using the table, rename it away in one deploy, export it, and drop it a
 * release later.
 *
 * <p>Source: PostgreSQL manual, DROP TABLE, DROP VIEW, DROP DATABASE.
 */
final class DropTable extends OperationHazard<Operation> {
  DropTable() {
    super("drop-table", Severity.DANGER, Operation.class);
  }

  @Override
  List<Finding> examine(Operation operation, ExaminedClause clause) {
    if (operation instanceof TableOperation.DropTable drop) {
      return ofTables(drop, clause);
    }
    if (operation instanceof DropView drop) {
      return ofViews(drop, clause);
    }
    return operation instanceof DropObject drop && drop.object() == ObjectKind.DATABASE
        ? gone(drop.names(), "and the data is gone", clause)
        : List.of();
  }

  private List<Finding> ofTables(TableOperation.DropTable drop, ExaminedClause clause) {
    List<ObjectName> used =
        drop.tables().stream()
            .filter(table -> !clause.isNew(table) && !Rebuild.isPart(clause))
            .filter(table -> !(drop.ifExists() && clause.isMissing(table)))
            .toList();
    return used.isEmpty() ? List.of() : gone(used, "and the data is gone", clause);
  }

  private List<Finding> ofViews(DropView drop, ExaminedClause clause) {
    List<ObjectName> used =
        drop.views().stream()
            .filter(view -> !clause.isOwn(view))
            .filter(view -> !(drop.ifExists() && clause.isMissing(view)))
            .filter(view -> clause.laterInFile().noneMatch(later -> creates(later, view.name())))
            .toList();
    return used.isEmpty() ? List.of() : gone(used, "since nothing takes the view's place", clause);
  }

  private static boolean creates(Operation later, String name) {
    return (later instanceof CreateView view && view.view().name().equals(name))
        || (later instanceof CreateTable table && table.table().name().equals(name))
        || (later instanceof RenameTable rename && rename.to().equals(name))
        || (later instanceof RenameObject object && object.to().equals(name));
  }

  private List<Finding> gone(List<ObjectName> used, String loss, ExaminedClause clause) {
    return clause.finding(
        this,
        "The application version that still runs fails, " + loss,
        Words.codes(used) + " may be in use and is dropped",
        "Stop using it in one deploy, export what must be kept, and drop it in a later one.");
  }
}
