package dev.flux.forge;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fits Markdown into what a forge takes. */
public final class CommentBody {
  /** GitHub refuses comments above 65,536 characters; the rest is room for markers and notes. */
  public static final int LIMIT = 60_000;

  private static final Pattern FENCE = Pattern.compile("^ {0,3}(`{3,}|~{3,})(.*)$");

  private CommentBody() {}

  /**
   * Cuts a text that is too long, between blocks: never inside a fence or a folded section. What is
   * left then ends in a sentence that says where the rest is.
   *
   * @param limit in characters, at least 300
   * @param details page with the whole text, where there is one
   */
  public static String cap(String markdown, int limit, Optional<URI> details) {
    if (markdown.length() <= limit) {
      return markdown;
    }
    String note =
        details
            .map(page -> "_Continued on the [details page](" + page + ")._")
            .orElse("_The rest does not fit here. `flux review` shows all of it._");
    int room = Math.max(0, limit - note.length() - 2);
    return (markdown.substring(0, lastCut(markdown, room)).stripTrailing() + "\n\n" + note).strip();
  }

  /** The end of the last line, within the room, that nothing open reaches over. */
  private static int lastCut(String markdown, int room) {
    String fence = "";
    int folded = 0;
    int cut = 0;
    for (int start = 0; start < markdown.length(); ) {
      int newline = markdown.indexOf('\n', start);
      int end = newline < 0 ? markdown.length() : newline + 1;
      if (end > room) {
        break;
      }
      String line = markdown.substring(start, end).stripTrailing();
      Matcher found = FENCE.matcher(line);
      if (!fence.isEmpty()) {
        fence = found.matches() && closes(fence, found) ? "" : fence;
      } else if (found.matches()) {
        fence = found.group(1);
      } else {
        String lower = line.toLowerCase(Locale.ROOT);
        folded += count(lower, "<details") - count(lower, "</details>");
      }
      if (fence.isEmpty() && folded <= 0) {
        cut = end;
      }
      start = end;
    }
    return cut;
  }

  private static boolean closes(String fence, Matcher found) {
    return found.group(1).startsWith(fence) && found.group(2).isBlank();
  }

  private static int count(String text, String part) {
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
      count++;
    }
    return count;
  }

  /** One line, cut after whole characters with an ellipsis where it is longer than the limit. */
  public static String shorten(String text, int limit) {
    String line = text.replaceAll("\\s+", " ").strip();
    if (line.length() <= limit) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(limit - 2)) ? limit - 2 : limit - 1;
    return line.substring(0, end) + "…";
  }
}
