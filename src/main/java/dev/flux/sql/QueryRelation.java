package dev.flux.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.ParenthesedFromItem;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.TableFunction;
import net.sf.jsqlparser.statement.select.Values;

/**
 * One relation of FROM: a table, or a query that stands there; with what is asked of its rows, as a
 * planner pushes conditions down (PostgreSQL, optimizer/README; measured).
 */
final class QueryRelation {
  private final FromItem item;
  private final QueryLevel level;
  private final Dialect dialect;
  private final Set<String> names;
  private final List<JoinTerm> terms = new ArrayList<>();
  private final List<JoinTerm.Ref> shared = new ArrayList<>();
  private final List<QueryLevel> stored = new ArrayList<>();
  private int place;
  private boolean recursive;
  private boolean nullable;

  /** Kept once all of a statement is told, since each query in it asks those around it. */
  private Optional<List<JoinTerm>> passed = Optional.empty();

  QueryRelation(FromItem item, QueryLevel level, Dialect dialect) {
    this.item = item;
    this.level = level;
    this.dialect = dialect;
    this.names = names(item, dialect);
  }

  FromItem item() {
    return item;
  }

  void hold(List<JoinTerm> more) {
    passed = Optional.empty();
    more.stream().filter(term -> !nullable || term.refusesNulls()).forEach(terms::add);
  }

  /** What holds for its rows; also what is asked of the query around. */
  private List<JoinTerm> asked() {
    List<JoinTerm> all = new ArrayList<>(terms);
    all.addAll(level.constants());
    return JoinTerm.withConstants(all);
  }

  private List<JoinTerm> askedAround() {
    return level.around().map(QueryRelation::passed).orElse(List.of()).stream()
        .filter(term -> term.columns().stream().allMatch(ref -> gives(ref.column())))
        .toList();
  }

  /** What is asked of its columns alone. */
  private List<JoinTerm> passed() {
    if (passed.isEmpty()) {
      passed =
          Optional.of(
              held().stream()
                  .filter(term -> !term.columns().isEmpty())
                  .filter(term -> term.columns().stream().allMatch(this::isOwn))
                  .toList());
    }
    return passed.get();
  }

  private boolean isOwn(JoinTerm.Ref ref) {
    return ref.table().map(names::contains).orElse(level.relations().size() == 1);
  }

  /** Whether the query has the relation's column under its own name, and all rows of it. */
  boolean gives(String column) {
    return level.select().filter(QueryRows::keepsAll).isPresent()
        && level.select().get().getSelectItems().stream()
            .anyMatch(selected -> gives(selected, column));
  }

  private boolean gives(SelectItem<?> selected, String column) {
    Expression value = selected.getExpression();
    if (value instanceof AllTableColumns all) {
      return names.contains(QueryNames.fold(all.getTable().getName(), dialect));
    }
    if (value instanceof AllColumns) {
      return level.relations().size() == 1;
    }
    Alias alias = selected.getAlias();
    return value instanceof Column named
        && isOwn(JoinTerm.Ref.of(named, dialect))
        && QueryNames.fold(named.getColumnName(), dialect).equals(column)
        && (alias == null || QueryNames.fold(alias.getName(), dialect).equals(column));
  }

  /** What its columns are, where it is one row of constants. */
  List<JoinTerm> constants() {
    return WrittenRow.constants(item, names, dialect);
  }

  /** The same, where no row is without a match. */
  Stream<JoinTerm> given() {
    return nullable ? Stream.empty() : constants().stream();
  }

  /** It is one among all places of its statement. */
  void isAt(int number) {
    place = number;
  }

  int place() {
    return place;
  }

  /** Its rows are those of a query that stands there or has its name. */
  void stores(QueryLevel query) {
    stored.add(query);
  }

  /** Its rows are those of a query that reads itself. */
  void isRecursive() {
    recursive = true;
  }

  QueryLevel level() {
    return level;
  }

  Set<String> names() {
    return names;
  }

  /** The terms that it holds, those of the query around too. */
  List<JoinTerm> held() {
    List<JoinTerm> all = new ArrayList<>(asked());
    all.addAll(askedAround());
    return all;
  }

  List<JoinTerm> ownTerms() {
    return List.copyOf(terms);
  }

  /** The columns that USING names, which another relation has too. */
  List<JoinTerm.Ref> shared() {
    return List.copyOf(shared);
  }

  /** Places whose number of rows tells how many it has; none where it has few. */
  Set<Integer> places() {
    return places(Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  Set<Integer> places(Set<QueryLevel> seen) {
    Set<Integer> found = new HashSet<>();
    stored.stream().filter(seen::add).forEach(query -> found.addAll(query.places(seen)));
    boolean few =
        recursive
            || item instanceof TableFunction
            || item instanceof Values
            || (item instanceof ParenthesedSelect inner && inner.getSelect() instanceof Values)
            || (item instanceof ParenthesedFromItem row && row.getFromItem() instanceof Values);
    return few ? Set.of() : stored.isEmpty() ? Set.of(place) : found;
  }

  /** The place where rows are taken from it, which is this table. */
  RowSource source(Table table) {
    Set<String> before = new HashSet<>(names);
    level.around().ifPresent(outer -> before.addAll(outer.names));
    List<JoinTerm> all = held();
    return new RowSource(
        QueryNames.name(table, dialect),
        before,
        all.stream().map(JoinTerm::text).toList(),
        new SearchTerms(this, dialect).find());
  }

  /** Rows without a match are filled with NULL there. */
  void isNullable() {
    nullable = true;
  }

  /** Another relation has these columns too, with the same values. */
  void shares(List<JoinTerm.Ref> columns) {
    shared.addAll(columns);
  }

  private static Set<String> names(FromItem item, Dialect dialect) {
    if (item.getAlias() != null) {
      return Set.of(QueryNames.fold(item.getAlias().getName().strip(), dialect));
    }
    return item instanceof Table table ? Set.of(QueryNames.name(table, dialect).name()) : Set.of();
  }
}
