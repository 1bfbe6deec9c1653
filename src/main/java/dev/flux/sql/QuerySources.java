package dev.flux.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.WithItem;

/** Collects, as a statement is walked from the outside in, where it takes rows from. */
final class QuerySources {
  private final Dialect dialect;
  private final List<QueryLevel> levels = new ArrayList<>();
  private final IdentityHashMap<PlainSelect, QueryLevel.Relation> standing =
      new IdentityHashMap<>();

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
    inlined.forEach(this::inline);
    List<RowSource> found = new ArrayList<>();
    for (QueryLevel level : levels) {
      found.addAll(level.sources());
    }
    return found.stream()
        .filter(source -> tables.contains(source.table()))
        .filter(source -> timesIn(found, source.table()) == timesNamed(source.table()))
        .toList();
  }

  private static long timesIn(List<RowSource> sources, ObjectName table) {
    return sources.stream().filter(source -> source.table().equals(table)).count();
  }

  private long timesNamed(ObjectName wanted) {
    return named.stream().filter(table -> QueryNames.name(table, dialect).equals(wanted)).count();
  }

  private void inline(String name, PlainSelect plain) {
    List<QueryLevel.Relation> readers = new ArrayList<>();
    for (QueryLevel level : levels) {
      for (QueryLevel.Relation relation : level.relations()) {
        if (relation.item() instanceof Table table
            && QueryNames.name(table, dialect).equals(ObjectName.of(name))) {
          readers.add(relation);
        }
      }
    }
    if (readers.size() == 1 && bySelect.containsKey(plain)) {
      bySelect.get(plain).standsFor(readers.get(0));
    }
  }
}
