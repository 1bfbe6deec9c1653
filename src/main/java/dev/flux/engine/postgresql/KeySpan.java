package dev.flux.engine.postgresql;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Values that a partition key may have.
 *
 * @param some all of them, where they are listed; then there are no edges
 * @param low the lower edge; empty where there is none
 * @param high the upper edge; empty where there is none
 * @param except values that it has not, nor NULL then; none where all of them are listed
 */
record KeySpan(
    Optional<Set<KeyValue>> some, Optional<Edge> low, Optional<Edge> high, Set<KeyValue> except) {
  /** Any value. */
  static final KeySpan ANY = new KeySpan(Optional.empty(), Optional.empty());

  /** Where a span ends. */
  record Edge(BigDecimal place, boolean included) {}

  KeySpan {
    some = some.map(Set::copyOf);
    except = Set.copyOf(except);
  }

  /** Values between edges. */
  KeySpan(Optional<Edge> low, Optional<Edge> high) {
    this(Optional.empty(), low, high, Set.of());
  }

  /** These values alone. */
  static KeySpan of(Set<KeyValue> values) {
    return new KeySpan(Optional.of(values), Optional.empty(), Optional.empty(), Set.of());
  }

  /** Every value but these, of which there is at least one; they are nothing that is equal. */
  static KeySpan without(Set<KeyValue> values) {
    return new KeySpan(Optional.empty(), Optional.empty(), Optional.empty(), values);
  }

  /** The values in both, or more where that is not certain. */
  KeySpan and(KeySpan other) {
    if (some.isPresent() && other.some.isPresent()) {
      Set<KeyValue> both = new HashSet<>(some.get());
      both.retainAll(other.some.get());
      return of(both);
    }
    if (some.isPresent() || other.some.isPresent()) {
      KeySpan listed = some.isPresent() ? this : other;
      KeySpan range = some.isPresent() ? other : this;
      Set<KeyValue> both = new HashSet<>(listed.some.orElseThrow());
      both.removeIf(value -> !range.holds(value));
      return of(both);
    }
    boolean lower =
        low.isEmpty() || other.low.filter(o -> o.place().compareTo(place(low)) > 0).isPresent();
    boolean higher =
        high.isEmpty() || other.high.filter(o -> o.place().compareTo(place(high)) < 0).isPresent();
    Set<KeyValue> neither = new HashSet<>(except);
    neither.addAll(other.except);
    return new KeySpan(
        Optional.empty(),
        lower && other.low.isPresent() ? other.low : low,
        higher && other.high.isPresent() ? other.high : high,
        neither);
  }

  private static BigDecimal place(Optional<Edge> edge) {
    return edge.orElseThrow().place();
  }

  /** The values that many places on; any where one has no place. */
  KeySpan moved(BigDecimal by) {
    if (some.isPresent()) {
      boolean placed = some.get().stream().allMatch(value -> value.place().isPresent());
      return placed
          ? of(
              some.get().stream()
                  .map(value -> KeyValue.at(value.place().orElseThrow().add(by)))
                  .collect(Collectors.toSet()))
          : ANY;
    }
    return new KeySpan(
        low.map(edge -> new Edge(edge.place().add(by), edge.included())),
        high.map(edge -> new Edge(edge.place().add(by), edge.included())));
  }

  /** Whether the value may be one of them. */
  boolean holds(KeyValue value) {
    if (some.isPresent()) {
      return some.get().contains(value);
    }
    if (except.contains(value)) {
      return false;
    }
    return value
        .place()
        .map(place -> above(place) && below(place))
        .orElse(equals(ANY) || !value.equals(KeyValue.NULL));
  }

  private boolean above(BigDecimal place) {
    int order = low.map(edge -> place.compareTo(edge.place())).orElse(1);
    return order > 0 || (order == 0 && low.orElseThrow().included());
  }

  private boolean below(BigDecimal place) {
    int order = high.map(edge -> place.compareTo(edge.place())).orElse(-1);
    return order < 0 || (order == 0 && high.orElseThrow().included());
  }

  /** Whether a value may be in both. */
  boolean meets(KeySpan other) {
    KeySpan both = and(other);
    if (both.some.isPresent()) {
      return !both.some.get().isEmpty();
    }
    if (both.low.isEmpty() || both.high.isEmpty()) {
      return true;
    }
    int order = place(both.low).compareTo(place(both.high));
    boolean touch = both.low.get().included() && both.high.get().included();
    return order < 0 || (order == 0 && touch);
  }

  /** Whether every value of this is certainly one of the other. */
  boolean within(KeySpan other) {
    if (some.isPresent()) {
      return some.get().stream()
          .allMatch(v -> other.holds(v) && (other.some.isPresent() || v.place().isPresent()));
    }
    if (other.some.isPresent()) {
      return false;
    }
    boolean bottom =
        other.low.isEmpty()
            || low.filter(edge -> other.above(edge.place()) || edge.equals(other.low.get()))
                .isPresent();
    boolean top =
        other.high.isEmpty()
            || high.filter(edge -> other.below(edge.place()) || edge.equals(other.high.get()))
                .isPresent();
    return bottom && top;
  }
}
