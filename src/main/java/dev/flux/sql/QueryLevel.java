package dev.flux.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.merge.MergeInsert;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.ParenthesedFromItem;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.update.Update;
import org.jspecify.annotations.Nullable;

/**
 * What one SELECT, UPDATE, DELETE or MERGE joins, and which conditions hold for the rows of each
 * relation, as a planner pushes them down (PostgreSQL, optimizer/README; measured).
 */
final class QueryLevel {
  private static final Pattern BY_SOURCE = Pattern.compile("(?i)\\bby\\s+source\\b");

  /**
   * A query that joins more than this is not asked which rows it takes from each: every condition
   * would be held against every relation, and nobody writes such a query.
   */
  private static final int MOST_RELATIONS = 200;

  private final Dialect dialect;
  private final List<QueryRelation> relations = new ArrayList<>();
  private final Optional<PlainSelect> select;

  private final List<Expression> conditions = new ArrayList<>();

  /** Queries in its conditions, by their text as parsed, with what they are once they are met. */
  private final Map<String, NestedQuery> nested = new LinkedHashMap<>();

  private final Map<String, QueryLevel> inside = new HashMap<>();

  /** The condition of another level that it stands in; empty where it does not. */
  private Optional<Nesting> nesting = Optional.empty();

  /** Where it stands in the FROM of another one; empty where it does not. */
  private Optional<QueryRelation> around = Optional.empty();

  /** What its relations are known to be, once all of them are told. */
  private Optional<List<JoinTerm>> constants = Optional.empty();

  /** Where a query in a condition stands. */
  record Nesting(QueryLevel level, NestedQuery query) {}

  private QueryLevel(Dialect dialect, @Nullable PlainSelect select) {
    this.dialect = dialect;
    this.select = Optional.ofNullable(select);
  }

  static QueryLevel of(PlainSelect plain, Dialect dialect) {
    QueryLevel level = new QueryLevel(dialect, plain);
    level.from(plain.getFromItem(), plain.getJoins());
    level.where(plain.getWhere());
    return level;
  }

  static QueryLevel of(Update update, Dialect dialect) {
    QueryLevel level = new QueryLevel(dialect, null);
    level.from(update.getTable(), update.getStartJoins());
    level.from(update.getFromItem(), update.getJoins());
    level.where(update.getWhere());
    return level;
  }

  static QueryLevel of(Delete delete, Dialect dialect) {
    QueryLevel level = new QueryLevel(dialect, null);
    level.from(delete.getTable(), delete.getJoins());
    if (delete.getUsingFromItemList() != null) {
      delete.getUsingFromItemList().forEach(item -> level.from(item, null));
    }
    level.where(delete.getWhere());
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

  private List<QueryRelation> group(FromItem item) {
    if (!(item instanceof ParenthesedFromItem inner) || inner.getAlias() != null) {
      return List.of(new QueryRelation(item, this, dialect));
    }
    List<QueryRelation> outside = new ArrayList<>(relations);
    relations.clear();
    from(inner.getFromItem(), inner.getJoins());
    List<QueryRelation> found = new ArrayList<>(relations);
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
    List<QueryRelation> next = group(join.getFromItem());
    if (join.getUsingColumns() != null) {
      List<JoinTerm.Ref> shared =
          join.getUsingColumns().stream().map(each -> JoinTerm.Ref.of(each, dialect)).toList();
      next.forEach(relation -> relation.shares(shared));
      if (!join.isLeft()) {
        relations.forEach(relation -> relation.shares(shared));
      }
    }
    if (join.isLeft()) {
      next.forEach(relation -> relation.hold(on));
      next.forEach(QueryRelation::isNullable);
      relations.addAll(next);
    } else if (join.isRight()) {
      hold(on);
      relations.forEach(QueryRelation::isNullable);
      relations.addAll(next);
    } else if (join.isFull()) {
      relations.addAll(next);
      relations.forEach(QueryRelation::isNullable);
    } else {
      relations.addAll(next);
      hold(on);
    }
  }

  private void where(@Nullable Expression condition) {
    for (Expression part : JoinTerm.parts(condition)) {
      conditions.add(part);
      NestedQuery.find(part).ifPresent(query -> nested.put(query.text(), query));
    }
    hold(JoinTerm.of(condition, dialect));
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

  /** Queries in its conditions. */
  Collection<NestedQuery> nested() {
    return List.copyOf(nested.values());
  }

  /** The query in the condition of this text. */
  Optional<NestedQuery> nested(String condition) {
    return Optional.ofNullable(nested.get(condition));
  }

  /** The level of a query in its conditions. */
  Optional<QueryLevel> inside(NestedQuery query) {
    return Optional.ofNullable(inside.get(query.text()));
  }

  /** It stands in a condition of another one. */
  void standsIn(QueryLevel level, NestedQuery query) {
    nesting = Optional.of(new Nesting(level, query));
    level.inside.put(query.text(), this);
  }

  List<JoinTerm> constants() {
    if (constants.isEmpty()) {
      constants = Optional.of(relations.stream().flatMap(QueryRelation::given).toList());
    }
    return constants.get();
  }

  Optional<Nesting> nesting() {
    return nesting;
  }

  Optional<QueryRelation> around() {
    return around;
  }

  Dialect dialect() {
    return dialect;
  }

  Optional<PlainSelect> select() {
    return select;
  }

  /** The parts of WHERE. */
  List<Expression> conditions() {
    return List.copyOf(conditions);
  }

  /** The same as terms. */
  List<JoinTerm> terms() {
    return conditions.stream().flatMap(part -> JoinTerm.of(part, dialect).stream()).toList();
  }

  /** The columns that an expression of it reads. */
  Set<JoinTerm.Ref> columns(Expression expression) {
    return JoinTerm.columns(expression, dialect);
  }

  /** The relation that has this name before its columns. */
  Optional<QueryRelation> named(String name) {
    return relations.stream().filter(relation -> relation.names().contains(name)).findFirst();
  }

  /** Places whose number of rows tells how many it gives; none where those are few. */
  Set<Integer> places() {
    return places(Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  Set<Integer> places(Set<QueryLevel> seen) {
    Set<Integer> found = new HashSet<>();
    relations.forEach(relation -> found.addAll(relation.places(seen)));
    return select.filter(QueryRows::isFew).isPresent() ? Set.of() : found;
  }

  List<QueryRelation> relations() {
    return List.copyOf(relations);
  }

  /** This is what stands there in the FROM of another level. */
  void standsFor(QueryRelation relation) {
    around = Optional.of(relation);
  }

  /** Those of its relations that are tables; none where there are too many to ask each. */
  List<RowSource> sources() {
    if (isTooWide()) {
      return List.of();
    }
    List<RowSource> found = new ArrayList<>();
    for (QueryRelation relation : relations) {
      if (relation.item() instanceof Table table) {
        found.add(relation.source(table));
      }
    }
    return found;
  }
}
