package dev.flux.sql;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.WithItem;
import org.jspecify.annotations.Nullable;

/** Collects, as a statement is walked from the outside in, where it takes rows from. */
final class QuerySources {
  private final Dialect dialect;
  private final List<QueryLevel> levels = new ArrayList<>();
  private final IdentityHashMap<PlainSelect, QueryRelation> standing = new IdentityHashMap<>();

  private final IdentityHashMap<PlainSelect, QueryLevel.Nesting> nested = new IdentityHashMap<>();

  /** What WITH names. */
  private final Map<String, WithItem<?>> with = new HashMap<>();

  private int places;

  /** The queries of WITH that the server takes for sub-queries where they are read once. */
  private final Map<String, PlainSelect> inlined = new HashMap<>();

  private final IdentityHashMap<PlainSelect, QueryLevel> bySelect = new IdentityHashMap<>();
  private final Set<Table> named = Collections.newSetFromMap(new IdentityHashMap<>());

  QuerySources(Dialect dialect) {
    this.dialect = dialect;
  }

  /** A table is named there. */
  void named(Table table) {
    named.add(table);
  }

  /** A query, which the walk may come to more than once. */
  void enter(PlainSelect plain) {
    if (bySelect.containsKey(plain)) {
      return;
    }
    QueryLevel level = QueryLevel.of(plain, dialect);
    bySelect.put(plain, level);
    if (standing.containsKey(plain)) {
      level.standsFor(standing.get(plain));
      standing.get(plain).stores(level);
    }
    if (nested.containsKey(plain)) {
      level.standsIn(nested.get(plain).level(), nested.get(plain).query());
    }
    add(level);
  }

  void add(QueryLevel level) {
    levels.add(level);
    level
        .nested()
        .forEach(query -> nested.put(query.query(), new QueryLevel.Nesting(level, query)));
    for (QueryRelation relation : level.relations()) {
      places++;
      relation.isAt(places);
      if (relation.item() instanceof ParenthesedSelect inner
          && inner.getSelect() instanceof PlainSelect plain) {
        standing.put(plain, relation);
      }
    }
  }

  /** What WITH names. */
  void with(String name, WithItem<?> item) {
    with.put(name, item);
    if (item.getParenthesedStatement() instanceof ParenthesedSelect query
        && query.getSelect() instanceof PlainSelect plain
        && (!item.isMaterialized() || item.isUsingNot())
        && !item.isRecursive()
        && (item.getWithItemList() == null || item.getWithItemList().isEmpty())) {
      inlined.put(name, plain);
    }
  }

  /** Of these tables, those that are named nowhere else. */
  List<RowSource> of(Set<ObjectName> tables) {
    Map<ObjectName, List<QueryRelation>> readers = readers();
    with.forEach((name, item) -> store(item, readers.getOrDefault(ObjectName.of(name), List.of())));
    inlined.forEach((name, plain) -> inline(plain, readers.get(ObjectName.of(name))));
    List<RowSource> found = levels.stream().flatMap(level -> level.sources().stream()).toList();
    Map<ObjectName, Long> timesFound =
        found.stream().collect(groupingBy(RowSource::table, counting()));
    Map<ObjectName, Long> timesNamed =
        named.stream().collect(groupingBy(table -> QueryNames.name(table, dialect), counting()));
    return found.stream()
        .filter(source -> tables.contains(source.table()))
        .filter(
            source ->
                Objects.equals(timesFound.get(source.table()), timesNamed.get(source.table())))
        .toList();
  }

  private Map<ObjectName, List<QueryRelation>> readers() {
    return levels.stream()
        .flatMap(level -> level.relations().stream())
        .filter(relation -> relation.item() instanceof Table)
        .collect(groupingBy(relation -> QueryNames.name((Table) relation.item(), dialect)));
  }

  /** Its rows are those of the relations that have its name. */
  private void store(WithItem<?> item, List<QueryRelation> readers) {
    for (QueryRelation reader : readers) {
      if (item.isRecursive()) {
        reader.isRecursive();
      } else if (item.getParenthesedStatement() instanceof ParenthesedSelect query
          && query.getSelect() instanceof PlainSelect plain
          && bySelect.containsKey(plain)
          && bySelect.get(plain) != reader.level()) {
        reader.stores(bySelect.get(plain));
      }
    }
  }

  private void inline(PlainSelect plain, @Nullable List<QueryRelation> readers) {
    if (readers != null && readers.size() == 1 && bySelect.containsKey(plain)) {
      bySelect.get(plain).standsFor(readers.get(0));
    }
  }
}
