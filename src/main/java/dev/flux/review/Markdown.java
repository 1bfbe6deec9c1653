package dev.flux.review;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts text of other people (SQL, paths, names) into Markdown so that it can neither end the block
 * it stands in, nor mention anyone, nor load anything, nor hide anything.
 */
public final class Markdown {
  private static final Pattern BACKTICKS = Pattern.compile("`+");

  /** Characters that change the order in which text is shown, or that are not seen at all. */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\u202A-\\u202E\\u2066-\\u2069\\u200B-\\u200F\\u061C\\uFEFF\\p{Cc}&&[^\\n\\t]]");

  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]()#+!|~]");
  private static final String ZERO_WIDTH = "\u200B";

  private Markdown() {}

  /** Text on one line that is shown as it is: in a sentence, a heading or a table cell. */
  public static String text(String raw) {
    String line = visible(raw).replaceAll("\\s+", " ").strip();
    String escaped = SPECIAL.matcher(line).replaceAll("\\\\$0");
    return escaped
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "@" + ZERO_WIDTH)
        .replace("\\#", "\\#" + ZERO_WIDTH)
        .replace("://", ":" + ZERO_WIDTH + "//");
  }

  /** A code span; longer than the longest run of backticks in it, safe in a table cell too. */
  public static String code(String raw) {
    String line = visible(raw).replaceAll("\\s+", " ").strip().replace("|", "\\|");
    if (line.isEmpty()) {
      return "` `";
    }
    String mark = "`".repeat(longestRun(line) + 1);
    boolean padded = line.startsWith("`") || line.endsWith("`");
    return padded ? mark + " " + line + " " + mark : mark + line + mark;
  }

  /**
   * A sentence of Flux with names of other people between backticks: the names become code spans,
   * everything else is shown as it is.
   */
  public static String prose(String sentence) {
    String[] parts = sentence.split("`", -1);
    if (parts.length % 2 == 0) {
      return text(sentence);
    }
    StringBuilder prose = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      if (i % 2 == 1) {
        prose.append(code(parts[i]));
      } else if (!parts[i].isBlank()) {
        prose.append(edge(parts[i], true)).append(text(parts[i])).append(edge(parts[i], false));
      } else {
        prose.append(parts[i]);
      }
    }
    return prose.toString();
  }

  private static String edge(String part, boolean start) {
    char at = part.charAt(start ? 0 : part.length() - 1);
    return Character.isWhitespace(at) ? " " : "";
  }

  /**
   * A fenced block.
   *
   * @param language what stands after the fence: {@code sql}, {@code suggestion}, or empty
   */
  public static String fence(String language, String raw) {
    String content = visible(raw).stripTrailing();
    String mark = "`".repeat(Math.max(3, longestRun(content) + 1));
    return mark + language + "\n" + content + "\n" + mark;
  }

  /** The text without control characters and without those that reorder or hide text. */
  public static String visible(String raw) {
    return UNSEEN.matcher(raw.replace("\r\n", "\n")).replaceAll("");
  }

  private static int longestRun(String text) {
    int longest = 0;
    Matcher runs = BACKTICKS.matcher(text);
    while (runs.find()) {
      longest = Math.max(longest, runs.end() - runs.start());
    }
    return longest;
  }
}
