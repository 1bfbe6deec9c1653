package dev.flux.rollout;

import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.CommaList;
import dev.flux.sql.Dialect;
import dev.flux.sql.Identifiers;
import dev.flux.sql.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the rows of a partition hold to, as a CHECK in which PostgreSQL recognizes the rule that it
 * derives from the bounds itself, so that it reads no row (manual, ALTER TABLE, ATTACH PARTITION;
 * measured: bounds must be constants of the key's own type).
 *
 * @param keys what the table is partitioned by, in order
 * @param list whether by values instead of ranges
 */
record PartitionRule(List<Key> keys, boolean list) {
  private static final Pattern KEY = Pattern.compile("(?is)(range|list)\\s*\\((.*)\\)");
  private static final Pattern COLUMN = Pattern.compile("\"(?:[^\"]|\"\")++\"|[A-Za-z_][\\w$]*");
  private static final Pattern EXPRESSION = Pattern.compile("(?s)[\\w.]*\\s*\\(.*\\)");
  private static final Pattern RANGE =
      Pattern.compile("(?is)for\\s+values\\s+from\\s*\\((.*?)\\)\\s*to\\s*\\((.*)\\)");
  private static final Pattern VALUES = Pattern.compile("(?is)for\\s+values\\s+in\\s*\\((.*)\\)");
  private static final Pattern CONSTANT =
      Pattern.compile("(?is)-?\\d+(?:\\.\\d+)?|'(?:[^']|'')*+'|true|false");
  private static final Pattern TYPED =
      Pattern.compile("(?is)(date|timestamp|timestamptz|uuid)\\s*('(?:[^']|'')*+')");
  private static final Pattern CAST = Pattern.compile("(?is)('(?:[^']|'')*+')\\s*::\\s*([\\w ]+)");
  private static final Set<String> UNBOUNDED = Set.of("MINVALUE", "MAXVALUE");

  PartitionRule {
    keys = List.copyOf(keys);
  }

  /**
   * One of the things that a table is partitioned by.
   *
   * @param sql as SQL reads it back
   * @param column empty for an expression
   */
  record Key(String sql, Optional<Column> column) {}

  /** That of a partitioned table; empty where it is not known, and for HASH. */
  static Optional<PartitionRule> find(Table parent) {
    Matcher key = KEY.matcher(parent.storage().partitioning().orElse(""));
    if (!key.matches()) {
      return Optional.empty();
    }
    List<String> written = CommaList.parts(key.group(2));
    List<Key> keys = written.stream().flatMap(text -> key(parent, text).stream()).toList();
    return keys.size() == written.size()
        ? Optional.of(new PartitionRule(keys, key.group(1).equalsIgnoreCase("list")))
        : Optional.empty();
  }

  private static Optional<Key> key(Table parent, String text) {
    if (COLUMN.matcher(text).matches()) {
      String name =
          text.startsWith("\"")
              ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
              : text.toLowerCase(Locale.ROOT);
      return parent
          .findColumn(name)
          .map(c -> new Key(Identifiers.quote(c.name(), Dialect.POSTGRESQL), Optional.of(c)));
    }
    return EXPRESSION.matcher(text).matches()
        ? Optional.of(new Key("(" + text + ")", Optional.empty()))
        : Optional.empty();
  }

  /** What rows within the bounds hold to; empty where they are no plain constants. */
  Optional<String> condition(String bounds) {
    return within(bounds)
        .map(
            within ->
                Stream.concat(
                        required(bounds),
                        within.equals("true") ? Stream.empty() : Stream.of(within))
                    .collect(Collectors.joining(" AND ")))
        .map(text -> holdsNull(bounds) ? within(bounds).orElseThrow() : text);
  }

  /** What rows outside of all the bounds hold to; empty where not all are plain constants. */
  Optional<String> outside(List<String> bounds) {
    List<String> within = bounds.stream().flatMap(b -> within(b).stream()).toList();
    if (within.size() < bounds.size()
        || bounds.isEmpty()
        || bounds.stream().anyMatch(this::holdsNull)) {
      return Optional.empty();
    }
    String any =
        list
            ? keys.get(0).sql() + in(bounds.stream().flatMap(b -> values(b).stream()).toList())
            : within.stream().map(w -> "(" + w + ")").collect(Collectors.joining(" OR "));
    String required = required("").collect(Collectors.joining(" AND "));
    return Optional.of("NOT (" + required + " AND (" + any + "))");
  }

  private Stream<String> required(String bounds) {
    return holdsNull(bounds) ? Stream.empty() : keys.stream().map(k -> k.sql() + " IS NOT NULL");
  }

  private boolean holdsNull(String bounds) {
    return list && values(bounds).stream().anyMatch("NULL"::equalsIgnoreCase);
  }

  private static List<String> values(String bounds) {
    Matcher values = VALUES.matcher(bounds);
    return values.matches() ? CommaList.parts(values.group(1)) : List.of();
  }

  private Optional<String> within(String bounds) {
    return list ? listed(bounds) : ranged(bounds.strip());
  }

  private Optional<String> listed(String bounds) {
    List<String> values = values(bounds);
    List<String> constants =
        values.stream()
            .filter(v -> !v.equalsIgnoreCase("NULL"))
            .flatMap(v -> constant(keys.get(0), v).stream())
            .toList();
    boolean nulls = holdsNull(bounds);
    if (values.isEmpty() || constants.size() + (nulls ? 1 : 0) < values.size()) {
      return Optional.empty();
    }
    String in = keys.get(0).sql() + in(constants);
    String none = keys.get(0).sql() + " IS NULL";
    return Optional.of(!nulls ? in : constants.isEmpty() ? none : none + " OR " + in);
  }

  /** As the server writes it itself. */
  private String in(List<String> constants) {
    String type = keys.get(0).column().flatMap(Column::type).map(SqlType::name).orElse("");
    boolean array = constants.size() > 1 && Set.of("bigint", "smallint").contains(type);
    return array && constants.stream().allMatch(c -> c.matches("-?\\d+"))
        ? " = ANY ('{" + String.join(",", constants) + "}'::" + type + "[])"
        : " IN (" + String.join(", ", constants) + ")";
  }

  private Optional<String> ranged(String bounds) {
    Matcher range = RANGE.matcher(bounds);
    if (!range.matches()) {
      return Optional.empty();
    }
    List<String> from = constants(CommaList.parts(range.group(1)));
    List<String> to = constants(CommaList.parts(range.group(2)));
    if (from.size() != keys.size() || to.size() != keys.size()) {
      return Optional.empty();
    }
    List<String> all = new ArrayList<>();
    int same = 0;
    while (same < keys.size() - 1
        && from.get(same).equals(to.get(same))
        && !UNBOUNDED.contains(from.get(same))) {
      all.add(keys.get(same).sql() + " = " + from.get(same));
      same++;
    }
    side(from, same, ">").ifPresent(all::add);
    side(to, same, "<").ifPresent(all::add);
    return Optional.of(all.isEmpty() ? "true" : String.join(" AND ", all));
  }

  /** Beyond one end of a range: by the first key, or by the next where that is equal. */
  private Optional<String> side(List<String> ends, int first, String operator) {
    List<String> ways = new ArrayList<>();
    String equal = "";
    for (int i = first; i < keys.size() && !UNBOUNDED.contains(ends.get(i)); i++) {
      boolean last = i == keys.size() - 1;
      String inclusive = operator.equals(">") && last ? ">=" : operator;
      ways.add(equal + keys.get(i).sql() + " " + inclusive + " " + ends.get(i));
      boolean openEnd =
          !last && ends.get(i + 1).equals(operator.equals(">") ? "MINVALUE" : "MAXVALUE");
      if (openEnd) {
        ways.set(ways.size() - 1, equal + keys.get(i).sql() + " " + operator + "= " + ends.get(i));
      }
      equal += keys.get(i).sql() + " = " + ends.get(i) + " AND ";
    }
    if (ways.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        ways.size() == 1
            ? ways.get(0)
            : ways.stream().map(w -> "(" + w + ")").collect(Collectors.joining(" OR ", "(", ")")));
  }

  private List<String> constants(List<String> written) {
    List<String> constants = new ArrayList<>();
    for (int i = 0; i < Math.min(written.size(), keys.size()); i++) {
      String upper = written.get(i).toUpperCase(Locale.ROOT);
      if (UNBOUNDED.contains(upper)) {
        constants.add(upper);
      } else {
        constant(keys.get(i), written.get(i)).ifPresent(constants::add);
      }
    }
    return constants;
  }

  /** A constant whose type is the key's, whatever the session's settings. */
  private static Optional<String> constant(Key key, String written) {
    if (CONSTANT.matcher(written).matches()) {
      return Optional.of(written);
    }
    String type = key.column().flatMap(Column::type).map(SqlType::name).orElse("");
    Matcher typed = TYPED.matcher(written);
    if (typed.matches()) {
      boolean zone = type.endsWith("with time zone");
      String own = zone ? "timestamptz" : type.replace(" without time zone", "");
      return Optional.of(typed.group(2)).filter(v -> typed.group(1).equalsIgnoreCase(own));
    }
    Matcher cast = CAST.matcher(written);
    return cast.matches() && cast.group(2).strip().equalsIgnoreCase(type)
        ? Optional.of(cast.group(1))
        : Optional.empty();
  }
}
