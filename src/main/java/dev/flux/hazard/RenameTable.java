package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.ObjectOperation.CreateType;
import dev.flux.sql.ObjectOperation.CreateView;
import dev.flux.sql.ObjectOperation.RenameObject;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation;
import java.util.List;

/**
 * Catches {@code RENAME TO} of a table, view, type or routine that the running application may use,
 * unless something with all that it has takes the old name's place in the same transaction.
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
      return clause.isNew(rename.table())
              || (rename.ifExists() && clause.isMissing(rename.table()))
              || isIndexOrSequence(rename.table(), clause)
              || Rebuild.isPart(clause)
              || isReplaced(rename.table(), clause)
          ? List.of()
          : finding(rename.table(), rename.to(), clause);
    }
    return operation instanceof RenameObject rename ? object(rename, clause) : List.of();
  }

  /** ALTER TABLE of PostgreSQL renames these too; no name of theirs is a table's as well. */
  private static boolean isIndexOrSequence(ObjectName name, ExaminedClause clause) {
    return clause.postgresql()
        && (clause.before().findIndex(name).isPresent() || clause.before().hasSequence(name));
  }

  private List<Finding> object(RenameObject rename, ExaminedClause clause) {
    ObjectName old = rename.name();
    return switch (rename.object()) {
      case VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE ->
          clause.isOwn(old) || isReplaced(old, clause)
              ? List.of()
              : finding(old, rename.to(), clause);
      case TYPE, DOMAIN ->
          clause.isOwnType(old) || isReplaced(old, clause)
              ? List.of()
              : name(severity(), old, rename, "casts to", clause);
      case FUNCTION, PROCEDURE, AGGREGATE ->
          isReplaced(old, clause)
              ? List.of()
              : name(Severity.WARNING, old, rename, "calls", clause);
      default -> List.of();
    };
  }

  private List<Finding> name(
      Severity severity, ObjectName old, RenameObject rename, String uses, ExaminedClause clause) {
    return clause.finding(
        this,
        severity,
        "A statement of the running application that " + uses + " " + Words.code(old) + " fails",
        "the "
            + rename.object().words()
            + " is "
            + Words.code(rename.to())
            + " from one moment to the next",
        "Create the new one beside it, and drop the old one once every version uses the new name.");
  }

  private List<Finding> finding(ObjectName old, String to, ExaminedClause clause) {
    return clause.finding(
        this,
        isBehindView(old, clause) ? Severity.WARNING : severity(),
        "Every query of the running application on "
            + Words.code(old)
            + " fails until the new version is everywhere",
        "the table is " + Words.code(to) + " from one moment to the next",
        clause.mysql()
            ? "Create a view under the new name beside the table, and let the table take that name"
                + " once every version uses it."
            : "Create a view under the old name in the same transaction, and drop it once every"
                + " version uses the new name.");
  }

  private static boolean takesName(Operation later, ObjectName old, ExaminedClause clause) {
    String name = old.name();
    return (later instanceof CreateView view
            && view.view().name().equals(name)
            && ViewColumns.offersAll(view, clause.findTable(old)))
        || (later instanceof CreateRoutine create && create.routine().name().equals(name))
        || (later instanceof CreateType create && create.type().name().equals(name))
        || (later instanceof RenameObject rename && rename.to().equals(name));
  }

  /** MySQL has no transaction around both: queries fail for the moment between. */
  private static boolean isBehindView(ObjectName old, ExaminedClause clause) {
    return clause.laterInFile().anyMatch(later -> takesName(later, old, clause));
  }

  private static boolean isReplaced(ObjectName old, ExaminedClause clause) {
    return clause.inTransaction()
        && clause.laterInFile().anyMatch(later -> takesName(later, old, clause));
  }
}
