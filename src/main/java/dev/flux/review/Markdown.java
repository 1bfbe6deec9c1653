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
      Pattern.compile("[\\p{Cf}\\p{Cc}\\u2028\\u2029\\u3164&&[^\\n\\t]]");

  /** An underscore inside a word is none: {@code lock_timeout} stays as it is. */
  private static final Pattern SPECIAL =
      Pattern.compile("[\\\\`*\\[\\]#|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])");

  /** What forges turn into a mention or a link to an issue, a request, a label and so on. */
  private static final Pattern REFERENCE = Pattern.compile("([@#!&%$~])(?=[\\w\"])");

  private static final Pattern LAST_BREAKS = Pattern.compile("\\n+\\z");

  private static final String ZERO_WIDTH = "\u200B";

  private Markdown() {}

  /** Text on one line that is shown as it is: in a sentence, a heading or a table cell. */
  public static String text(String raw) {
    String split = REFERENCE.matcher(line(raw)).replaceAll("$1" + ZERO_WIDTH);
    return SPECIAL
        .matcher(split)
        .replaceAll("\\\\$0")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("://", ":" + ZERO_WIDTH + "//");
  }

  /** A code span; longer than the longest run of backticks in it, safe in a table cell too. */
  public static String code(String raw) {
    String line = line(raw).replace("|", "\\|");
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
    // Of a patch, a last line of one space is a line of context.
    String content = LAST_BREAKS.matcher(visible(raw)).replaceFirst("");
    String mark = "`".repeat(Math.max(3, longestRun(content) + 1));
    return mark + language + "\n" + content + "\n" + mark;
  }

  /**
   * A section that is folded until somebody opens it; ends with a line break.
   *
   * @param title Flux's own words, without markup
   * @param body Markdown
   */
  public static String folded(String title, String body) {
    return "<details><summary>" + title + "</summary>\n\n" + body.strip() + "\n\n</details>\n";
  }

  /** Visible text on one line. */
  public static String line(String raw) {
    return visible(raw).replaceAll("\\s+", " ").strip();
  }

  /**
   * The text without control characters and without those that reorder or hide text. A bare
   * carriage return becomes a line break: engines end a comment there.
   */
  public static String visible(String raw) {
    return UNSEEN.matcher(raw.replace("\r\n", "\n").replace('\r', '\n')).replaceAll("");
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
