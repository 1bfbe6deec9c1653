package dev.flux.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;

/**
 * Tells what a planner may find the rows of a relation by: its conditions, an order, and the rows
 * of other relations that it is joined with.
 */
final class SearchTerms {
  /** An index on the column has the answer at its end. */
  private static final Pattern ENDS = Pattern.compile("(?i)\\b(?:min|max)\\s*\\(");

  private static final Pattern CURSOR = Pattern.compile("(?i)\\bcurrent\\s+of\\b");

  private final QueryRelation relation;
  private final QueryLevel level;
  private final Dialect dialect;

  SearchTerms(QueryRelation relation, Dialect dialect) {
    this.relation = relation;
    this.level = relation.level();
    this.dialect = dialect;
  }

  /** Empty where it is not told how many of its rows are looked at. */
  Optional<RowSearch> find() {
    if (!isTold(level) || relation.item().getSampleClause() != null) {
      return Optional.empty();
    }
    List<RowSearch.Term> terms = new ArrayList<>();
    for (JoinTerm held : relation.held()) {
      level
          .nested(held.text())
          .ifPresentOrElse(
              query -> nested(query, terms), () -> terms.add(term(held, givers(held.columns()))));
    }
    terms.addAll(ordered());
    terms.addAll(shared());
    terms.addAll(compared());
    terms.addAll(joinedAround());
    return Optional.of(new RowSearch(relation.place(), terms));
  }

  /** Whether it looks at all rows that no index leaves out. */
  private static boolean isTold(QueryLevel level) {
    boolean stops =
        level.select().filter(QueryRows::isLimited).isPresent()
            || level.nesting().filter(in -> in.query().compared().isEmpty()).isPresent();
    boolean asks =
        !level.conditions().isEmpty()
            || level.select().filter(plain -> plain.getOrderByElements() != null).isPresent();
    return (!stops || asks)
        && level.conditions().stream().allMatch(part -> isOfRows(part, level))
        && level.around().filter(outer -> !isTold(outer.level()) || hidden(level, outer)).isEmpty();
  }

  /** Whether a condition around it is for groups of rows that it reads, by a column of theirs. */
  private static boolean hidden(QueryLevel level, QueryRelation around) {
    Optional<PlainSelect> groups = level.select().filter(plain -> !QueryRows.keepsAll(plain));
    return groups.isPresent()
        && around.ownTerms().stream()
            .filter(term -> term.columns().stream().allMatch(ref -> isOwn(ref, around)))
            .flatMap(term -> term.columns().stream())
            .anyMatch(ref -> QueryRows.has(groups.get(), ref.column(), level.dialect()));
  }

  /** Not one that holds for all rows or for none. */
  private static boolean isOfRows(Expression part, QueryLevel level) {
    Optional<NestedQuery> query = level.nested(part.toString());
    if (query.filter(known -> known.compared().isEmpty()).isPresent()) {
      return query.flatMap(level::inside).filter(SearchTerms::isCorrelated).isPresent();
    }
    return !CURSOR.matcher(part.toString()).find()
        && (PredicateReader.shape(part) == Predicate.Shape.ALWAYS_TRUE
            || !level.columns(part).isEmpty());
  }

  private static boolean isCorrelated(QueryLevel inner) {
    return inner.conditions().stream()
        .flatMap(part -> inner.columns(part).stream())
        .anyMatch(ref -> ref.table().filter(name -> inner.named(name).isEmpty()).isPresent());
  }

  private RowSearch.Term term(JoinTerm held, Set<Integer> givers) {
    return new RowSearch.Term(held.shape(), named(held.columns()), held.text(), false, givers);
  }

  private static Set<RowSearch.Named> named(Set<JoinTerm.Ref> refs) {
    return refs.stream()
        .map(ref -> new RowSearch.Named(ref.table(), ref.column()))
        .collect(Collectors.toSet());
  }

  /** What the rows of a query in a condition give it. */
  private void nested(NestedQuery query, List<RowSearch.Term> terms) {
    Optional<QueryLevel> inner = level.inside(query);
    if (inner.isEmpty() || query.anti()) {
      return;
    }
    Set<Integer> givers = inner.get().places();
    if (query.compared().isPresent()) {
      terms.add(joined(JoinTerm.columns(query.compared().get(), dialect), query.text(), givers));
      return;
    }
    for (JoinTerm inside : inner.get().terms()) {
      boolean named =
          inside.columns().stream()
              .flatMap(ref -> ref.table().stream())
              .anyMatch(
                  name -> relation.names().contains(name) && inner.get().named(name).isEmpty());
      if (named) {
        terms.add(term(inside, givers));
      }
    }
  }

  private static RowSearch.Term joined(Set<JoinTerm.Ref> refs, String text, Set<Integer> givers) {
    return new RowSearch.Term(Predicate.Shape.JOIN, named(refs), text, true, givers);
  }

  /** Places that give what these columns are compared with. */
  private Set<Integer> givers(Set<JoinTerm.Ref> refs) {
    Set<Integer> found = new HashSet<>();
    for (JoinTerm.Ref ref : refs) {
      if (ref.table().isEmpty()) {
        found.addAll(others());
        level.nesting().ifPresent(in -> found.addAll(in.level().places()));
      } else if (!relation.names().contains(ref.table().get())) {
        level
            .named(ref.table().get())
            .or(() -> level.nesting().flatMap(in -> in.level().named(ref.table().get())))
            .ifPresent(other -> found.addAll(other.places()));
      }
    }
    return found;
  }

  private Set<Integer> others() {
    return level.relations().stream()
        .filter(other -> other != relation)
        .flatMap(other -> other.places().stream())
        .collect(Collectors.toSet());
  }

  /**
   * An index may have its rows in the order that is asked for, or have the first one at its end.
   */
  private List<RowSearch.Term> ordered() {
    if (level.select().isEmpty() || level.relations().size() > 1) {
      return List.of();
    }
    PlainSelect plain = level.select().get();
    List<Expression> by = new ArrayList<>();
    if (plain.getOrderByElements() != null) {
      plain.getOrderByElements().forEach(element -> by.add(element.getExpression()));
    }
    boolean ends =
        plain.getGroupBy() == null && ENDS.matcher(plain.getSelectItems().toString()).find();
    if (plain.getDistinct() != null || ends) {
      plain.getSelectItems().stream().map(SelectItem::getExpression).forEach(by::add);
    }
    return by.stream()
        .map(
            each ->
                new JoinTerm(
                    each.toString(),
                    Predicate.Shape.RANGE,
                    JoinTerm.columns(each, dialect),
                    List.of()))
        .map(each -> term(each, Set.of()))
        .toList();
  }

  private List<RowSearch.Term> shared() {
    return relation.shared().stream()
        .map(ref -> joined(Set.of(ref), ref.column(), others()))
        .toList();
  }

  /** Rows around it give what IN compares its own with. */
  private List<RowSearch.Term> compared() {
    Optional<PlainSelect> plain = level.select().filter(QueryRows::keepsAll);
    Optional<Expression> outer = level.nesting().flatMap(in -> in.query().compared());
    if (plain.isEmpty() || outer.isEmpty() || plain.get().getSelectItems().size() != 1) {
      return List.of();
    }
    Expression item = plain.get().getSelectItem(0).getExpression();
    QueryLevel around = level.nesting().get().level();
    Set<Integer> givers = new HashSet<>();
    for (JoinTerm.Ref ref : JoinTerm.columns(outer.get(), dialect)) {
      givers.addAll(
          ref.table().flatMap(around::named).map(QueryRelation::places).orElseGet(around::places));
    }
    return List.of(joined(JoinTerm.columns(item, dialect), item.toString(), givers));
  }

  /** What a query around joins with columns that it has from here. */
  private List<RowSearch.Term> joinedAround() {
    if (level.around().isEmpty()) {
      return List.of();
    }
    QueryRelation outer = level.around().get();
    SearchTerms around = new SearchTerms(outer, dialect);
    List<RowSearch.Term> found = new ArrayList<>();
    for (JoinTerm term : outer.ownTerms()) {
      Set<JoinTerm.Ref> own =
          term.columns().stream()
              .filter(ref -> isOwn(ref, outer) && relation.gives(ref.column()))
              .collect(Collectors.toSet());
      if (!own.isEmpty() && own.size() < term.columns().size()) {
        found.add(joined(own, term.text(), around.givers(term.columns())));
      }
    }
    return found;
  }

  private static boolean isOwn(JoinTerm.Ref ref, QueryRelation relation) {
    return ref.table().filter(name -> !relation.names().contains(name)).isEmpty();
  }
}
