package dev.flux.hazard;

import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.Script;
import dev.flux.sql.SessionOperation.CommitTransaction;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation.CreateTable;
import dev.flux.sql.TableOperation.DropTable;
import dev.flux.sql.TableOperation.RenameTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The rebuilds of tables in one file of SQLite. What makes, fills and renames a table is looked up
 * by its name: a file may hold thousands of rebuilds.
 *
 * @param all in order
 * @param byStart the rebuild that a statement is part of, by the statement's first character
 */
record Rebuilds(List<Rebuild> all, Map<Integer, Rebuild> byStart) {
  static final Rebuilds NONE = new Rebuilds(List.of(), Map.of());

  Rebuilds {
    all = List.copyOf(all);
    byStart = Map.copyOf(byStart);
  }

  /** Every rebuild of a file; none on other engines. */
  static Rebuilds in(Script script, Dialect dialect) {
    if (dialect != Dialect.SQLITE) {
      return NONE;
    }
    List<Rebuild> found = new Places(script).rebuilds();
    Map<Integer, Rebuild> byStart = new HashMap<>();
    for (Rebuild rebuild : found) {
      rebuild
          .parts()
          .forEach(part -> byStart.putIfAbsent(start(script.statements().get(part)), rebuild));
    }
    return new Rebuilds(found, byStart);
  }

  /** The rebuild that the statement is part of. */
  Optional<Rebuild> find(Statement statement) {
    return Optional.ofNullable(byStart.get(start(statement)));
  }

  private static int start(Statement statement) {
    return statement.span().start();
  }

  /** Where in a file tables are made, filled and renamed, by name. */
  private static final class Places {
    private static final NavigableSet<Integer> NOWHERE = new TreeSet<>();

    private final List<Operation> operations;
    private final Map<String, NavigableSet<Integer>> created = new HashMap<>();
    private final Map<String, NavigableSet<Integer>> filled = new HashMap<>();
    private final Map<String, NavigableSet<Integer>> taken = new HashMap<>();
    private final NavigableSet<Integer> commits = new TreeSet<>();

    Places(Script script) {
      operations =
          script.statements().stream().map(statement -> statement.operations().get(0)).toList();
      for (int at = 0; at < operations.size(); at++) {
        Operation operation = operations.get(at);
        if (operation instanceof CreateTable create) {
          add(created, create.table().name(), at);
        } else if (operation instanceof Insert insert) {
          add(filled, insert.table().name(), at);
        } else if (operation instanceof RenameTable rename) {
          add(taken, rename.to(), at);
        } else if (operation instanceof CommitTransaction) {
          commits.add(at);
        }
      }
    }

    List<Rebuild> rebuilds() {
      List<Rebuild> found = new ArrayList<>();
      for (int at = 0; at < operations.size(); at++) {
        if (operations.get(at) instanceof DropTable drop && drop.tables().size() == 1) {
          int dropped = at;
          ObjectName old = drop.tables().get(0);
          newTakesName(dropped, old)
              .or(() -> oldMovedAway(dropped, old))
              .or(() -> rowsMovedAway(dropped, old))
              .ifPresent(found::add);
        }
      }
      return found;
    }

    /** Create the new one, copy, drop the old one, rename the new one. */
    private Optional<Rebuild> newTakesName(int drop, ObjectName old) {
      int rename = behind(drop, taken, old);
      if (rename < 0) {
        return Optional.empty();
      }
      ObjectName fresh = ((RenameTable) operations.get(rename)).table();
      int create = before(drop, created, fresh);
      int copy = copyBefore(drop, old, fresh);
      return create >= 0 && create < copy
          ? Optional.of(new Rebuild(old, drop, List.of(create, copy, drop, rename)))
          : Optional.empty();
    }

    /** Rename the old one, create the new one under its name, copy, drop the old one. */
    private Optional<Rebuild> oldMovedAway(int drop, ObjectName old) {
      int rename = before(drop, taken, old);
      if (rename < 0) {
        return Optional.empty();
      }
      ObjectName table = ((RenameTable) operations.get(rename)).table();
      int create = before(drop, created, table);
      int copy = copyBefore(drop, old, table);
      boolean committed = commits.subSet(rename, true, drop, false).isEmpty();
      return rename < create && create < copy && committed
          ? Optional.of(new Rebuild(table, drop, List.of(rename, create, copy, drop)))
          : Optional.empty();
    }

    /** Create a side table, copy, drop the old one, create it anew, copy back. */
    private Optional<Rebuild> rowsMovedAway(int drop, ObjectName old) {
      int create = behind(drop, created, old);
      int back = create < 0 ? -1 : behind(create, filled, old);
      if (back < 0
          || !(operations.get(back) instanceof Insert insert)
          || insert.source() != Insert.Source.QUERY) {
        return Optional.empty();
      }
      for (ObjectName side : insert.reads()) {
        int away = copyBefore(drop, old, side);
        int made = before(drop, created, side);
        if (made >= 0 && made < away) {
          return Optional.of(new Rebuild(old, drop, List.of(made, away, drop, create, back)));
        }
      }
      return Optional.empty();
    }

    /** The last statement before a place that fills one table from another; negative without. */
    private int copyBefore(int end, ObjectName from, ObjectName to) {
      for (int at : of(filled, to.name()).headSet(end, false).descendingSet()) {
        if (((Insert) operations.get(at))
            .reads().stream().anyMatch(read -> read.name().equalsIgnoreCase(from.name()))) {
          return at;
        }
      }
      return -1;
    }

    /** The first behind a place, with no COMMIT before it; negative where there is none. */
    private int behind(int place, Map<String, NavigableSet<Integer>> where, ObjectName table) {
      Integer at = of(where, table.name()).higher(place);
      return at != null && commits.subSet(place, true, at, false).isEmpty() ? at : -1;
    }

    private static int before(
        int place, Map<String, NavigableSet<Integer>> where, ObjectName table) {
      Integer at = of(where, table.name()).lower(place);
      return at == null ? -1 : at;
    }

    private static void add(Map<String, NavigableSet<Integer>> where, String name, int at) {
      where.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new TreeSet<>()).add(at);
    }

    private static NavigableSet<Integer> of(Map<String, NavigableSet<Integer>> where, String name) {
      return where.getOrDefault(name.toLowerCase(Locale.ROOT), NOWHERE);
    }
  }
}
