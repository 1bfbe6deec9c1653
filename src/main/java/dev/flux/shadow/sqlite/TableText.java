package dev.flux.shadow.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the text of a CREATE statement says that no PRAGMA tells, however it is spaced, quoted and
 * ordered.
 */
final class TableText {
  private static final Pattern TOKEN =
      Pattern.compile(
          "--[^\\n"
              + "]*|/\\*.*?\\*/|('(?:[^']|'')*+')|\"((?:[^\"]|\"\")*+)\"|`((?:[^`]|``)*+)`|\\[([^\\]]*)\\]|(\\w+|[^\\s\\w])",
          Pattern.DOTALL);

  private static final Set<String> OPTIONS = Set.of("strict", "without", "rowid");

  private TableText() {}

  /** The text itself: lower case outside of texts, one space between words. */
  static String plain(String sql) {
    return String.join(" ", tokens(sql)).replace(" if not exists ", " ");
  }

  /** Conditions, expressions and collations of a table in alphabetical order, and its options. */
  static String of(String sql) {
    List<String> tokens = tokens(sql);
    TreeSet<String> parts = new TreeSet<>();
    TreeSet<String> options = new TreeSet<>();
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
      boolean opens = i + 1 < tokens.size() && tokens.get(i + 1).equals("(");
      if ((token.equals("check") || token.equals("as")) && opens) {
        parts.add(token + " " + group(tokens, i + 1));
      } else if (token.equals("collate") && i + 1 < tokens.size()) {
        parts.add(token + " " + tokens.get(i + 1));
      } else if (token.equals("conflict") && i + 1 < tokens.size()) {
        parts.add("on conflict " + tokens.get(i + 1));
      } else if (token.equals("autoincrement")) {
        parts.add(token);
      } else if (depth == 0 && OPTIONS.contains(token)) {
        options.add(token);
      }
    }
    return (String.join(" ", parts) + " " + String.join(" ", options)).strip();
  }

  private static String group(List<String> tokens, int open) {
    int depth = 0;
    List<String> group = new ArrayList<>();
    for (int i = open; i < tokens.size(); i++) {
      String token = tokens.get(i);
      depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
      group.add(token);
      if (depth == 0) {
        break;
      }
    }
    return String.join(" ", group);
  }

  private static List<String> tokens(String sql) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(sql);
    while (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        String token = matcher.group(group);
        if (token != null) {
          tokens.add(group == 1 ? token : token.toLowerCase(Locale.ROOT));
        }
      }
    }
    return tokens;
  }
}
