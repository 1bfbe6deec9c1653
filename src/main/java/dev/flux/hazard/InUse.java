package dev.flux.hazard;

import dev.flux.schema.Catalog;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.MoveToSchema;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.RenameTable;

/**
 * What the running application may use stays what it was before the change; only names follow, so
 * that a renamed table or column is still found as the old one.
 */
final class InUse {
  private InUse() {}

  static Catalog after(Operation operation, Catalog now, Catalog inUse) {
    if (operation instanceof RenameTable rename) {
      return follow(operation, rename.table(), now, inUse);
    }
    if (operation instanceof RenameColumn rename) {
      return follow(operation, rename.table(), now, inUse);
    }
    if (operation instanceof MoveToSchema move) {
      return follow(operation, move.name(), now, inUse);
    }
    return inUse;
  }

  private static Catalog follow(Operation operation, ObjectName table, Catalog now, Catalog inUse) {
    return now.isNew(table) || inUse.findTable(table).isEmpty() ? inUse : inUse.after(operation);
  }
}
