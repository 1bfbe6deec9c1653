package dev.flux.engine.postgresql;

import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.sql.CommaList;
import dev.flux.sql.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the rows of a table are shared among its partitions (manual, 5.12 Table Partitioning).
 *
 * @param keys columns and expressions, at least one; those of LIST have just one
 */
record Partitioning(Method method, List<PartitionKey> keys) {
  /** More rows than that are taken to go everywhere. */
  private static final int MOST_ROWS = 100;

  private static final Pattern KEYS = Pattern.compile("(?is)(range|list|hash)\\s*\\((.*)\\)");
  private static final Pattern HASH =
      Pattern.compile(
          "(?is)for\\s+values\\s+with\\s*\\(\\s*modulus\\s+(\\d{1,9})\\s*,"
              + "\\s*remainder\\s+(\\d{1,9})\\s*\\)");

  Partitioning {
    keys = List.copyOf(keys);
  }

  /** The methods. */
  enum Method {
    RANGE,
    LIST,
    HASH
  }

  /** That of a partitioned table; empty where its keys are not understood. */
  static Optional<Partitioning> find(Table parent, Catalog catalog) {
    Matcher written = KEYS.matcher(parent.storage().partitioning().orElse("").strip());
    if (!written.matches()) {
      return Optional.empty();
    }
    Method method = Method.valueOf(written.group(1).toUpperCase(Locale.ROOT));
    List<PartitionKey> keys = new ArrayList<>();
    for (String part : CommaList.parts(written.group(2))) {
      Optional<PartitionKey> key = PartitionKey.find(part, method == Method.LIST, parent, catalog);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      keys.add(key.get());
    }
    return keys.isEmpty() ? Optional.empty() : Optional.of(new Partitioning(method, keys));
  }

  /**
   * Whether all rows with such keys are within the bounds; empty where that is not certain. Nothing
   * but a scan shows it of a hash.
   */
  Optional<Boolean> within(List<KeySpan> spans, String bounds) {
    if (method == Method.HASH) {
      return Optional.of(false);
    }
    return keys.size() == 1
        ? keys.get(0).bounds(bounds).map(wanted -> spans.get(0).within(wanted))
        : RowRange.find(bounds, keys)
            .map(
                range ->
                    RowRange.of(spans).filter(rows -> rows.coveredBy(List.of(range))).isPresent());
  }

  /**
   * Whether the partition may hold rows with such keys.
   *
   * @param all partitions of the table
   */
  boolean canHold(Table partition, List<Table> all, Function<PartitionKey, KeySpan> known) {
    List<KeySpan> wanted = keys.stream().map(known).toList();
    return partition.defaultPartition()
        ? !covered(all, wanted)
        : bounds(partition).filter(bounds -> !meets(bounds, wanted)).isEmpty();
  }

  private static Optional<String> bounds(Table partition) {
    return partition.storage().bounds();
  }

  /** Whether rows with such keys may be within the bounds. */
  boolean meets(String bounds, List<KeySpan> wanted) {
    return switch (method) {
      case LIST -> meetsOnly(bounds, wanted);
      case RANGE ->
          keys.size() == 1
              ? meetsOnly(bounds, wanted)
              : RowRange.find(bounds, keys).filter(range -> !meets(range, wanted)).isEmpty();
      case HASH -> hashed(bounds, wanted);
    };
  }

  /** The server looks at each IN alone, and then only where it is for the first column. */
  private static boolean meets(RowRange range, List<KeySpan> wanted) {
    List<KeySpan> first = new ArrayList<>(Collections.nCopies(wanted.size(), KeySpan.ANY));
    first.set(0, wanted.get(0));
    return range.meets(first) && range.meets(equal(wanted));
  }

  /** Without what several values are listed of. */
  private static List<KeySpan> equal(List<KeySpan> wanted) {
    return wanted.size() == 1
        ? wanted
        : wanted.stream()
            .map(span -> span.some().filter(s -> s.size() > 1).map(s -> KeySpan.ANY).orElse(span))
            .toList();
  }

  private boolean meetsOnly(String bounds, List<KeySpan> wanted) {
    return keys.get(0).bounds(bounds).map(span -> span.meets(wanted.get(0))).orElse(true);
  }

  private boolean hashed(String bounds, List<KeySpan> wanted) {
    Matcher written = HASH.matcher(bounds.strip());
    List<List<KeyValue>> rows = rows(equal(wanted));
    if (!written.matches() || rows.isEmpty()) {
      return true;
    }
    List<SqlType> types = keys.stream().map(PartitionKey::type).toList();
    long modulus = Long.parseLong(written.group(1));
    long remainder = Long.parseLong(written.group(2));
    return rows.stream()
        .anyMatch(row -> PartitionHash.belongs(row, types, modulus, remainder).orElse(true));
  }

  /** Every row of keys that is meant; none where they are not listed, or are many. */
  private static List<List<KeyValue>> rows(List<KeySpan> wanted) {
    List<List<KeyValue>> rows = List.of(List.of());
    for (KeySpan span : wanted) {
      List<List<KeyValue>> longer = new ArrayList<>();
      for (List<KeyValue> row : rows) {
        for (KeyValue value : span.some().orElse(Set.of())) {
          List<KeyValue> more = new ArrayList<>(row);
          more.add(value);
          longer.add(more);
        }
      }
      rows = longer.size() > MOST_ROWS ? List.of() : longer;
    }
    return rows;
  }

  /** Whether partitions with bounds of their own take all of it. */
  private boolean covered(List<Table> all, List<KeySpan> wanted) {
    if (keys.size() == 1) {
      return covered(all, keys.get(0), wanted.get(0));
    }
    List<RowRange> ranges =
        all.stream()
            .flatMap(partition -> bounds(partition).stream())
            .flatMap(bounds -> RowRange.find(bounds, keys).stream())
            .toList();
    return RowRange.of(equal(wanted)).filter(rows -> rows.coveredBy(ranges)).isPresent();
  }

  private static boolean covered(List<Table> all, PartitionKey key, KeySpan wanted) {
    List<KeySpan> bounds =
        all.stream().flatMap(partition -> bounds(partition).flatMap(key::bounds).stream()).toList();
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
              Optional.of(new KeySpan.Edge(bound.high().get().place(), true)), wanted.high());
    }
    return !rest.meets(rest);
  }
}
