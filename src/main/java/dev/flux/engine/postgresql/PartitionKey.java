package dev.flux.engine.postgresql;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.CommaList;
import dev.flux.sql.Identifiers;
import dev.flux.sql.SqlType;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one column by whose values a table is partitioned, and what constants say of it (manual, 5.12
 * Table Partitioning).
 *
 * @param list whether by values instead of ranges
 */
record PartitionKey(String column, SqlType type, boolean list, Catalog catalog) {
  private static final Pattern KEY =
      Pattern.compile("(?is)(range|list)\\s*\\(\\s*(\"[^\"]+\"|[\\w$]+)\\s*\\)");
  private static final Pattern RANGE =
      Pattern.compile("(?is)for\\s+values\\s+from\\s*\\((.*?)\\)\\s*to\\s*\\((.*)\\)");
  private static final Pattern VALUES = Pattern.compile("(?is)for\\s+values\\s+in\\s*\\((.*)\\)");
  private static final Pattern COMPARISON =
      Pattern.compile("(?is)(?:[\\w\"]+\\.)?(\"[^\"]+\"|[\\w$]+)\\s*(=|<=|>=|<|>)\\s*([^<>=].*)");
  private static final Pattern AMONG =
      Pattern.compile("(?is)(?:[\\w\"]+\\.)?(\"[^\"]+\"|[\\w$]+)\\s+in\\s*\\((.*)\\)");
  private static final Pattern BETWEEN =
      Pattern.compile(
          "(?is)(?:[\\w\"]+\\.)?(\"[^\"]+\"|[\\w$]+)\\s+between\\s+(.*?)\\s+and\\s+(.*)");

  /** That of a partitioned table; empty for HASH, expressions and several columns. */
  static Optional<PartitionKey> find(Table parent, Catalog catalog) {
    Matcher key = KEY.matcher(parent.storage().partitioning().orElse(""));
    if (!key.matches()) {
      return Optional.empty();
    }
    boolean list = key.group(1).equalsIgnoreCase("list");
    return parent
        .findColumn(Identifiers.name(key.group(2)).name())
        .flatMap(
            column ->
                column.type().map(type -> new PartitionKey(column.name(), type, list, catalog)));
  }

  /** What a partition of these bounds holds; empty where they are no plain constants. */
  Optional<KeySpan> bounds(String bounds) {
    Matcher range = RANGE.matcher(bounds.strip());
    if (!list && range.matches()) {
      Optional<KeySpan> low = edge(range.group(1), "MINVALUE", ">=");
      Optional<KeySpan> high = edge(range.group(2), "MAXVALUE", "<");
      return low.flatMap(from -> high.map(from::and));
    }
    Matcher values = VALUES.matcher(bounds.strip());
    return list && values.matches() ? among(values.group(1)) : Optional.empty();
  }

  private Optional<KeySpan> edge(String written, String none, String operator) {
    return written.strip().equalsIgnoreCase(none)
        ? Optional.of(KeySpan.ANY)
        : compared(operator, written);
  }

  /** The one value, where it is a constant. */
  Optional<KeySpan> value(String written) {
    return compared("=", written);
  }

  /** The default value of the column, where it is a constant. */
  Optional<KeySpan> value(Column column) {
    return column.defaultValue().flatMap(value -> value(value.text()));
  }

  /** What a part of a condition says of the key; empty where it says nothing that is certain. */
  Optional<KeySpan> condition(String term) {
    Matcher comparison = COMPARISON.matcher(term.strip());
    if (comparison.matches() && isKey(comparison.group(1))) {
      return compared(comparison.group(2), comparison.group(3));
    }
    Matcher among = AMONG.matcher(term.strip());
    if (among.matches() && isKey(among.group(1))) {
      return among(among.group(2));
    }
    Matcher between = BETWEEN.matcher(term.strip());
    return between.matches() && isKey(between.group(1))
        ? compared(">=", between.group(2))
            .flatMap(from -> compared("<=", between.group(3)).map(from::and))
        : Optional.empty();
  }

  private boolean isKey(String written) {
    return Identifiers.name(written).name().equals(column);
  }

  private Optional<KeySpan> among(String items) {
    Set<KeyValue> values = new HashSet<>();
    for (String item : CommaList.parts(items)) {
      Optional<KeyValue> value = KeyValue.find(item, type, catalog);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(KeySpan.of(values));
  }

  private Optional<KeySpan> compared(String operator, String written) {
    Optional<KeyValue> value = KeyValue.find(written, type, catalog);
    if (operator.equals("=")) {
      return value.map(v -> KeySpan.of(Set.of(v)));
    }
    Optional<KeySpan.Edge> edge =
        value.flatMap(KeyValue::place).map(p -> new KeySpan.Edge(p, operator.endsWith("=")));
    boolean upper = operator.startsWith("<");
    return edge.map(
        e ->
            new KeySpan(
                Optional.empty(),
                upper ? Optional.empty() : Optional.of(e),
                upper ? Optional.of(e) : Optional.empty()));
  }
}
