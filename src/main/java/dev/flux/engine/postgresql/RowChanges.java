package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.ROW_EXCLUSIVE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.Constraint;
import dev.flux.sql.DataOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Predicate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What goes with rows that are changed, wherever the statement finds them. */
interface RowChanges extends RowReads, RowWrites {
  /** Row changes lock tables alike. */
  String ROWS = "PostgreSQL manual, 13.3.1 Table-Level Locks";

  /** No other table, no name of its own. */
  DataOperation.Inside NOTHING_ELSE =
      new DataOperation.Inside(Optional.empty(), false, List.of(), List.of());

  /** Another query inside a condition; or a cursor, which knows its row. */
  Pattern QUERY = Pattern.compile("(?i)\\bselect\\b|\\bcurrent\\s+of\\b");

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
      ImpactDraft draft, ObjectName table, Optional<Predicate> condition, String event) {
    boolean all = Predicate.meansAll(condition);
    List<ObjectName> rows = rowsOf(table, all ? Optional.empty() : condition, event);
    return !replaced(table, event) && (all || isScanned(table, rows, condition.get()))
        ? draft.scan(rows)
        : draft;
  }

  /** Whether the server must look at every row to tell those that are meant. */
  private boolean isScanned(ObjectName table, List<ObjectName> rows, Predicate condition) {
    boolean plain =
        before().findView(table).isEmpty()
            && (partitioned(table) || rows.stream().noneMatch(row -> excludes(table, row)));
    return plain
        && condition.terms().stream().allMatch(term -> isAsked(table, term))
        && condition.terms().stream().allMatch(term -> isScanned(rows, term.columns()));
  }

  /** Whether a CHECK of an heir may tell that it has none of the rows. */
  private boolean excludes(ObjectName table, ObjectName row) {
    return !row.equals(table)
        && before().findTable(row).stream()
            .flatMap(heir -> heir.constraints().stream())
            .anyMatch(constraint -> constraint.definition().kind() == Constraint.Kind.CHECK);
  }

  /** Whether it is asked of each row, rather than of another table or of none at all. */
  private boolean isAsked(ObjectName table, Predicate.Term term) {
    if (term.columns().isEmpty()) {
      return false;
    }
    return switch (term.shape()) {
      case ALWAYS_TRUE, ALWAYS_FALSE, IN_QUERY, JOIN -> false;
      // Since version 17 the server knows that no row meets it.
      case IS_NULL ->
          before()
              .findTable(table)
              .filter(known -> term.columns().stream().noneMatch(c -> isRequired(known, c)))
              .isPresent();
      case EQUALS_VALUE, IN_VALUES, RANGE, IS_NOT_NULL, NEGATION, OTHER ->
          !QUERY.matcher(term.text()).find();
    };
  }

  private static boolean isRequired(Table table, String column) {
    return table.findColumn(column).filter(Column::notNull).isPresent();
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
