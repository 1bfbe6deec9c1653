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
 * 7). Others rename the old table away first, or carry its rows through a side table. The table is
 * there before and after.
 *
 * @param table that is rebuilt
 * @param drop index of the statement that drops the old table
 * @param parts indexes of its statements in the file, in order
 */
record Rebuild(ObjectName table, int drop, List<Integer> parts) {
  Rebuild {
    parts = List.copyOf(parts);
  }

  /** Whether the operation is part of a rebuild that one transaction holds together. */
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
            .or(() -> rowsMovedAway(operations, at, dropped))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** Create the new one, copy, drop the old one, rename the new one. */
  private static Optional<Rebuild> newTakesName(
      List<Operation> operations, int drop, ObjectName old) {
    int rename = first(operations, drop, operation -> isRename(operation, old));
    if (rename < 0) {
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

  /** Create a side table, copy, drop the old one, create it anew, copy back. */
  private static Optional<Rebuild> rowsMovedAway(
      List<Operation> operations, int drop, ObjectName old) {
    int create = first(operations, drop, operation -> creates(operation, old));
    int back = first(operations, create, operation -> fills(operation, old));
    if (create < 0 || back < 0) {
      return Optional.empty();
    }
    for (ObjectName side : ((Insert) operations.get(back)).reads()) {
      int away = last(operations, drop, operation -> copies(operation, old, side));
      int made = last(operations, drop, operation -> creates(operation, side));
      if (made >= 0 && made < away) {
        return Optional.of(new Rebuild(old, drop, List.of(made, away, drop, create, back)));
      }
    }
    return Optional.empty();
  }

  private static boolean fills(Operation operation, ObjectName table) {
    return operation instanceof Insert insert
        && insert.source() == Insert.Source.QUERY
        && same(insert.table(), table);
  }

  /** The first behind a place, with no COMMIT before it; negative where there is none. */
  private static int first(List<Operation> operations, int behind, Predicate<Operation> wanted) {
    for (int at = behind + 1; behind >= 0 && at < operations.size(); at++) {
      if (wanted.test(operations.get(at))) {
        return at;
      }
      if (operations.get(at) instanceof CommitTransaction) {
        return -1;
      }
    }
    return -1;
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
