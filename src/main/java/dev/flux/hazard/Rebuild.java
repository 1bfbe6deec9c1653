package dev.flux.hazard;

import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.Script;
import dev.flux.sql.SessionOperation.CommitTransaction;
import dev.flux.sql.TableOperation.CreateTable;
import dev.flux.sql.TableOperation.DropTable;
import dev.flux.sql.TableOperation.RenameTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rebuild of a table of SQLite in one file: create, copy, drop, rename (SQLite, "ALTER TABLE",
 * 7). The other order renames the old table away first. The table is there before and after.
 *
 * @param table that is rebuilt
 * @param drop index of the statement that drops the old table
 * @param parts indexes of its four statements in the file, in order
 */
record Rebuild(ObjectName table, int drop, List<Integer> parts) {
  Rebuild {
    parts = List.copyOf(parts);
  }

  /** Whether the operation is one of the four of a rebuild that one transaction holds together. */
  static boolean isPart(ExaminedClause clause) {
    return clause.sqlite() && clause.inTransaction() && find(clause).isPresent();
  }

  /** The rebuild that the operation is part of. */
  static Optional<Rebuild> find(ExaminedClause clause) {
    int index = clause.script().statements().indexOf(clause.statement());
    return in(clause.script()).stream()
        .filter(rebuild -> rebuild.parts.contains(index))
        .findFirst();
  }

  /** Every rebuild of a file, in order. */
  static List<Rebuild> in(Script script) {
    List<Operation> operations =
        script.statements().stream().map(statement -> statement.operations().get(0)).toList();
    List<Rebuild> found = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i) instanceof DropTable drop && drop.tables().size() == 1) {
        int at = i;
        ObjectName dropped = drop.tables().get(0);
        newTakesName(operations, at, dropped)
            .or(() -> oldMovedAway(operations, at, dropped))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** Create the new one, copy, drop the old one, rename the new one. */
  private static Optional<Rebuild> newTakesName(
      List<Operation> operations, int drop, ObjectName old) {
    int rename = drop + 1;
    while (rename < operations.size() && !isRename(operations.get(rename), old)) {
      if (operations.get(rename) instanceof CommitTransaction) {
        return Optional.empty();
      }
      rename++;
    }
    if (rename == operations.size()) {
      return Optional.empty();
    }
    ObjectName fresh = ((RenameTable) operations.get(rename)).table();
    int create = last(operations, drop, operation -> creates(operation, fresh));
    int copy = last(operations, drop, operation -> copies(operation, old, fresh));
    return create >= 0 && create < copy
        ? Optional.of(new Rebuild(old, drop, List.of(create, copy, drop, rename)))
        : Optional.empty();
  }

  /** Rename the old one, create the new one under its name, copy, drop the old one. */
  private static Optional<Rebuild> oldMovedAway(
      List<Operation> operations, int drop, ObjectName old) {
    int rename = last(operations, drop, operation -> isRename(operation, old));
    if (rename < 0) {
      return Optional.empty();
    }
    ObjectName table = ((RenameTable) operations.get(rename)).table();
    int create = last(operations, drop, operation -> creates(operation, table));
    int copy = last(operations, drop, operation -> copies(operation, old, table));
    int commit = last(operations, drop, operation -> operation instanceof CommitTransaction);
    return rename < create && create < copy && commit < rename
        ? Optional.of(new Rebuild(table, drop, List.of(rename, create, copy, drop)))
        : Optional.empty();
  }

  private static int last(List<Operation> operations, int end, Predicate<Operation> wanted) {
    int at = end - 1;
    while (at >= 0 && !wanted.test(operations.get(at))) {
      at--;
    }
    return at;
  }

  private static boolean isRename(Operation operation, ObjectName to) {
    return operation instanceof RenameTable rename && rename.to().equalsIgnoreCase(to.name());
  }

  private static boolean creates(Operation operation, ObjectName table) {
    return operation instanceof CreateTable create && same(create.table(), table);
  }

  private static boolean copies(Operation operation, ObjectName from, ObjectName to) {
    return operation instanceof Insert insert
        && same(insert.table(), to)
        && insert.reads().stream().anyMatch(read -> same(read, from));
  }

  private static boolean same(ObjectName one, ObjectName other) {
    return one.name().equalsIgnoreCase(other.name());
  }
}
