package dev.flux.engine.postgresql;

import dev.flux.sql.CommaList;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * The bounds of a partition by several columns, which are compared as rows are: the first column
 * that differs decides (manual, CREATE TABLE, PARTITION BY RANGE).
 *
 * @param low of each column; the rows of it belong to the partition
 * @param high of each column; the rows of it do not
 */
record RowRange(List<Limit> low, List<Limit> high) {
  RowRange {
    low = List.copyOf(low);
    high = List.copyOf(high);
  }

  /**
   * Of one column.
   *
   * @param side -1 for MINVALUE, 1 for MAXVALUE, 0 for a place
   */
  record Limit(int side, BigDecimal place) {
    int against(BigDecimal value) {
      return side == 0 ? value.compareTo(place) : -side;
    }

    Optional<KeySpan.Edge> edge() {
      return side == 0 ? Optional.of(new KeySpan.Edge(place, false)) : Optional.empty();
    }
  }

  /** As FOR VALUES says them; empty where they are no plain constants. */
  static Optional<RowRange> find(String bounds, List<PartitionKey> keys) {
    Matcher range = PartitionKey.RANGE.matcher(bounds.strip());
    if (!range.matches()) {
      return Optional.empty();
    }
    List<Limit> low = limits(range.group(1), keys);
    List<Limit> high = limits(range.group(2), keys);
    return low.size() == keys.size() && high.size() == keys.size()
        ? Optional.of(new RowRange(low, high))
        : Optional.empty();
  }

  /** Fewer than there are keys where one is not understood. */
  private static List<Limit> limits(String written, List<PartitionKey> keys) {
    List<String> parts = CommaList.parts(written);
    List<Limit> limits = new ArrayList<>();
    for (int i = 0; i < Math.min(parts.size(), keys.size()); i++) {
      String part = parts.get(i).strip();
      if (part.equalsIgnoreCase("minvalue") || part.equalsIgnoreCase("maxvalue")) {
        limits.add(new Limit(part.equalsIgnoreCase("minvalue") ? -1 : 1, BigDecimal.ZERO));
      } else {
        keys.get(i).place(part).ifPresent(place -> limits.add(new Limit(0, place)));
      }
    }
    return limits;
  }

  /**
   * The rows whose columns are equal to something and whose last one has edges; empty where less is
   * said of them, since the server looks into the default partition then. Behind the last column
   * stands one more, which says whether the end is in it.
   */
  static Optional<RowRange> of(List<KeySpan> wanted) {
    List<Limit> same = new ArrayList<>();
    for (KeySpan span : wanted.subList(0, wanted.size() - 1)) {
      point(span).ifPresent(place -> same.add(new Limit(0, place)));
    }
    KeySpan last = wanted.get(wanted.size() - 1);
    Optional<KeySpan.Edge> point = point(last).map(place -> new KeySpan.Edge(place, true));
    Optional<KeySpan.Edge> from = point.or(last::low);
    Optional<KeySpan.Edge> to = point.or(last::high);
    if (same.size() + 1 < wanted.size() || (from.isEmpty() && to.isEmpty())) {
      return Optional.empty();
    }
    List<Limit> low = new ArrayList<>(same);
    low.add(from.map(edge -> new Limit(0, edge.place())).orElse(end(false)));
    low.add(end(from.filter(edge -> !edge.included()).isPresent()));
    List<Limit> high = new ArrayList<>(same);
    high.add(to.map(edge -> new Limit(0, edge.place())).orElse(end(true)));
    high.add(end(to.filter(edge -> !edge.included()).isEmpty()));
    return Optional.of(new RowRange(low, high));
  }

  private static Optional<BigDecimal> point(KeySpan span) {
    return span.some()
        .filter(values -> values.size() == 1)
        .flatMap(values -> values.iterator().next().place());
  }

  private static Limit end(boolean upper) {
    return new Limit(upper ? 1 : -1, BigDecimal.ZERO);
  }

  /** Whether every row of it, made by {@link #of}, is in one of the ranges. */
  boolean coveredBy(List<RowRange> ranges) {
    List<Limit> reached = low;
    for (RowRange range : ranges.stream().sorted((a, b) -> order(a.low(), b.low())).toList()) {
      if (order(range.low(), reached) > 0) {
        break;
      }
      reached = order(range.high(), reached) > 0 ? range.high() : reached;
    }
    return order(reached, high) >= 0;
  }

  /** As rows; where one is longer, the bound of a partition is the lower end of what it begins. */
  private static int order(List<Limit> one, List<Limit> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      Limit left = i < one.size() ? one.get(i) : end(false);
      Limit right = i < other.size() ? other.get(i) : end(false);
      int order =
          left.side() == 0 && right.side() == 0
              ? left.place().compareTo(right.place())
              : Integer.compare(left.side(), right.side());
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /**
   * Whether a row with such keys may be in it. As the server does it, a column counts as long as
   * all before it are equal to something.
   */
  boolean meets(List<KeySpan> wanted) {
    return meets(0, true, true, wanted);
  }

  private boolean meets(int at, boolean onLow, boolean onHigh, List<KeySpan> wanted) {
    if (at == low.size()) {
      return !onHigh;
    }
    if (!onLow && !onHigh) {
      return true;
    }
    KeySpan span = wanted.get(at);
    if (span.some().isPresent()) {
      return span.some().get().stream()
          .anyMatch(value -> meets(at, onLow, onHigh, value.place(), wanted));
    }
    boolean none = (onLow && low.get(at).side() > 0) || (onHigh && high.get(at).side() < 0);
    KeySpan between =
        new KeySpan(
            onLow ? low.get(at).edge() : Optional.empty(),
            onHigh ? high.get(at).edge() : Optional.empty());
    List<KeySpan> any = wanted.stream().map(one -> KeySpan.ANY).toList();
    return !none
        && (between.meets(span)
            || (onLow && onEdge(low.get(at), span, at, onLow, onHigh, any))
            || (onHigh && onEdge(high.get(at), span, at, onLow, onHigh, any)));
  }

  private boolean onEdge(
      Limit limit, KeySpan span, int at, boolean onLow, boolean onHigh, List<KeySpan> any) {
    return limit.side() == 0
        && span.holds(KeyValue.at(limit.place()))
        && meets(at, onLow, onHigh, Optional.of(limit.place()), any);
  }

  /** With this value in the column; NULL is in no range. */
  private boolean meets(
      int at, boolean onLow, boolean onHigh, Optional<BigDecimal> value, List<KeySpan> wanted) {
    if (value.isEmpty()) {
      return false;
    }
    int above = onLow ? low.get(at).against(value.get()) : 1;
    int below = onHigh ? high.get(at).against(value.get()) : -1;
    return above >= 0 && below <= 0 && meets(at + 1, above == 0, below == 0, wanted);
  }
}
