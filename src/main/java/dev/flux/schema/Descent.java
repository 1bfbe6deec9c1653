package dev.flux.schema;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What hangs on something, directly or through others. Histories can hold chains of thousands and
 * rings, which a server refuses or not before use; neither fails here.
 */
final class Descent {
  private Descent() {}

  /** Everything below, each once: what hangs on it, each followed by what hangs on that. */
  static <T> Set<T> below(T top, Function<T, List<T>> hanging) {
    Set<T> found = new LinkedHashSet<>();
    Deque<T> open = new ArrayDeque<>();
    push(hanging.apply(top), open);
    while (!open.isEmpty()) {
      T next = open.pop();
      if (!next.equals(top) && found.add(next)) {
        push(hanging.apply(next), open);
      }
    }
    return Collections.unmodifiableSet(found);
  }

  private static <T> void push(List<T> children, Deque<T> open) {
    for (int i = children.size() - 1; i >= 0; i--) {
      open.push(children.get(i));
    }
  }
}
