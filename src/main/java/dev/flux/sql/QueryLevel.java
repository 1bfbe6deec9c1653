package dev.flux.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.merge.MergeInsert;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.ParenthesedFromItem;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.update.Update;
import org.jspecify.annotations.Nullable;

/**
 * What one SELECT, UPDATE, DELETE or MERGE joins, and which conditions hold for the rows of each
 * relation, as a planner pushes them down (PostgreSQL, optimizer/README; measured).
 */
final class QueryLevel {
  private static final Pattern BY_SOURCE = Pattern.compile("(?i)\\bby\\s+source\\b");
  private static final Pattern WINDOW = Pattern.compile("(?i)\\bover\\b");

  /**
   * A query that joins more than this is not asked which rows it takes from each: every condition
   * would be held against every relation, and nobody writes such a query.
   */
  private static final int MOST_RELATIONS = 200;

  private final Dialect dialect;
  private final List<Relation> relations = new ArrayList<>();
  private final Optional<PlainSelect> select;

  /** Whether what it gives is all taken. */
  private boolean outermost;

  /** Where it stands in the FROM of another one; empty where it does not. */
  private Optional<Relation> around = Optional.empty();

  /** One relation of FROM. */
  final class Relation {
    private final FromItem item;
    private final Set<String> names;
    private final List<JoinTerm> terms = new ArrayList<>();
    private boolean nullable;

    private Relation(FromItem item) {
      this.item = item;
      this.names = names(item);
    }

    FromItem item() {
      return item;
    }

    private void hold(List<JoinTerm> more) {
      more.stream().filter(term -> !nullable || term.refusesNulls()).forEach(terms::add);
    }

    /** What holds for its rows; also what is asked of the query around. */
    private List<JoinTerm> asked() {
      List<JoinTerm> all = new ArrayList<>(terms);
      relations.stream().filter(other -> !other.nullable).forEach(o -> all.addAll(o.constants()));
      return JoinTerm.withConstants(all);
    }

    private List<JoinTerm> askedAround() {
      return around.map(Relation::passed).orElse(List.of()).stream()
          .filter(term -> term.columns().stream().allMatch(ref -> gives(ref.column())))
          .toList();
    }

    /** What is asked of its columns alone. */
    private List<JoinTerm> passed() {
      List<JoinTerm> all = new ArrayList<>(asked());
      all.addAll(askedAround());
      return all.stream()
          .filter(term -> !term.columns().isEmpty())
          .filter(term -> term.columns().stream().allMatch(this::isOwn))
          .toList();
    }

    private boolean isOwn(JoinTerm.Ref ref) {
      return ref.table().map(names::contains).orElse(relations.size() == 1);
    }

    /** Whether the query has the relation's column under its own name, and all rows of it. */
    private boolean gives(String column) {
      return select.filter(QueryLevel::keepsRows).isPresent()
          && select.get().getSelectItems().stream().anyMatch(selected -> gives(selected, column));
    }

    private boolean gives(SelectItem<?> selected, String column) {
      Expression value = selected.getExpression();
      if (value instanceof AllTableColumns all) {
        return names.contains(QueryNames.fold(all.getTable().getName(), dialect));
      }
      if (value instanceof AllColumns) {
        return relations.size() == 1;
      }
      Alias alias = selected.getAlias();
      return value instanceof Column named
          && isOwn(JoinTerm.Ref.of(named, dialect))
          && QueryNames.fold(named.getColumnName(), dialect).equals(column)
          && (alias == null || QueryNames.fold(alias.getName(), dialect).equals(column));
    }

    private List<JoinTerm> constants() {
      return WrittenRow.constants(item, names, dialect);
    }

    /**
     * Columns by which an index may find its rows; empty where more than that may leave some out.
     */
    private Optional<Set<String>> searched() {
      boolean alone = relations.size() == 1;
      boolean all = select.filter(plain -> plain.getWhere() == null).isPresent();
      return select
          .filter(plain -> outermost && (alone || (all && passed().isEmpty())))
          .filter(plain -> item.getSampleClause() == null)
          .flatMap(plain -> SearchedColumns.of(plain, dialect));
    }

    private RowSource source(Table table) {
      Set<String> before = new HashSet<>(names);
      around.ifPresent(outer -> before.addAll(outer.names));
      List<JoinTerm> all = new ArrayList<>(asked());
      all.addAll(askedAround());
      return new RowSource(
          QueryNames.name(table, dialect),
          before,
          all.stream().map(JoinTerm::text).toList(),
          searched());
    }
  }

  private QueryLevel(Dialect dialect, @Nullable PlainSelect select) {
    this.dialect = dialect;
    this.select = Optional.ofNullable(select);
  }

  static QueryLevel of(PlainSelect plain, Dialect dialect) {
    QueryLevel level = new QueryLevel(dialect, plain);
    level.from(plain.getFromItem(), plain.getJoins());
    level.hold(JoinTerm.of(plain.getWhere(), dialect));
    return level;
  }

  static QueryLevel of(Update update, Dialect dialect) {
    QueryLevel level = new QueryLevel(dialect, null);
    level.from(update.getTable(), update.getStartJoins());
    level.from(update.getFromItem(), update.getJoins());
    level.hold(JoinTerm.of(update.getWhere(), dialect));
    return level;
  }

  static QueryLevel of(Delete delete, Dialect dialect) {
    QueryLevel level = new QueryLevel(dialect, null);
    level.from(delete.getTable(), delete.getJoins());
    if (delete.getUsingFromItemList() != null) {
      delete.getUsingFromItemList().forEach(item -> level.from(item, null));
    }
    level.hold(JoinTerm.of(delete.getWhere(), dialect));
    return level;
  }

  /** Rows of the source that match none are there too where it inserts. */
  static QueryLevel of(Merge merge, Dialect dialect) {
    QueryLevel level = new QueryLevel(dialect, null);
    level.from(merge.getTable(), null);
    boolean keepsAll = BY_SOURCE.matcher(merge.toString()).find();
    List<JoinTerm> on = keepsAll ? List.of() : JoinTerm.of(merge.getOnCondition(), dialect);
    if (merge.getOperations().stream().anyMatch(MergeInsert.class::isInstance)) {
      level.hold(on);
      level.from(merge.getFromItem(), null);
    } else {
      level.from(merge.getFromItem(), null);
      level.hold(on);
    }
    return level;
  }

  private void from(@Nullable FromItem item, @Nullable List<Join> joins) {
    if (item != null) {
      relations.addAll(group(item));
    }
    for (Join join : joins == null ? List.<Join>of() : joins) {
      join(join);
    }
  }

  private List<Relation> group(FromItem item) {
    if (!(item instanceof ParenthesedFromItem inner) || inner.getAlias() != null) {
      return List.of(new Relation(item));
    }
    List<Relation> outside = new ArrayList<>(relations);
    relations.clear();
    from(inner.getFromItem(), inner.getJoins());
    List<Relation> found = new ArrayList<>(relations);
    relations.clear();
    relations.addAll(outside);
    return found;
  }

  /** The condition of an outer join leaves every row of the side that it keeps. */
  private void join(Join join) {
    List<JoinTerm> on = new ArrayList<>();
    Collection<Expression> written = join.getOnExpressions();
    for (Expression condition : written == null ? List.<Expression>of() : written) {
      on.addAll(JoinTerm.of(condition, dialect));
    }
    List<Relation> next = group(join.getFromItem());
    if (join.isLeft()) {
      next.forEach(relation -> relation.hold(on));
      next.forEach(relation -> relation.nullable = true);
      relations.addAll(next);
    } else if (join.isRight()) {
      hold(on);
      relations.forEach(relation -> relation.nullable = true);
      relations.addAll(next);
    } else if (join.isFull()) {
      relations.addAll(next);
      relations.forEach(relation -> relation.nullable = true);
    } else {
      relations.addAll(next);
      hold(on);
    }
  }

  private void hold(List<JoinTerm> terms) {
    if (!isTooWide()) {
      relations.forEach(relation -> relation.hold(terms));
    }
  }

  private boolean isTooWide() {
    return relations.size() > MOST_RELATIONS;
  }

  /** What the one INSERT of a MERGE gives each column that it lists, where it is a constant. */
  Map<String, String> inserted(Merge merge) {
    List<MergeInsert> inserts =
        merge.getOperations().stream()
            .filter(MergeInsert.class::isInstance)
            .map(MergeInsert.class::cast)
            .toList();
    if (inserts.size() != 1 || inserts.get(0).getColumns() == null) {
      return Map.of();
    }
    List<? extends Expression> values = inserts.get(0).getValues();
    Map<String, String> found = new HashMap<>();
    for (int i = 0; i < Math.min(values.size(), inserts.get(0).getColumns().size()); i++) {
      String column = QueryNames.fold(inserts.get(0).getColumns().get(i).getColumnName(), dialect);
      constant(values.get(i)).ifPresent(value -> found.put(column, value));
    }
    return found;
  }

  private Optional<String> constant(Expression value) {
    if (!(value instanceof Column column)) {
      return JoinTerm.isConstant(value, dialect) ? Optional.of(value.toString()) : Optional.empty();
    }
    return relations.stream()
        .flatMap(relation -> relation.constants().stream())
        .flatMap(term -> term.equal().stream())
        .filter(equal -> equal.column().equals(JoinTerm.Ref.of(column, dialect)))
        .map(JoinTerm.Equal::written)
        .findFirst();
  }

  private static boolean keepsRows(PlainSelect plain) {
    return plain.getDistinct() == null
        && plain.getGroupBy() == null
        && plain.getHaving() == null
        && plain.getLimit() == null
        && plain.getFetch() == null
        && plain.getOffset() == null
        && plain.getWindowDefinitions() == null
        && !WINDOW.matcher(plain.getSelectItems().toString()).find();
  }

  private Set<String> names(FromItem item) {
    if (item.getAlias() != null) {
      return Set.of(QueryNames.fold(item.getAlias().getName().strip(), dialect));
    }
    return item instanceof Table table ? Set.of(QueryNames.name(table, dialect).name()) : Set.of();
  }

  List<Relation> relations() {
    return List.copyOf(relations);
  }

  /** This is what stands there in the FROM of another level. */
  void standsFor(Relation relation) {
    around = Optional.of(relation);
  }

  /** Nothing is around this. */
  void isOutermost() {
    outermost = true;
  }

  /** Those of its relations that are tables; none where there are too many to ask each. */
  List<RowSource> sources() {
    if (isTooWide()) {
      return List.of();
    }
    List<RowSource> found = new ArrayList<>();
    for (Relation relation : relations) {
      if (relation.item instanceof Table table) {
        found.add(relation.source(table));
      }
    }
    return found;
  }
}
