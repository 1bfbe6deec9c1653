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
import java.util.stream.Collectors;

/**
 * A column or expression by whose values a table is partitioned, and what constants say of it
 * (manual, 5.12 Table Partitioning).
 *
 * @param text in lower case and without spaces where it is an expression; else the column's name
 * @param column empty for an expression
 * @param list whether by values instead of ranges
 * @param local of the bounds that are times, whether they leave their zone to the session
 */
record PartitionKey(
    String text,
    Optional<String> column,
    SqlType type,
    boolean list,
    Catalog catalog,
    Set<Boolean> local) {
  PartitionKey {
    local = Set.copyOf(local);
  }

  /** The bounds of a partition by ranges. */
  static final Pattern RANGE =
      Pattern.compile("(?is)for\\s+values\\s+from\\s*\\((.*?)\\)\\s*to\\s*\\((.*)\\)");

  /** No two zones are further apart, in seconds. */
  private static final BigDecimal ZONES = BigDecimal.valueOf(26L * 60 * 60);

  /** In seconds. */
  private static final BigDecimal DAY = BigDecimal.valueOf(24L * 60 * 60);

  private static final Pattern QUOTED = Pattern.compile("'[^']*'");

  private static final Pattern ONE_CASE = Pattern.compile("(upper|lower)\\(([\\w$]+)\\)");
  private static final Pattern PLAIN = Pattern.compile("'[\\w .-]*'");

  private static final Pattern COLUMN =
      Pattern.compile("(?is)(\"[^\"]+\"|[\\w$]+)(?:\\s+collate\\s+\\S+)?(?:\\s+[\\w.]+_ops)?");
  private static final Pattern CALL =
      Pattern.compile("(?is)\\(*\\s*(\\w+)\\s*\\(\\s*(\"[^\"]+\"|[\\w$]+)[^()]*\\)\\s*\\)*");
  private static final Set<String> TEXTS =
      Set.of("lower", "upper", "left", "right", "substr", "substring", "md5", "trim", "btrim");
  private static final Set<String> NUMBERS = Set.of("extract", "date_part", "mod", "abs", "length");
  private static final Pattern VALUES = Pattern.compile("(?is)for\\s+values\\s+in\\s*\\((.*)\\)");

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
                                  c.name(),
                                  Optional.of(c.name()),
                                  type,
                                  list,
                                  catalog,
                                  local(type, parent, catalog))));
    }
    Matcher call = CALL.matcher(part.strip());
    return call.matches()
        ? result(call.group(1))
            .map(
                type ->
                    new PartitionKey(plain(part), Optional.empty(), type, list, catalog, Set.of()))
        : Optional.empty();
  }

  private static Set<Boolean> local(SqlType type, Table parent, Catalog catalog) {
    return type.name().equals(KeyValue.ZONED)
        ? catalog.partitionsOf(parent.name()).stream()
            .flatMap(partition -> partition.storage().bounds().stream())
            .flatMap(bound -> QUOTED.matcher(bound).results())
            .map(quoted -> KeyValue.isLocal(quoted.group(), type))
            .collect(Collectors.toSet())
        : Set.of();
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
  static String plain(String expression) {
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
        : span(operator, written, BigDecimal.ZERO);
  }

  /** The one value, where it is a constant. */
  Optional<KeySpan> value(String written) {
    return compared("=", written);
  }

  /** How far a whole number that is added moves it; empty where it is no number and no day. */
  Optional<BigDecimal> distance(String number) {
    BigDecimal by = new BigDecimal(number);
    return switch (type.name()) {
      case "smallint", "integer", "bigint", "numeric" -> Optional.of(by);
      case "date" -> Optional.of(by.multiply(DAY));
      default -> Optional.empty();
    };
  }

  /** The same key where its values stand in another column. */
  PartitionKey in(String other) {
    return new PartitionKey(other, Optional.of(other), type, list, catalog, local);
  }

  /** A column whose letters it has in one case alone. */
  Optional<String> inOneCase() {
    Matcher call = ONE_CASE.matcher(text);
    return column.isEmpty() && call.matches() ? Optional.of(call.group(2)) : Optional.empty();
  }

  /** What it is of a constant of the column {@link #inOneCase}, where that has plain letters. */
  Optional<KeySpan> valueInOneCase(String constant) {
    boolean plain = PLAIN.matcher(constant.strip()).matches();
    return plain
        ? value(
            text.startsWith("upper")
                ? constant.toUpperCase(Locale.ROOT)
                : constant.toLowerCase(Locale.ROOT))
        : Optional.empty();
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

  /** Nothing is left out by this where partitions are ranges. */
  Optional<KeySpan> noneOf(String items) {
    return list
        ? among(items)
            .flatMap(KeySpan::some)
            .filter(values -> !values.contains(KeyValue.NULL))
            .map(KeySpan::without)
        : Optional.empty();
  }

  /** One of these values. */
  Optional<KeySpan> among(String items) {
    Set<KeyValue> values = new HashSet<>();
    for (String item : CommaList.parts(items)) {
      Optional<KeyValue> value = KeyValue.find(item, type, catalog);
      if (value.isEmpty() || uncertain(item)) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(KeySpan.of(values));
  }

  /** What is compared so with the constant. */
  Optional<KeySpan> compared(String operator, String written) {
    if (!uncertain(written)) {
      return span(operator, written, BigDecimal.ZERO);
    }
    return operator.equals("=")
        ? span(">=", written, ZONES).flatMap(low -> span("<=", written, ZONES).map(low::and))
        : span(operator, written, ZONES);
  }

  /**
   * Whether the constant leaves its zone to the session and a bound does not, or the other way
   * round; each session is taken to have the zone in which partitions were made.
   */
  private boolean uncertain(String constant) {
    if (!type.name().equals(KeyValue.ZONED)) {
      return false;
    }
    return local.contains(!KeyValue.isLocal(constant, type));
  }

  /** What is so compared, and as many seconds more at each edge. */
  private Optional<KeySpan> span(String operator, String written, BigDecimal more) {
    Optional<KeyValue> value = KeyValue.find(written, type, catalog);
    if (operator.equals("=")) {
      return value.map(v -> KeySpan.of(Set.of(v)));
    }
    if (operator.equals("<>") || operator.equals("!=")) {
      return noneOf(written);
    }
    boolean upper = operator.startsWith("<");
    Optional<KeySpan.Edge> edge =
        value
            .flatMap(KeyValue::place)
            .map(
                p ->
                    new KeySpan.Edge(
                        upper ? p.add(more) : p.subtract(more), operator.endsWith("=")));
    return edge.map(
        e ->
            new KeySpan(
                upper ? Optional.empty() : Optional.of(e),
                upper ? Optional.of(e) : Optional.empty()));
  }
}
