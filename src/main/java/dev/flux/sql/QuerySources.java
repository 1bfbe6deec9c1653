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
  private final IdentityHashMap<PlainSelect, QueryLevel.Relation> standing =
      new IdentityHashMap<>();

  /** The queries of WITH that the server takes for sub-queries where they are read once. */
  private final Map<String, PlainSelect> inlined = new HashMap<>();

  private final IdentityHashMap<PlainSelect, QueryLevel> bySelect = new IdentityHashMap<>();
  private boolean combined;
  private final Set<Table> named = Collections.newSetFromMap(new IdentityHashMap<>());

  QuerySources(Dialect dialect) {
    this.dialect = dialect;
  }

  /** A table is named there. */
  void named(Table table) {
    named.add(table);
  }

  /** What follows is combined with other queries. */
  void combine() {
    combined = true;
  }

  /** A query, which the walk may come to more than once. */
  void enter(PlainSelect plain) {
    if (bySelect.containsKey(plain)) {
      return;
    }
    QueryLevel level = QueryLevel.of(plain, dialect);
    if (levels.isEmpty() && !combined) {
      level.isOutermost();
    }
    bySelect.put(plain, level);
    if (standing.containsKey(plain)) {
      level.standsFor(standing.get(plain));
    }
    add(level);
  }

  void add(QueryLevel level) {
    levels.add(level);
    for (QueryLevel.Relation relation : level.relations()) {
      if (relation.item() instanceof ParenthesedSelect inner
          && inner.getSelect() instanceof PlainSelect plain) {
        standing.put(plain, relation);
      }
    }
  }

  /** What WITH names. */
  void with(String name, WithItem<?> item) {
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
    Map<ObjectName, List<QueryLevel.Relation>> readers = readers();
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

  private Map<ObjectName, List<QueryLevel.Relation>> readers() {
    return levels.stream()
        .flatMap(level -> level.relations().stream())
        .filter(relation -> relation.item() instanceof Table)
        .collect(groupingBy(relation -> QueryNames.name((Table) relation.item(), dialect)));
  }

  private void inline(PlainSelect plain, @Nullable List<QueryLevel.Relation> readers) {
    if (readers != null && readers.size() == 1 && bySelect.containsKey(plain)) {
      bySelect.get(plain).standsFor(readers.get(0));
    }
  }
}
