package dev.flux.sql;

import java.util.Arrays;

/** Where the lines of a text begin, to tell the line of any place in it. */
final class Lines {
  private final int[] starts;

  Lines(String text, int end) {
    int[] found = new int[Math.max(16, end / 32)];
    int count = 1;
    for (int at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
      if (count == found.length) {
        found = Arrays.copyOf(found, count * 2);
      }
      found[count++] = at + 1;
    }
    starts = Arrays.copyOf(found, count);
  }

  /** The stretch with its lines; an empty one ends on the line where it starts. */
  Span span(int start, int end) {
    return new Span(start, end, lineOf(start), lineOf(Math.max(start, end - 1)));
  }

  private int lineOf(int place) {
    int found = Arrays.binarySearch(starts, place);
    return found >= 0 ? found + 1 : -found - 1;
  }
}
