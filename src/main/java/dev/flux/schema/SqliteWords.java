package dev.flux.schema;

import dev.flux.sql.Dialect;
import dev.flux.sql.Identifiers;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that stand in a piece of SQL of SQLite; strings and comments are passed over. */
public final class SqliteWords {
  private static final Pattern WORD =
      Pattern.compile(
          "'(?:[^']|'')*+'|--[^\\n]*|/\\*.*?\\*/|\"((?:[^\"]|\"\")*+)\"|`((?:[^`]|``)*+)`"
              + "|\\[([^\\]]*)\\]|([\\p{L}_][\\p{L}\\w$]*)",
          Pattern.DOTALL);

  private static final Pattern BEHIND =
      Pattern.compile("(?i)\\b(?:on|into|update|from|join|references|table)\\s+$");

  private SqliteWords() {}

  /** The same SQL with another name in every place of one, in any case. */
  public static String rename(String sql, String from, String to) {
    if (!contains(sql, from)) {
      return sql;
    }
    String quoted = Identifiers.quote(to, Dialect.SQLITE);
    return WORD.matcher(sql)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    name(match).equalsIgnoreCase(from) ? quoted : match.group()));
  }

  /** The same SQL with another name in every place where one names a table. */
  static String renameTable(String sql, String from, String to) {
    if (!contains(sql, from)) {
      return sql;
    }
    String quoted = Identifiers.quote(to, Dialect.SQLITE);
    return WORD.matcher(sql)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    name(match).equalsIgnoreCase(from) && namesTable(sql, match)
                        ? quoted
                        : match.group()));
  }

  private static boolean namesTable(String sql, MatchResult word) {
    return BEHIND.matcher(sql.substring(0, word.start())).find()
        || sql.substring(word.end()).stripLeading().startsWith(".");
  }

  /** Whether the name stands in it, in any case. */
  public static boolean names(String sql, String name) {
    return contains(sql, name)
        && WORD.matcher(sql).results().anyMatch(match -> name(match).equalsIgnoreCase(name));
  }

  /**
   * Whether the letters of a name stand in it, quotes aside: asked for every text of a schema where
   * one table gets another name.
   */
  private static boolean contains(String sql, String name) {
    String letters = name.split("[\"`]", 2)[0];
    for (int i = 0; i + letters.length() <= sql.length(); i++) {
      if (sql.regionMatches(true, i, letters, 0, letters.length())) {
        return true;
      }
    }
    return false;
  }

  private static String name(MatchResult word) {
    if (word.group(1) != null) {
      return word.group(1).replace("\"\"", "\"");
    }
    if (word.group(2) != null) {
      return word.group(2).replace("``", "`");
    }
    if (word.group(3) != null) {
      return word.group(3);
    }
    return word.group(4) == null ? "" : word.group(4);
  }
}
