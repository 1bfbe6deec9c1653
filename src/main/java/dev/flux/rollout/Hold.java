package dev.flux.rollout;

import dev.flux.hazard.ExaminedClause;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.DataOperation;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation;
import java.util.Optional;
import java.util.Set;

/**
 * What a statement that runs in a later phase holds back: later statements that name the same
 * things go to that phase too.
 *
 * @param table whose parts are meant; a statement must name it
 * @param names of which a statement must name one; where there are none, the table is enough
 * @param waits which of those statements
 */
record Hold(String table, Set<String> names, Waits waits) {
  Hold {
    names = Set.copyOf(names);
  }

  /** What waits. */
  enum Waits {
    /** Every statement. */
    ALL,
    /** Those that depend on the rows. */
    ROWS,
    /** Those, and indexes, which cost less once the rows are filled. */
    FILLED,
    /** Those that depend on the constraints over them. */
    CONSTRAINTS,
    /** Those that drop types, sequences and functions. */
    DROPS,
    /** Those that drop, alter or replace them; tables and columns may use them at once. */
    OBJECTS,
    /** Those that give a table columns, constraints, indexes or triggers, or take them. */
    SHAPE,
    /** Those that drop tables, or give them other names. */
    TABLES,
    /** Those that drop columns. */
    COLUMNS,
    /** Those that put a copy in the place of a column, or drop it. */
    COPIES,
    /** Those that take from the shape of a table, or rebuild it. */
    REBUILDS,
    /** Those that create triggers, which the rows that change until then must not pass. */
    TRIGGERS
  }

  /** Whether a statement waits that names these things. */
  boolean holds(Set<String> mentioned, Operation operation) {
    if (!mentioned.contains(table) || !matches(operation)) {
      return false;
    }
    return names.isEmpty()
        || operation instanceof ObjectOperation.CreateView
        || names.stream().anyMatch(mentioned::contains);
  }

  private boolean matches(Operation operation) {
    boolean renamesOne = operation instanceof ColumnOperation.RenameColumn && !names.isEmpty();
    return switch (waits) {
      case ALL -> true;
      case ROWS -> needsRows(operation) || renamesOne;
      case FILLED ->
          needsRows(operation) || renamesOne || operation instanceof IndexOperation.CreateIndex;
      case CONSTRAINTS ->
          needsRows(operation) && !(operation instanceof ColumnOperation.ChangeColumnType);
      case COLUMNS -> operation instanceof ColumnOperation.DropColumn;
      case COPIES -> isCopied(operation) || operation instanceof ColumnOperation.DropColumn;
      case REBUILDS -> SqliteHolds.rebuilds(operation);
      case SHAPE ->
          operation instanceof ColumnOperation
              || operation instanceof ConstraintOperation
              || operation instanceof IndexOperation.CreateIndex
              || operation instanceof ObjectOperation.CreateTrigger;
      case TRIGGERS -> operation instanceof ObjectOperation.CreateTrigger;
      case TABLES ->
          operation instanceof TableOperation.DropTable
              || operation instanceof TableOperation.RenameTable;
      case OBJECTS ->
          operation instanceof ObjectOperation
              && !(operation instanceof ObjectOperation.CreateView);
      case DROPS ->
          operation instanceof ObjectOperation.DropObject
              || operation instanceof ObjectOperation.DropRoutine;
    };
  }

  /** Whether a copy takes the column's place. */
  static boolean isCopied(Operation operation) {
    return operation instanceof ColumnOperation.RenameColumn
        || operation instanceof ColumnOperation.ChangeColumnType;
  }

  private static boolean needsRows(Operation operation) {
    return operation instanceof ConstraintOperation
        || operation instanceof DataOperation
        || operation instanceof TableOperation.DropTable
        || operation instanceof ColumnOperation.SetNotNull
        || operation instanceof ColumnOperation.DropColumn
        || operation instanceof ColumnOperation.ChangeColumnType
        || operation instanceof ColumnOperation.ModifyColumn
        || operation instanceof ColumnOperation.AddIdentity
        || operation instanceof ColumnOperation.DropDefault
        || (operation instanceof IndexOperation.CreateIndex index && index.unique());
  }

  /** Every statement that names it waits. */
  static Hold all(ObjectName name) {
    return new Hold(name.name(), Set.of(), Waits.ALL);
  }

  /** What waits until a table has its other name. */
  static Hold ofNewName(TableOperation.RenameTable rename) {
    return all(ObjectName.of(rename.to()));
  }

  /** What waits until a table has a column, where that waits for something itself. */
  static Hold ofNewColumn(ColumnOperation.AddColumn add) {
    return new Hold(add.table().name(), Set.of(add.columnName()), Waits.ALL);
  }

  /** Of what hangs on the shape that a table of SQLite has once a rebuild is done. */
  static Hold untilRebuilt(String name, Set<String> names) {
    return new Hold(name, names, Waits.REBUILDS);
  }

  /** Whether it is about the shape of a table of SQLite alone. */
  boolean ofRebuild() {
    return waits == Waits.REBUILDS;
  }

  /** What waits until the rows of a table are changed: triggers, which no row had to pass. */
  static Optional<Hold> ofRows(ExaminedClause clause) {
    return clause.table().map(table -> new Hold(table.name(), Set.of(), Waits.TRIGGERS));
  }
}
