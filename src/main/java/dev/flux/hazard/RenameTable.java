package dev.flux.hazard;

import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateView;
import dev.flux.sql.ObjectOperation.RenameObject;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation;
import java.util.List;

/**
 * Catches {@code RENAME TO} of a table or view that the running application may use, unless a view
 * takes the old name's place in the same file.
 *
 * <p>In production: the rename is atomic in the database but not in the fleet: the old version
 * fails from that moment, the new one fails before it.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: rename and create a view under the old name in one transaction, switch the
 * application, drop the view in a later deploy.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, RENAME; CREATE VIEW, Updatable Views.
 */
final class RenameTable extends OperationHazard<Operation> {
  RenameTable() {
    super("rename-table", Severity.DANGER, Operation.class);
  }

  @Override
  List<Finding> examine(Operation operation, ExaminedClause clause) {
    if (operation instanceof TableOperation.RenameTable rename) {
      boolean missing = rename.ifExists() && clause.isMissing(rename.table());
      return clause.isNew(rename.table()) || missing || isReplaced(rename.table(), clause)
          ? List.of()
          : finding(rename.table(), rename.to(), clause);
    }
    if (operation instanceof RenameObject rename && isRelation(rename.object())) {
      return clause.isOwn(rename.name()) || isReplaced(rename.name(), clause)
          ? List.of()
          : finding(rename.name(), rename.to(), clause);
    }
    return List.of();
  }

  private List<Finding> finding(ObjectName old, String to, ExaminedClause clause) {
    return clause.finding(
        this,
        "Every query of the running application on "
            + Words.code(old)
            + " fails until the new version is everywhere",
        "the table is " + Words.code(to) + " from one moment to the next",
        "Create a view under the old name in the same transaction, and drop it once every version"
            + " uses the new name.");
  }

  private static boolean isRelation(ObjectKind kind) {
    return kind == ObjectKind.VIEW
        || kind == ObjectKind.MATERIALIZED_VIEW
        || kind == ObjectKind.FOREIGN_TABLE;
  }

  private static boolean isReplaced(ObjectName old, ExaminedClause clause) {
    return clause.inTransaction()
        && clause
            .laterInFile()
            .anyMatch(
                later -> later instanceof CreateView view && view.view().name().equals(old.name()));
  }
}
