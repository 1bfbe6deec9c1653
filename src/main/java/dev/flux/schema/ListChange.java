package dev.flux.schema;

import java.util.List;

/**
 * What one list has in place of another, between what both begin and end with: a statement changes
 * little of a long list, and the rest is not looked at again.
 *
 * @param gone what only the old list has, in its order
 * @param made what the new one has instead, in its order
 */
record ListChange<T>(List<T> gone, List<T> made) {
  static <T> ListChange<T> of(List<T> old, List<T> now) {
    int shorter = Math.min(old.size(), now.size());
    int begin = 0;
    while (begin < shorter && old.get(begin).equals(now.get(begin))) {
      begin++;
    }
    int end = 0;
    while (end < shorter - begin
        && old.get(old.size() - 1 - end).equals(now.get(now.size() - 1 - end))) {
      end++;
    }
    return new ListChange<>(
        old.subList(begin, old.size() - end), now.subList(begin, now.size() - end));
  }
}
