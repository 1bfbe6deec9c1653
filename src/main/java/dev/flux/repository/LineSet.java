package dev.flux.repository;

import java.util.List;

/**
 * Lines of a file at the head that stand in a diff with three lines of context, as runs (hunks).
 *
 * @param hunks in ascending order, apart from each other
 */
public record LineSet(List<Hunk> hunks) {

  /** No line at all. */
  public static final LineSet NONE = new LineSet(List.of());

  public LineSet {
    hunks = List.copyOf(hunks);
  }

  /**
   * One hunk: lines {@code start} to {@code end} of the head, both counted in, from 1, and the line
   * of the base that {@code oldLines} gives for each of them.
   *
   * @param oldLines for each line of the head, its line in the base, or 0 where the line is added
   */
  public record Hunk(int start, int end, List<Integer> oldLines) {
    public Hunk {
      oldLines = List.copyOf(oldLines);
    }
  }

  /** Whether all of {@code start..end} stands in one hunk, so that a comment may span it. */
  public boolean spans(int start, int end) {
    return hunks.stream().anyMatch(hunk -> hunk.start() <= start && end <= hunk.end());
  }

  /** The base's line of a head line that stands in a hunk as context; 0 where it was added. */
  public int oldLine(int line) {
    return hunks.stream()
        .filter(hunk -> hunk.start() <= line && line <= hunk.end())
        .mapToInt(hunk -> hunk.oldLines().get(line - hunk.start()))
        .findFirst()
        .orElse(0);
  }
}
