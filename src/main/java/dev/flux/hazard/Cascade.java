package dev.flux.hazard;

import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ConstraintOperation.DropConstraint;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.ObjectOperation.DropObject;
import dev.flux.sql.ObjectOperation.DropRoutine;
import dev.flux.sql.ObjectOperation.DropView;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What CASCADE is said about, and what is known to go with it. */
final class Cascade {
  private Cascade() {}

  /** What the operation drops or empties with CASCADE; empty where it says none. */
  static Optional<List<ObjectName>> of(Operation operation) {
    if (operation instanceof TableOperation.DropTable drop && drop.cascade()) {
      return Optional.of(drop.tables());
    }
    if (operation instanceof TableOperation.TruncateTable truncate && truncate.cascade()) {
      return Optional.of(truncate.tables());
    }
    if (operation instanceof DropView drop && drop.cascade()) {
      return Optional.of(drop.views());
    }
    if (operation instanceof ColumnOperation.DropColumn drop && drop.cascade()) {
      return Optional.of(List.of(drop.table()));
    }
    if (operation instanceof DropConstraint drop && drop.cascade()) {
      return Optional.of(List.of(drop.table()));
    }
    if (operation instanceof IndexOperation.DropIndex drop && drop.cascade()) {
      return Optional.of(drop.indexes());
    }
    if (operation instanceof DropRoutine drop && drop.cascade()) {
      return Optional.of(drop.routines());
    }
    return operation instanceof DropObject drop && drop.cascade()
        ? Optional.of(drop.names())
        : Optional.empty();
  }

  /** Whether only the change itself can have made things depend on it. */
  static boolean isOwn(ObjectName name, ExaminedClause clause) {
    boolean ownRoutine =
        clause
            .earlierInFile()
            .anyMatch(op -> op instanceof CreateRoutine create && create.routine().equals(name));
    return clause.isOwn(name)
        || clause.isOwnType(name)
        || ownRoutine
        || (clause.operation() instanceof ColumnOperation.DropColumn drop
            && clause.unused(drop.table(), drop.columnName()));
  }

  /** Views and foreign keys that the files show to depend on a table or view. */
  static Stream<String> dependents(ObjectName name, ExaminedClause clause) {
    Stream<String> views =
        clause.before().viewsOn(name).stream().map(view -> "view " + Words.code(view.name()));
    Stream<String> keys =
        clause.before().referencing(name).stream()
            .filter(table -> !table.name().equals(name))
            .map(table -> "foreign key of " + Words.code(table.name()));
    return Stream.concat(views, keys);
  }

  /** Whether the files tell all that can depend on it. */
  static boolean isHarmless(ExaminedClause clause) {
    Operation operation = clause.operation();
    return clause.historyComplete()
        && !(operation instanceof DropRoutine)
        && !(operation instanceof DropObject);
  }
}
