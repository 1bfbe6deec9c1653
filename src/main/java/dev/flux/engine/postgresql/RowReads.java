package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.ROW_SHARE;

import dev.flux.engine.ImpactDraft;
import dev.flux.engine.LockMode;
import dev.flux.schema.Attached;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.Predicate;
import dev.flux.sql.SqlReader;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where statements find the rows that they read or change: through views, rules and partitions. */
interface RowReads extends Routing, KeyChecks {
  /** What a rule is for, and whether it takes the place of it. */
  Pattern RULE = Pattern.compile("(?is)\\bon\\s+(select|insert|update|delete)\\b.*?\\bto\\b(.*)");

  /** A view that has all columns of its table. */
  Pattern ALL_COLUMNS = Pattern.compile("(?is)^\\s*select\\s+\\*\\s+from\\b");

  /** A rule that always takes the place of what it is for. */
  Pattern INSTEAD =
      Pattern.compile("(?is)(?!.*\\bwhere\\b.*\\bdo\\s+instead\\b).*\\bdo\\s+instead\\b.*");

  /** The table behind a view whose rows are changed through it. */
  default Optional<ObjectName> behind(ObjectName view, String event) {
    return before()
        .findView(view)
        .filter(known -> !known.materialized() && known.reads().size() == 1)
        .filter(known -> !replaced(view, event) && !firesInstead(view, event))
        .map(known -> known.reads().get(0));
  }

  /** The columns that are set through a view; others where the view has names of its own. */
  default List<String> named(ObjectName table, List<String> columns, List<String> others) {
    List<String> known = columnsOf(table);
    return known.isEmpty() || known.containsAll(columns) ? columns : others;
  }

  /** What a query reads, without partitions that cannot hold rows of its condition. */
  default ImpactDraft read(
      ImpactDraft draft, List<ObjectName> reads, Optional<Predicate> where, LockMode mode) {
    for (ObjectName table : reads) {
      Optional<DataOperation.Query> view = selective(table);
      if (view.isPresent()) {
        Optional<Predicate> both =
            reads.size() == 1 ? both(table, view.get().where(), where) : view.get().where();
        read(draft.lock(table, mode), view.get().reads(), both, mode);
        followView(draft, table);
        continue;
      }
      boolean prunes =
          version().atLeast(12) && where.isPresent() && reads.size() == 1 && partitioned(table);
      if (prunes) {
        draft.lock(holding(table, where, name -> true, key -> Optional.empty()), mode);
      } else {
        readThrough(draft, List.of(table), mode);
      }
    }
    return draft;
  }

  /** What a view asks of its rows, and what is asked of the view, where it keeps the names. */
  private Optional<Predicate> both(
      ObjectName view, Optional<Predicate> inside, Optional<Predicate> outside) {
    boolean same =
        before().findView(view).filter(v -> ALL_COLUMNS.matcher(v.query()).find()).isPresent();
    return same && inside.isPresent() && outside.isPresent()
        ? Optional.of(inside.get().and(outside.get()))
        : inside;
  }

  /** What is asked of rows that are changed through a view; only what it has itself is left out. */
  default Optional<Predicate> behindView(ObjectName view, Optional<Predicate> where) {
    return selective(view).isPresent() ? both(view, selective(view).get().where(), where) : where;
  }

  /** The query of a view that may leave out partitions of the one table that it reads. */
  default Optional<DataOperation.Query> selective(ObjectName relation) {
    return before()
        .findView(relation)
        .filter(view -> version().atLeast(12) && !view.materialized())
        .filter(view -> view.reads().size() == 1 && partitioned(view.reads().get(0)))
        .flatMap(
            view ->
                SqlReader.read(view.query(), Dialect.POSTGRESQL).statements().stream()
                    .flatMap(statement -> statement.operations().stream())
                    .filter(DataOperation.Query.class::isInstance)
                    .map(DataOperation.Query.class::cast)
                    .findFirst())
        .filter(query -> query.reads().size() == 1 && query.where().isPresent());
  }

  /** What a statement locks once it is planned, and not run. */
  default void plan(ImpactDraft draft, Operation operation) {
    if (operation instanceof DataOperation.Query query) {
      read(draft, query.reads(), query.where(), query.locking() ? ROW_SHARE : ACCESS_SHARE);
    } else if (operation instanceof DataOperation.Insert insert) {
      draft.lock(insert.table(), ROW_EXCLUSIVE);
      read(draft, insert.reads(), insert.where(), ACCESS_SHARE);
    } else if (operation instanceof DataOperation.Update update) {
      plan(draft, update.table(), update.where(), update.inside());
      read(draft, update.reads(), Optional.empty(), ACCESS_SHARE);
    } else if (operation instanceof DataOperation.Delete delete) {
      plan(draft, delete.table(), delete.where(), delete.inside());
      read(draft, delete.reads(), Optional.empty(), ACCESS_SHARE);
    }
  }

  default void plan(
      ImpactDraft draft, ObjectName table, Optional<Predicate> where, DataOperation.Inside inside) {
    draft.lock(table, ROW_EXCLUSIVE);
    draft.lock(version().atLeast(12) ? rowsAre(table, where, inside) : tree(table), ROW_EXCLUSIVE);
    if (before().findView(table).isPresent()) {
      draft.lock(through(table), ROW_EXCLUSIVE);
    }
    if (inside.itself()) {
      draft.lock(tree(table), ACCESS_SHARE);
    }
  }

  default List<Attached> rules(ObjectName table, String event) {
    return before().attachedTo(table).stream()
        .filter(made -> made.kind() == Attached.Kind.RULE && isFor(made.text(), event))
        .toList();
  }

  /** Whether a rule always does something else. */
  default boolean replaced(ObjectName table, String event) {
    return rules(table, event).stream().anyMatch(rule -> INSTEAD.matcher(rule.text()).matches());
  }

  private static boolean isFor(String rule, String event) {
    Matcher matcher = RULE.matcher(rule);
    return matcher.find() && matcher.group(1).equalsIgnoreCase(event);
  }

  /** The table with its heirs and those of its partitions that can hold the rows. */
  default List<ObjectName> rowsAre(
      ObjectName table, Optional<Predicate> condition, DataOperation.Inside inside) {
    return partitioned(table)
        ? holding(table, condition, of(table, inside), key -> Optional.empty())
        : tree(table);
  }

  /** What it reads of its own table besides the rows that it changes, and what it calls. */
  default void readAgain(ImpactDraft draft, ObjectName table, DataOperation.Inside inside) {
    if (inside.itself()) {
      draft.lock(tree(table), ACCESS_SHARE);
    }
    follow(draft, inside.functions());
  }
}
