package dev.flux.hazard;

import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.DataOperation.Delete;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.DataOperation.Merge;
import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateTrigger;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.RenameTable;
import dev.flux.sql.TableOperation.SetTableOption;
import java.util.Optional;

/** The one table that an operation is about. */
final class Subject {
  private Subject() {}

  /** Empty where it is about none, several, or one that its text does not name. */
  static Optional<ObjectName> of(Operation operation) {
    if (operation instanceof ColumnOperation column) {
      return Optional.of(column.table());
    }
    if (operation instanceof ConstraintOperation constraint) {
      return Optional.of(constraint.table());
    }
    if (operation instanceof CreateIndex create) {
      return Optional.of(create.table());
    }
    if (operation instanceof DropIndex drop) {
      return drop.table();
    }
    if (operation instanceof CreateTrigger create) {
      return Optional.of(create.table());
    }
    if (operation instanceof RenameTable rename) {
      return Optional.of(rename.table());
    }
    if (operation instanceof SetTableOption set) {
      return Optional.of(set.table());
    }
    return ofRows(operation);
  }

  private static Optional<ObjectName> ofRows(Operation operation) {
    if (operation instanceof Insert insert) {
      return Optional.of(insert.table());
    }
    if (operation instanceof Update update) {
      return Optional.of(update.table());
    }
    if (operation instanceof Delete delete) {
      return Optional.of(delete.table());
    }
    return operation instanceof Merge merge ? Optional.of(merge.table()) : Optional.empty();
  }
}
