package dev.flux.engine.postgresql;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.CommaList;
import dev.flux.sql.Identifiers;
import dev.flux.sql.SqlType;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column or expression by whose values a table is partitioned, and what constants say of it
 * (manual, 5.12 Table Partitioning).
 *
 * @param text in lower case and without spaces where it is an expression; else the column's name
 * @param column empty for an expression
 * @param list whether by values instead of ranges
 */
record PartitionKey(
    String text, Optional<String> column, SqlType type, boolean list, Catalog catalog) {
  /** The bounds of a partition by ranges. */
  static final Pattern RANGE =
      Pattern.compile("(?is)for\\s+values\\s+from\\s*\\((.*?)\\)\\s*to\\s*\\((.*)\\)");

  /** Longer conditions are taken to say nothing. */
  private static final int LONGEST = 10_000;

  private static final Pattern COLUMN =
      Pattern.compile("(?is)(\"[^\"]+\"|[\\w$]+)(?:\\s+collate\\s+\\S+)?(?:\\s+[\\w.]+_ops)?");
  private static final Pattern CALL =
      Pattern.compile("(?is)\\(*\\s*(\\w+)\\s*\\(\\s*(\"[^\"]+\"|[\\w$]+)[^()]*\\)\\s*\\)*");
  private static final Set<String> TEXTS =
      Set.of("lower", "upper", "left", "right", "substr", "substring", "md5", "trim", "btrim");
  private static final Set<String> NUMBERS = Set.of("extract", "date_part", "mod", "abs", "length");
  private static final Pattern VALUES = Pattern.compile("(?is)for\\s+values\\s+in\\s*\\((.*)\\)");
  private static final Pattern COMPARISON =
      Pattern.compile("(?is)(.+?)\\s*(=|<=|>=|<|>)\\s*([^<>=].*)");
  private static final Pattern AMONG = Pattern.compile("(?is)(.+?)\\s+in\\s*\\((.*)\\)");
  private static final Pattern ANY_OF =
      Pattern.compile("(?is)(.+?)\\s*=\\s*any\\s*\\(\\s*array\\s*\\[(.*)]\\s*\\)");
  private static final Pattern BETWEEN =
      Pattern.compile("(?is)(.+?)\\s+between\\s+(.*?)\\s+and\\s+(.*)");
  private static final Pattern NULL = Pattern.compile("(?is)(.+?)\\s+is\\s+null");
  private static final Pattern QUALIFIED =
      Pattern.compile("(?is)(?:[\\w\"]+\\.)?(\"[^\"]+\"|[\\w$]+)");

  /** One of those behind PARTITION BY; empty where nothing is known of its values. */
  static Optional<PartitionKey> find(String part, boolean list, Table parent, Catalog catalog) {
    Matcher plain = COLUMN.matcher(part.strip());
    if (plain.matches()) {
      return parent
          .findColumn(Identifiers.name(plain.group(1)).name())
          .flatMap(
              c ->
                  c.type()
                      .map(
                          type ->
                              new PartitionKey(
                                  c.name(), Optional.of(c.name()), type, list, catalog)));
    }
    Matcher call = CALL.matcher(part.strip());
    return call.matches()
        ? result(call.group(1))
            .map(type -> new PartitionKey(plain(part), Optional.empty(), type, list, catalog))
        : Optional.empty();
  }

  private static Optional<SqlType> result(String function) {
    String name = function.toLowerCase(Locale.ROOT);
    return TEXTS.contains(name)
        ? Optional.of(new SqlType("text", List.of(), 0, "text"))
        : NUMBERS.contains(name)
            ? Optional.of(new SqlType("numeric", List.of(), 0, "numeric"))
            : Optional.empty();
  }

  /** An expression as it is compared with another. */
  private static String plain(String expression) {
    String text = expression.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
    return text.startsWith("(") && text.endsWith(")")
        ? plain(text.substring(1, text.length() - 1))
        : text;
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

  /** Where the constant is in the order of values; empty for texts and anything else. */
  Optional<BigDecimal> place(String written) {
    return KeyValue.find(written, type, catalog).flatMap(KeyValue::place);
  }

  /** The default value of the column, where it is a constant; NULL where it has none. */
  Optional<KeySpan> value(Column column) {
    boolean none =
        column.defaultValue().isEmpty()
            && !column.autoIncrement()
            && column.generated().isEmpty()
            && catalog.findType(type).isEmpty();
    return none
        ? Optional.of(KeySpan.of(Set.of(KeyValue.NULL)))
        : column.defaultValue().flatMap(value -> value(value.text()));
  }

  /** What a part of a condition says of the key; empty where it says nothing that is certain. */
  Optional<KeySpan> condition(String term) {
    if (term.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher anyOf = ANY_OF.matcher(term.strip());
    if (anyOf.matches() && isKey(anyOf.group(1))) {
      return among(anyOf.group(2));
    }
    Matcher comparison = COMPARISON.matcher(term.strip());
    if (comparison.matches() && isKey(comparison.group(1))) {
      return compared(comparison.group(2), comparison.group(3));
    }
    Matcher among = AMONG.matcher(term.strip());
    if (among.matches() && isKey(among.group(1))) {
      return among(among.group(2));
    }
    Matcher none = NULL.matcher(term.strip());
    if (none.matches() && isKey(none.group(1))) {
      return Optional.of(KeySpan.of(Set.of(KeyValue.NULL)));
    }
    Matcher between = BETWEEN.matcher(term.strip());
    return between.matches() && isKey(between.group(1))
        ? compared(">=", between.group(2))
            .flatMap(from -> compared("<=", between.group(3)).map(from::and))
        : Optional.empty();
  }

  private boolean isKey(String written) {
    Matcher named = QUALIFIED.matcher(written.strip());
    return column.isPresent()
        ? named.matches() && Identifiers.name(named.group(1)).name().equals(text)
        : plain(written).equals(text);
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
