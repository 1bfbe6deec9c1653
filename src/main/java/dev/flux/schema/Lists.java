package dev.flux.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Immutable lists from immutable lists. */
final class Lists {
  private Lists() {}

  static <T> List<T> plus(List<T> list, T element) {
    List<T> longer = new ArrayList<>(list);
    longer.add(element);
    return List.copyOf(longer);
  }

  static <T> List<T> without(List<T> list, Predicate<? super T> gone) {
    return list.stream().filter(gone.negate()).toList();
  }

  static <T> List<T> map(List<T> list, UnaryOperator<T> change) {
    return list.stream().map(change).toList();
  }

  static List<String> rename(List<String> names, String from, String to) {
    return names.contains(from) ? map(names, n -> n.equals(from) ? to : n) : names;
  }
}
