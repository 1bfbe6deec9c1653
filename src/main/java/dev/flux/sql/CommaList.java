package dev.flux.sql;

import java.util.ArrayList;
import java.util.List;

/** A list as it stands in a piece of SQL. */
public final class CommaList {
  private CommaList() {}

  /** What commas outside of quotes and parentheses part. */
  public static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      } else {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      }
    }
    parts.add(text.substring(start).strip());
    return parts;
  }
}
