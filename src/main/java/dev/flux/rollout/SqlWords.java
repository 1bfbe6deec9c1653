package dev.flux.rollout;

import dev.flux.sql.Dialect;
import dev.flux.sql.Identifiers;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that stand in a piece of SQL; strings, comments and bodies are passed over. */
final class SqlWords {
  private static final Pattern WORD =
      Pattern.compile(
          "(?:\\b[eE])?'(?:[^']|'')*+'|--[^\\n]*|/\\*.*?\\*/|\\$(\\w*)\\$.*?\\$\\1\\$"
              + "|\"((?:[^\"]|\"\")*+)\"|([\\p{L}_][\\p{L}\\w$]*)|`((?:[^`]|``)*+)`",
          Pattern.DOTALL);

  /** A pattern of one name, in quotes or not. */
  static final String NAME = "(?:\"(?:[^\"]|\"\")++\"|`(?:[^`]|``)++`|[\\p{L}_][\\p{L}\\w$]*)";

  private static final Pattern LEADING_TABLE =
      Pattern.compile(
          "^(?:ONLY\\s+)?%1$s(?:\\s*\\.\\s*%1$s)?".formatted("(?:\\{\\{[^}]*}}|" + NAME + ")"),
          Pattern.CASE_INSENSITIVE);

  private static final Pattern TIME_ZONE =
      Pattern.compile("AT\\s+TIME\\s+ZONE\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern CALL = Pattern.compile("\\s*\\(");

  private SqlWords() {}

  /** The definition of an index, which begins with its table, on another one. */
  static String onTable(String definition, String table) {
    return LEADING_TABLE.matcher(definition).replaceFirst(Matcher.quoteReplacement(table));
  }

  /** Every name in it, folded as PostgreSQL folds them, and as MySQL keeps them. */
  static Set<String> in(String sql) {
    Set<String> names = new HashSet<>();
    Matcher word = WORD.matcher(sql);
    while (word.find()) {
      String name = name(word);
      if (!name.isEmpty()) {
        names.add(name);
      }
      if (word.group(3) != null) {
        names.add(word.group(3));
      }
    }
    return names;
  }

  /** The same with what stands in strings and bodies, where code may name things. */
  static Set<String> inCode(String sql) {
    Set<String> names = in(sql);
    Matcher word = WORD.matcher(sql);
    while (word.find()) {
      if (word.group().endsWith("'") || word.group().endsWith("$")) {
        names.addAll(in(word.group().replaceAll("^(?i:e?')|^\\$\\w*\\$|'$|\\$\\w*\\$$", " ")));
      }
    }
    return names;
  }

  /** How often a name stands in it. */
  static long count(String sql, String name) {
    return WORD.matcher(sql).results().filter(match -> name(match).equals(name)).count();
  }

  /** The same SQL with another name in every place of a column's; functions and types keep it. */
  static String rename(String sql, String from, String to) {
    return WORD.matcher(sql)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    name(match).equals(from)
                            && !isCalled(sql, match)
                            && !sql.startsWith("::", match.start() - 2)
                        ? writtenLike(match, to)
                        : match.group()));
  }

  private static String writtenLike(MatchResult word, String name) {
    return word.group(2) != null
        ? Identifiers.inQuotes(name, Dialect.POSTGRESQL)
        : word.group(4) != null
            ? Identifiers.inQuotes(name, Dialect.MYSQL)
            : Identifiers.quote(name, Dialect.POSTGRESQL);
  }

  /**
   * The same SQL with a prefix and a dot before every place of a name that has none; a function
   * that is called so keeps its name.
   */
  static String qualify(String sql, String name, String prefix) {
    return WORD.matcher(sql)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    name(match).equals(name)
                            && !isOfTimeZone(sql, match)
                            && !isCalled(sql, match)
                            && (match.start() == 0
                                || ".:".indexOf(sql.charAt(match.start() - 1)) < 0)
                        ? prefix + "." + writtenLike(match, name)
                        : match.group()));
  }

  /** Whether it is the first word of {@code AT TIME ZONE}. */
  private static boolean isOfTimeZone(String sql, MatchResult word) {
    return TIME_ZONE.matcher(sql).region(word.start(), sql.length()).lookingAt();
  }

  private static boolean isCalled(String sql, MatchResult word) {
    return CALL.matcher(sql).region(word.end(), sql.length()).lookingAt();
  }

  private static String name(MatchResult word) {
    if (word.group(2) != null) {
      return word.group(2).replace("\"\"", "\"");
    }
    if (word.group(4) != null) {
      return word.group(4).replace("``", "`");
    }
    return word.group(3) == null ? "" : word.group(3).toLowerCase(Locale.ROOT);
  }
}
