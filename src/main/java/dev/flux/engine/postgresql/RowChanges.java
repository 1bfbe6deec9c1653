package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.ROW_EXCLUSIVE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Table;
import dev.flux.sql.DataOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Predicate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What goes with rows that are changed, wherever the statement finds them. */
interface RowChanges extends RowReads, RowWrites {
  /** Row changes lock tables alike. */
  String ROWS = "PostgreSQL manual, 13.3.1 Table-Level Locks";

  /** No other table, no name of its own. */
  DataOperation.Inside NOTHING_ELSE =
      new DataOperation.Inside(Optional.empty(), false, List.of(), List.of());

  /** The table, and what stands behind it where it is a view. */
  default ImpactDraft changed(ObjectName table, String event) {
    ImpactDraft draft = draft(ROWS).lock(table, ROW_EXCLUSIVE);
    if (before().findView(table).isPresent()) {
      boolean instead = firesInstead(table, event) || actsInstead(table, event);
      boolean reads = instead ? !event.equals("insert") : behind(table, event).isEmpty();
      draft.lock(
          reads && (instead || !replaced(table, event)) ? through(table) : List.of(),
          instead ? ACCESS_SHARE : ROW_EXCLUSIVE);
    }
    if (!event.equals("insert")) {
      followView(draft, table);
    }
    rules(table, event)
        .forEach(
            rule ->
                Embedded.actions(rule.text())
                    .ifPresent(actions -> Embedded.lockNamed(draft, actions)));
    return draft;
  }

  /** Whether rules do something for each of the rows that are seen through a view. */
  private boolean actsInstead(ObjectName view, String event) {
    return replaced(view, event)
        && rules(view, event).stream().anyMatch(rule -> Embedded.actions(rule.text()).isPresent());
  }

  /** The bounds of a partition come from the tables above it, which are opened for them. */
  default ImpactDraft readBounds(ImpactDraft draft, ObjectName table) {
    return draft.lock(ancestors(table), ACCESS_SHARE);
  }

  /** What goes with new rows in these tables of one tree. */
  default void insert(ImpactDraft draft, Collection<ObjectName> receiving) {
    fire(draft, receiving, "insert", List.of());
    computeNew(draft, receiving);
  }

  /** What goes with rows of these tables of one tree whose columns are set. */
  default void set(ImpactDraft draft, Collection<ObjectName> from, List<String> columns) {
    fire(draft, from, "update", columns);
    computeSet(draft, from, columns);
  }

  /** What foreign keys have looked up where rows have these columns set, some of them to NULL. */
  default void lookUp(
      ImpactDraft draft, ObjectName table, List<String> columns, List<String> cleared) {
    keysOf(table).stream()
        .filter(key -> KeyChecks.touches(key, columns) && !KeyChecks.touches(key, cleared))
        .forEach(key -> lockReferenced(draft, key));
  }

  /** A row that moves is deleted from its partition and written to another like a new one. */
  default void move(
      ImpactDraft draft, DataOperation.Update update, List<ObjectName> from, List<ObjectName> to) {
    keysOf(update.table()).stream()
        .filter(key -> !KeyChecks.touches(key, update.cleared()))
        .forEach(key -> lockReferenced(draft, key));
    fireForMoved(draft, from, "delete");
    fireForMoved(draft, to, "insert");
    computeNew(draft, to);
  }

  /** Whether rows of some partitions can go to another one. */
  default boolean moves(List<ObjectName> from, List<ObjectName> to) {
    return !to.isEmpty()
        && Stream.concat(from.stream(), to.stream())
                .filter(name -> !partitioned(name))
                .distinct()
                .count()
            > 1;
  }

  /** Columns that no row that is written out leaves to its default; all where a query does. */
  default List<String> given(DataOperation.Insert insert) {
    List<String> all =
        before().findTable(insert.table()).map(Table::columns).orElse(List.of()).stream()
            .map(column -> column.name())
            .toList();
    List<String> listed = insert.columns().isEmpty() ? all : insert.columns();
    if (insert.source() == DataOperation.Insert.Source.QUERY || insert.rows() == 0) {
      return listed;
    }
    int width = insert.values().stream().mapToInt(List::size).min().orElse(listed.size());
    return saysNothing(insert)
        ? List.of()
        : listed.stream()
            .limit(width)
            .filter(column -> !hasDefault(insert.values(), listed.indexOf(column)))
            .toList();
  }

  /** DEFAULT VALUES. */
  default boolean saysNothing(DataOperation.Insert insert) {
    return insert.rows() == 1 && insert.values().isEmpty() && insert.columns().isEmpty();
  }

  private static boolean hasDefault(List<List<String>> rows, int at) {
    return rows.stream()
        .anyMatch(row -> at < row.size() && row.get(at).equalsIgnoreCase("default"));
  }

  /**
   * Every row is read without a condition, and for one that no index helps with, unless a rule has
   * something else done.
   */
  default ImpactDraft scanUnless(
      ImpactDraft draft,
      ObjectName table,
      Optional<Predicate> condition,
      DataOperation.Inside inside,
      String event) {
    if (replaced(table, event)) {
      return draft;
    }
    return Predicate.meansAll(condition) && inside.sources().size() < 2
        ? draft.scan(rowsOf(table, Optional.empty(), event))
        : scan(draft, inside.sources());
  }

  /** Tables that hold the rows which are seen through a view, or the table's own. */
  private List<ObjectName> rowsOf(
      ObjectName relation, Optional<Predicate> condition, String event) {
    Optional<ObjectName> table = behind(relation, event);
    if (table.isPresent()) {
      return rowsOf(table.get(), behindView(relation, condition), event);
    }
    Collection<ObjectName> found =
        before().findView(relation).isEmpty()
            ? rowsAre(relation, condition, NOTHING_ELSE)
            : through(relation);
    return found.stream()
        .filter(name -> before().findView(name).isEmpty() && !partitioned(name))
        .toList();
  }
}
