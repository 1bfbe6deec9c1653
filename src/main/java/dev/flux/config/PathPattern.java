package dev.flux.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which paths a setting is about: {@code *} stands for anything in a segment, {@code **} for any
 * segments, {@code ?} for one character. Without these it is a file, or a directory with all below.
 *
 * @param text from the repository's top
 */
public record PathPattern(String text) {
  private static final Pattern SPECIAL = Pattern.compile("\\*\\*/?|[*?]|[^*?]+");

  public PathPattern {
    text = text.replaceFirst("^\\./", "").replaceFirst("/+$", "");
  }

  /** Whether it is about this path. */
  public boolean matches(String path) {
    if (text.isEmpty() || text.equals(".")) {
      return true;
    }
    if (!text.contains("*") && !text.contains("?")) {
      return path.equals(text) || path.startsWith(text + "/");
    }
    StringBuilder regex = new StringBuilder();
    Matcher part = SPECIAL.matcher(text);
    while (part.find()) {
      regex.append(
          switch (part.group()) {
            case "**/" -> "(?:.*/)?";
            case "**" -> ".*";
            case "*" -> "[^/]*";
            case "?" -> "[^/]";
            default -> Pattern.quote(part.group());
          });
    }
    return path.matches(regex.toString());
  }
}
