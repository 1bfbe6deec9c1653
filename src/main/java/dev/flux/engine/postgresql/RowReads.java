package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.ROW_SHARE;

import dev.flux.engine.ImpactDraft;
import dev.flux.engine.LockMode;
import dev.flux.schema.Attached;
import dev.flux.sql.DataOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.Predicate;
import dev.flux.sql.RowSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where statements find the rows that they read or change: through views, rules and partitions. */
interface RowReads extends RowScans {
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
      ImpactDraft draft, List<ObjectName> reads, List<RowSource> sources, LockMode mode) {
    for (ObjectName table : reads) {
      List<RowSource> places =
          sources.stream().filter(source -> source.table().equals(table)).toList();
      // Before version 12 every partition was locked before any was left out.
      Optional<DataOperation.Query> view = selective(table).filter(query -> version().atLeast(12));
      if (view.isPresent()) {
        List<RowSource> both = both(table, view.get().sources(), places);
        read(draft.lock(table, mode), view.get().reads(), both, mode);
        followView(draft, table);
      } else if (version().atLeast(12) && !places.isEmpty() && partitioned(table)) {
        places.forEach(place -> draft.lock(holding(place), mode));
      } else {
        readThrough(draft, List.of(table), mode);
      }
    }
    return draft;
  }

  /** What a view asks of its rows, and what is asked of the view, where it keeps the names. */
  private List<RowSource> both(ObjectName view, List<RowSource> inside, List<RowSource> outside) {
    return inside.size() == 1 && outside.size() == 1 && hasAllColumns(view)
        ? List.of(inside.get(0).and(outside.get(0).names(), outside.get(0).asked()))
        : inside;
  }

  private boolean hasAllColumns(ObjectName view) {
    return before().findView(view).filter(v -> ALL_COLUMNS.matcher(v.query()).find()).isPresent();
  }

  /** What is asked of rows that are changed through a view; only what it has itself is left out. */
  default Optional<Predicate> behindView(ObjectName view, Optional<Predicate> where) {
    Optional<DataOperation.Query> query =
        selective(view).filter(known -> known.sources().size() == 1);
    if (query.isEmpty()) {
      return where;
    }
    Optional<Predicate> own = predicate(query.get().sources().get(0).asked());
    return hasAllColumns(view) && own.isPresent() && where.isPresent()
        ? Optional.of(own.get().and(where.get()))
        : own.or(() -> hasAllColumns(view) ? where : Optional.empty());
  }

  private static Optional<Predicate> predicate(List<String> asked) {
    List<Predicate.Term> terms =
        asked.stream()
            .map(text -> new Predicate.Term(Predicate.Shape.OTHER, Set.of(), text))
            .toList();
    return asked.isEmpty()
        ? Optional.empty()
        : Optional.of(new Predicate(String.join(" AND ", asked), terms));
  }

  /** The query of a view that may leave out partitions of tables that it reads. */
  default Optional<DataOperation.Query> selective(ObjectName relation) {
    return before()
        .findView(relation)
        .filter(view -> !view.materialized())
        .flatMap(view -> selective(view.query(), view.reads()));
  }

  /** A query that may leave out partitions of some of these tables that it reads. */
  private Optional<DataOperation.Query> selective(String query, List<ObjectName> reads) {
    return Optional.of(query)
        .filter(text -> reads.stream().anyMatch(this::partitioned))
        .flatMap(text -> RowScans.query(text, reads));
  }

  /** What is read where the rows of a query are kept: for a table or a materialized view. */
  default void keep(ImpactDraft draft, String query, List<ObjectName> reads) {
    selective(query, reads)
        .filter(known -> version().atLeast(12))
        .ifPresentOrElse(
            known -> read(draft, reads, known.sources(), ACCESS_SHARE),
            () -> readThrough(draft, reads, ACCESS_SHARE));
    RowScans.query(query, reads).ifPresent(known -> scan(draft, known.sources()));
  }

  /** What a statement locks once it is planned, and not run. */
  default void plan(ImpactDraft draft, Operation operation) {
    if (operation instanceof DataOperation.Query query) {
      read(draft, query.reads(), query.sources(), query.locking() ? ROW_SHARE : ACCESS_SHARE);
    } else if (operation instanceof DataOperation.Insert insert) {
      draft.lock(insert.table(), ROW_EXCLUSIVE);
      read(draft, insert.reads(), insert.sources(), ACCESS_SHARE);
    } else if (operation instanceof DataOperation.Update update) {
      plan(draft, update.table(), update.where(), update.inside());
      read(draft, update.reads(), update.inside().sources(), ACCESS_SHARE);
    } else if (operation instanceof DataOperation.Delete delete) {
      plan(draft, delete.table(), delete.where(), delete.inside());
      read(draft, delete.reads(), delete.inside().sources(), ACCESS_SHARE);
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
        ? among(table, condition, inside, key -> Optional.empty())
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
