package dev.flux.engine.postgresql;

import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Predicate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Which partitions rows are in, as far as constants say so; all of them where they do not (manual,
 * 5.12.4 Partition Pruning; measured).
 */
interface Routing extends Setting {
  /** More rows than that are taken to go everywhere. */
  int MOST_ROWS = 1_000;

  /** Words in what a table is partitioned by. */
  Pattern WORD = Pattern.compile("[^\\w$]+");

  /** The table and those of its partitions, theirs too, that can hold rows with such keys. */
  default List<ObjectName> holding(ObjectName table, Function<PartitionKey, KeySpan> known) {
    List<ObjectName> found = new ArrayList<>();
    found.add(table);
    List<Table> partitions = before().partitionsOf(table);
    Optional<PartitionKey> key =
        before().findTable(table).flatMap(t -> PartitionKey.find(t, before()));
    for (Table partition : partitions) {
      if (key.isEmpty() || canHold(partition, partitions, key.get(), known.apply(key.get()))) {
        found.addAll(holding(partition.name(), known));
      }
    }
    return found;
  }

  private static boolean canHold(
      Table partition, List<Table> all, PartitionKey key, KeySpan wanted) {
    return partition.defaultPartition()
        ? !covered(all, key, wanted)
        : bounds(partition, key).filter(bounds -> !bounds.meets(wanted)).isEmpty();
  }

  private static Optional<KeySpan> bounds(Table partition, PartitionKey key) {
    return partition.storage().bounds().flatMap(key::bounds);
  }

  /** Whether partitions with bounds of their own take all of it. */
  private static boolean covered(List<Table> all, PartitionKey key, KeySpan wanted) {
    List<KeySpan> bounds =
        all.stream().flatMap(partition -> bounds(partition, key).stream()).toList();
    if (wanted.some().isPresent()) {
      return wanted.some().get().stream()
          .allMatch(value -> bounds.stream().anyMatch(b -> KeySpan.of(Set.of(value)).within(b)));
    }
    if (key.list() || wanted.low().isEmpty() || wanted.high().isEmpty()) {
      return false;
    }
    List<KeySpan> sorted =
        bounds.stream()
            .filter(b -> b.low().isPresent() && b.high().isPresent() && b.meets(wanted))
            .sorted(Comparator.comparing(b -> b.low().get().place()))
            .toList();
    KeySpan rest = wanted;
    for (KeySpan bound : sorted) {
      boolean next = rest.low().get().place().compareTo(bound.low().get().place()) >= 0;
      if (!next) {
        return false;
      }
      rest =
          new KeySpan(
              Optional.empty(),
              Optional.of(new KeySpan.Edge(bound.high().get().place(), true)),
              wanted.high());
    }
    return !rest.meets(rest);
  }

  /** What a condition says of a key; the parts that AND joins all hold. */
  static KeySpan said(Optional<Predicate> condition, PartitionKey key) {
    KeySpan span = KeySpan.ANY;
    for (Predicate.Term term : condition.map(Predicate::terms).orElse(List.of())) {
      span = span.and(key.condition(term.text()).orElse(KeySpan.ANY));
    }
    return span;
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
    for (List<String> row : told ? insert.values() : List.<List<String>>of()) {
      found.addAll(holding(insert.table(), key -> value(key, columns, row, insert.table())));
    }
    return found.isEmpty() ? new LinkedHashSet<>(partitions(insert.table())) : found;
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

  private List<String> columnsOf(ObjectName table) {
    return before().findTable(table).filter(Table::complete).stream()
        .flatMap(known -> known.columns().stream())
        .map(column -> column.name())
        .toList();
  }

  private KeySpan value(
      PartitionKey key, List<String> columns, List<String> row, ObjectName table) {
    int at = columns.indexOf(key.column());
    boolean left = at < 0 ? !columns.isEmpty() : at >= row.size() && row.size() < columns.size();
    Optional<KeySpan> value =
        left || (at >= 0 && at < row.size() && row.get(at).equalsIgnoreCase("default"))
            ? column(table, key.column()).flatMap(key::value)
            : at >= 0 && at < row.size() ? key.value(row.get(at)) : Optional.empty();
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
    Optional<PartitionKey> key = PartitionKey.find(parent, before());
    Optional<KeySpan> wanted = key.flatMap(k -> k.bounds(bounds));
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    String column = key.get().column();
    KeySpan span = KeySpan.ANY;
    for (TableConstraint check : partition.constraints()) {
      if (check.validated() && check.definition().kind() == Constraint.Kind.CHECK) {
        for (String term : terms(check)) {
          Optional<KeySpan> said = key.get().condition(term);
          if (said.isEmpty() && term.contains(column) && !NotNullProof.proves(term, column)) {
            return Optional.empty();
          }
          span = span.and(said.orElse(KeySpan.ANY));
        }
      }
    }
    return Optional.of(span.within(wanted.get()) && neverNull(partition, column));
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
