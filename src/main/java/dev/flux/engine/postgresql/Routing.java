package dev.flux.engine.postgresql;

import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Predicate;
import dev.flux.sql.RowSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which partitions rows are in, as far as constants say so; all of them where they do not (manual,
 * 5.12.4 Partition Pruning; measured).
 */
interface Routing extends Setting {
  /** More rows than that are taken to go everywhere. */
  int MOST_ROWS = 1_000;

  /** More ways to satisfy a condition are not told apart. */
  int MOST_CASES = 50;

  /** A column, with what stands before it. */
  Pattern NAME = Pattern.compile("(?:(\"[^\"]+\"|[\\w$]+)\\.)?(\"[^\"]+\"|[\\w$]+)");

  /** A column and a whole number that is added to it. */
  Pattern SUM = Pattern.compile("(\"[^\"]+\"|[\\w$]+)\\s*([+-])\\s*(\\d{1,6})");

  /** Words in what a table is partitioned by. */
  Pattern WORD = Pattern.compile("[^\\w$]+");

  /**
   * The table and those of its partitions, theirs too, that can hold rows with keys of one of these
   * kinds; each level is looked at by itself.
   */
  private List<ObjectName> holding(ObjectName table, List<Function<PartitionKey, KeySpan>> kinds) {
    List<ObjectName> found = new ArrayList<>();
    found.add(table);
    List<Table> partitions = before().partitionsOf(table);
    Optional<Partitioning> shared =
        before().findTable(table).flatMap(t -> Partitioning.find(t, before()));
    for (Table partition : partitions) {
      boolean holds =
          shared.isEmpty()
              || kinds.stream()
                  .anyMatch(known -> shared.get().canHold(partition, partitions, known));
      if (holds) {
        found.addAll(holding(partition.name(), kinds));
      }
    }
    return found;
  }

  /**
   * The table and its partitions that can hold the rows that conditions are for.
   *
   * @param own whether what stands before a column is a name of the table
   * @param set what a key is besides what the condition says; that counts alone then
   */
  default List<ObjectName> holding(
      ObjectName table,
      List<String> conditions,
      java.util.function.Predicate<String> own,
      Function<PartitionKey, Optional<KeySpan>> set) {
    List<Function<PartitionKey, KeySpan>> kinds = new ArrayList<>();
    for (List<String> together : cases(conditions)) {
      kinds.add(key -> set.apply(key).orElseGet(() -> said(together, key, own)));
    }
    return holding(table, kinds);
  }

  /** The table of an UPDATE or DELETE and its partitions that can hold the rows. */
  default List<ObjectName> among(
      ObjectName table,
      Optional<Predicate> condition,
      DataOperation.Inside inside,
      Function<PartitionKey, Optional<KeySpan>> set) {
    String name = inside.alias().orElse(table.name());
    List<String> terms =
        condition.map(Predicate::terms).orElse(List.of()).stream()
            .map(Predicate.Term::text)
            .toList();
    return holding(
        table,
        target(table, name, inside.sources()).map(RowSource::asked).orElse(terms),
        name::equals,
        set);
  }

  private static Optional<RowSource> target(
      ObjectName table, String name, List<RowSource> sources) {
    List<RowSource> own =
        sources.stream()
            .filter(source -> source.table().equals(table) && source.names().contains(name))
            .toList();
    return own.size() == 1 ? Optional.of(own.get(0)) : Optional.empty();
  }

  /** The table of a MERGE and its partitions that can hold rows which it finds or inserts. */
  default List<ObjectName> among(DataOperation.Merge merge) {
    ObjectName table = merge.table();
    Optional<RowSource> target = target(table, merge.alias().orElse(table.name()), merge.sources());
    if (target.isEmpty()) {
      return tree(table);
    }
    List<ObjectName> found = new ArrayList<>(holding(target.get()));
    if (merge.inserts()) {
      List<String> row =
          merge.filled().stream().map(column -> merge.inserted().getOrDefault(column, "")).toList();
      found.addAll(holding(table, List.of(key -> value(key, merge.filled(), row, table))));
    }
    return found.stream().distinct().toList();
  }

  /** The tables and partitions from which rows are taken there. */
  default List<ObjectName> holding(RowSource source) {
    return holding(
        source.table(), source.asked(), source.names()::contains, key -> Optional.empty());
  }

  /**
   * What AND joins, one list for each way to satisfy OR; OR is passed over where there are many.
   */
  private static List<List<String>> cases(List<String> conditions) {
    List<List<String>> cases = List.of(List.of());
    for (String condition : conditions) {
      List<List<String>> ways = new ArrayList<>();
      for (String way : Predicate.alternatives(condition, Dialect.POSTGRESQL)) {
        for (List<String> one : cases) {
          List<String> longer = new ArrayList<>(one);
          longer.addAll(Predicate.parts(way, Dialect.POSTGRESQL));
          ways.add(longer);
        }
      }
      cases = ways.size() > MOST_CASES ? cases : ways;
    }
    return cases;
  }

  /** What conditions that all hold say of a key. */
  private static KeySpan said(
      List<String> terms, PartitionKey key, java.util.function.Predicate<String> own) {
    KeySpan span = KeySpan.ANY;
    for (String term : terms) {
      span = span.and(KeyTerm.find(term, key, own).orElse(KeySpan.ANY));
    }
    return span;
  }

  /** The table and its partitions that hold the rows once an UPDATE has set their keys. */
  default List<ObjectName> reached(DataOperation.Update update) {
    return among(
        update.table(),
        update.where(),
        update.inside(),
        key ->
            WORD.splitAsStream(key.text()).noneMatch(update.columns()::contains)
                ? Optional.empty()
                : Optional.of(
                    key.column()
                        .flatMap(column -> Optional.ofNullable(update.values().get(column)))
                        .flatMap(value -> key.value(value).or(() -> moved(key, value, update)))
                        .orElse(KeySpan.ANY)));
  }

  /** What the condition says of the key, as far on as a number that is added to it says. */
  private Optional<KeySpan> moved(PartitionKey key, String value, DataOperation.Update update) {
    Matcher sum = SUM.matcher(value.strip());
    boolean own =
        sum.matches()
            && key.column().filter(Identifiers.name(sum.group(1)).name()::equals).isPresent();
    if (!own || update.where().isEmpty()) {
      return Optional.empty();
    }
    List<String> terms = update.where().get().terms().stream().map(Predicate.Term::text).toList();
    String name = update.inside().alias().orElse(update.table().name());
    return key.distance(sum.group(2) + sum.group(3))
        .map(by -> said(terms, key, name::equals).moved(by));
  }

  /**
   * The table with the partitions that new rows go to, where the rows are written out; version 11
   * locks all.
   */
  default Set<ObjectName> receiving(DataOperation.Insert insert) {
    Set<ObjectName> found = new LinkedHashSet<>();
    List<String> columns =
        insert.columns().isEmpty() ? columnsOf(insert.table()) : insert.columns();
    boolean told = version().atLeast(12) && insert.values().size() <= MOST_ROWS;
    List<String> selected = selected(insert);
    List<List<String>> rows = selected.isEmpty() ? insert.values() : List.of(selected);
    for (List<String> row : told ? rows : List.<List<String>>of()) {
      found.addAll(holding(insert.table(), List.of(key -> received(key, columns, row, insert))));
    }
    return found.isEmpty() ? new LinkedHashSet<>(partitions(insert.table())) : found;
  }

  /** What its query gives each column, a star taken apart; none where that is not known. */
  private List<String> selected(DataOperation.Insert insert) {
    List<String> items = new ArrayList<>();
    for (String item : insert.selected()) {
      if (!item.endsWith("*")) {
        items.add(item);
        continue;
      }
      String before = item.substring(0, item.length() - 1);
      List<String> columns =
          source(insert, before.replaceFirst("\\.$", ""))
              .map(source -> columnsOf(source.table()))
              .orElse(List.of());
      if (columns.isEmpty()) {
        return List.of();
      }
      columns.forEach(name -> items.add(before + '"' + name + '"'));
    }
    return items;
  }

  /** The one that a column with this in front is of; the only one where nothing is. */
  private static Optional<RowSource> source(DataOperation.Insert insert, String front) {
    List<RowSource> found =
        insert.sources().stream()
            .filter(
                source ->
                    front.isEmpty() || source.names().contains(Identifiers.name(front).name()))
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** What is written out, or what the query of the rows asks of the column that it puts there. */
  private KeySpan received(
      PartitionKey key, List<String> columns, List<String> row, DataOperation.Insert insert) {
    KeySpan value = value(key, columns, row, insert.table());
    int at = key.column().map(columns::indexOf).orElse(-1);
    Matcher named = NAME.matcher(at < 0 || at >= row.size() ? "" : row.get(at).strip());
    if (!value.equals(KeySpan.ANY) || !named.matches()) {
      return value;
    }
    Optional<RowSource> from = source(insert, Optional.ofNullable(named.group(1)).orElse(""));
    List<List<String>> cases = from.map(source -> cases(source.asked())).orElse(List.of());
    return cases.size() == 1
        ? said(
            cases.get(0),
            key.in(Identifiers.name(named.group(2)).name()),
            from.orElseThrow().names()::contains)
        : value;
  }

  /** Whether every row that is written out says NULL for the column. */
  default boolean isNull(String column, DataOperation.Insert insert) {
    List<String> columns =
        insert.columns().isEmpty() ? columnsOf(insert.table()) : insert.columns();
    int at = columns.indexOf(column);
    return at >= 0
        && !insert.values().isEmpty()
        && insert.values().stream()
            .allMatch(row -> at < row.size() && row.get(at).equalsIgnoreCase("null"));
  }

  /** The table's columns in order; none where not all are known. */
  default List<String> columnsOf(ObjectName table) {
    return before().findTable(table).filter(Table::complete).stream()
        .flatMap(known -> known.columns().stream())
        .map(column -> column.name())
        .toList();
  }

  private KeySpan value(
      PartitionKey key, List<String> columns, List<String> row, ObjectName table) {
    int at = key.column().map(columns::indexOf).orElse(-1);
    int of = key.inOneCase().map(columns::indexOf).orElse(-1);
    if (of >= 0 && of < row.size()) {
      return key.valueInOneCase(row.get(of)).orElse(KeySpan.ANY);
    }
    if (key.column().isEmpty() || (at < 0 && columns.isEmpty())) {
      return KeySpan.ANY;
    }
    boolean left = at < 0 || (at >= row.size() && row.size() < columns.size());
    Optional<KeySpan> value =
        left || (at < row.size() && row.get(at).equalsIgnoreCase("default"))
            ? column(table, key.text()).flatMap(key::value)
            : at < row.size() ? key.value(row.get(at)) : Optional.empty();
    return value.orElse(KeySpan.ANY);
  }

  /** Whether setting the columns can move rows from one partition to another. */
  default boolean moves(ObjectName table, List<String> columns) {
    return partitions(table).stream()
        .flatMap(name -> before().findTable(name).stream())
        .flatMap(known -> known.storage().partitioning().stream())
        .flatMap(by -> WORD.splitAsStream(by))
        .anyMatch(columns::contains);
  }

  /**
   * Whether CHECKs of the table say that its rows are within the bounds; empty where that is not
   * certain.
   */
  default Optional<Boolean> checked(Table partition, Table parent, String bounds) {
    Optional<Partitioning> shared =
        Partitioning.find(parent, before())
            .filter(by -> by.keys().stream().allMatch(key -> key.column().isPresent()));
    List<KeySpan> spans = new ArrayList<>();
    for (PartitionKey key : shared.map(Partitioning::keys).orElse(List.of())) {
      checked(partition, key).ifPresent(spans::add);
    }
    return shared
        .filter(by -> by.keys().size() == spans.size())
        .flatMap(by -> by.within(spans, bounds))
        .map(
            within ->
                within
                    && shared.get().keys().stream()
                        .allMatch(key -> neverNull(partition, key.text())));
  }

  /** Whether CHECKs of the table say that none of its rows is within the bounds. */
  default boolean excluded(Table table, Partitioning shared, String bounds) {
    List<String> checks =
        table.constraints().stream()
            .filter(TableConstraint::validated)
            .filter(check -> check.definition().kind() == Constraint.Kind.CHECK)
            .flatMap(check -> terms(check).stream())
            .toList();
    return shared.keys().size() == 1
        && cases(checks).stream()
            .map(together -> said(together, shared.keys().get(0), name -> true))
            .noneMatch(span -> shared.meets(bounds, List.of(span)));
  }

  /** What CHECKs say of a key; empty where that is not certain. */
  private static Optional<KeySpan> checked(Table partition, PartitionKey key) {
    KeySpan span = KeySpan.ANY;
    for (TableConstraint check : partition.constraints()) {
      if (check.validated() && check.definition().kind() == Constraint.Kind.CHECK) {
        for (String term : terms(check)) {
          Optional<KeySpan> said = KeyTerm.find(term, key, name -> true);
          if (said.isEmpty()
              && term.contains(key.text())
              && !NotNullProof.proves(term, key.text())) {
            return Optional.empty();
          }
          span = span.and(said.orElse(KeySpan.ANY));
        }
      }
    }
    return Optional.of(span);
  }

  private static List<String> terms(TableConstraint check) {
    return check
        .definition()
        .check()
        .map(condition -> Predicate.parts(condition.text(), Dialect.POSTGRESQL))
        .orElse(List.of());
  }

  private boolean neverNull(Table table, String column) {
    return table.findColumn(column).filter(c -> c.notNull()).isPresent()
        || provenNotNull(table.name(), column);
  }
}
