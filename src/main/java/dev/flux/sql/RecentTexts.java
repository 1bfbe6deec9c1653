package dev.flux.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What was made of the texts that were asked for last, since several rooms ask for the same.
 *
 * @param <V> what is made of a text; the same each time it is made
 */
public final class RecentTexts<V> {
  /** The characters of all that are kept. */
  private static final int ROOM = 1_000_000;

  private final Map<String, V> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Function<String, V> make;
  private long length;

  /** With the pure function that makes them. */
  public RecentTexts(Function<String, V> make) {
    this.make = make;
  }

  /** What is kept of the text, or made of it now; two threads may both make it. */
  public V of(String text) {
    synchronized (kept) {
      V found = kept.get(text);
      if (found != null) {
        return found;
      }
    }
    V made = make.apply(text);
    keep(text, made);
    return made;
  }

  private void keep(String text, V made) {
    synchronized (kept) {
      if (kept.putIfAbsent(text, made) == null) {
        length += text.length();
      }
      while (length > ROOM) {
        String eldest = kept.keySet().iterator().next();
        kept.remove(eldest);
        length -= eldest.length();
      }
    }
  }
}
