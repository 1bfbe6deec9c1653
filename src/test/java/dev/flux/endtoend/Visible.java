package dev.flux.endtoend;

import java.util.ArrayList;
import java.util.List;

/** What a person sees of a comment before opening anything. */
final class Visible {
  private Visible() {}

  /** The lines outside folded sections; the line that opens a section counts, blank ones do not. */
  static List<String> lines(String markdown) {
    List<String> visible = new ArrayList<>();
    int depth = 0;
    for (String line : markdown.lines().toList()) {
      if (depth == 0 && !line.isBlank()) {
        visible.add(line);
      }
      depth += count(line, "<details>") - count(line, "</details>");
    }
    return visible;
  }

  private static int count(String line, String part) {
    return (line.length() - line.replace(part, "").length()) / part.length();
  }
}
