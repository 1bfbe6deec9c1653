package dev.flux.sql;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that stand in a piece of SQL; strings, comments and bodies are passed over. */
public final class SqlWords {
  private static final Pattern WORD =
      Pattern.compile(
          "(?:\\b[eE])?'(?:[^']|'')*+'|--[^\\n]*|/\\*.*?\\*/|\\$(\\w*)\\$.*?\\$\\1\\$"
              + "|\"((?:[^\"]|\"\")*+)\"|([\\p{L}_][\\p{L}\\w$]*)|`((?:[^`]|``)*+)`",
          Pattern.DOTALL);

  /** A pattern of one name, in quotes or not. */
  public static final String NAME =
      "(?:\"(?:[^\"]|\"\")++\"|`(?:[^`]|``)++`|[\\p{L}_][\\p{L}\\w$]*)";

  private static final Pattern LEADING_TABLE =
      Pattern.compile(
          "^(?:ONLY\\s+)?%1$s(?:\\s*\\.\\s*%1$s)?".formatted("(?:\\{\\{[^}]*}}|" + NAME + ")"),
          Pattern.CASE_INSENSITIVE);

  private static final Pattern TIME_ZONE =
      Pattern.compile("AT\\s+TIME\\s+ZONE\\b", Pattern.CASE_INSENSITIVE);

  /** A string, or a name with the dot behind it. */
  private static final Pattern QUALIFIER =
      Pattern.compile("'(?:[^']|'')*+'|(?<![\\w$.\"])(" + NAME + ")\\s*\\.\\s*(?=" + NAME + ")");

  private static final Pattern CALL = Pattern.compile("\\s*\\(");

  /** Up to the last part of a type's name. */
  private static final Pattern CAST_TO = Pattern.compile("::\\s*(?:" + NAME + "\\s*\\.\\s*)*+$");

  /** Characters that stand before the last part of a name at most. */
  private static final int LONGEST = 200;

  private SqlWords() {}

  /** The definition of an index, which begins with its table, on another one. */
  public static String onTable(String definition, String table) {
    return LEADING_TABLE.matcher(definition).replaceFirst(Matcher.quoteReplacement(table));
  }

  /** Every name in it, folded as PostgreSQL folds them, and as MySQL keeps them. */
  public static Set<String> in(String sql) {
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
  public static Set<String> inCode(String sql) {
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
  public static long count(String sql, String name) {
    return WORD.matcher(sql).results().filter(match -> name(match).equals(name)).count();
  }

  /** The same SQL with another name in every place of a column's; functions and types keep it. */
  public static String rename(String sql, String from, String to) {
    return WORD.matcher(sql)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    name(match).equals(from) && !isCalled(sql, match) && !isType(sql, match)
                        ? writtenLike(match, to)
                        : match.group()));
  }

  /** The same SQL with columns of a table called without it. */
  public static String unqualified(String sql, String table) {
    return QUALIFIER
        .matcher(sql)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group(1) != null && in(match.group(1)).contains(table)
                        ? ""
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
  public static String qualify(String sql, String name, String prefix) {
    return WORD.matcher(sql)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    name(match).equals(name)
                            && !isOfTimeZone(sql, match)
                            && !isCalled(sql, match)
                            && !isType(sql, match)
                            && (match.start() == 0 || sql.charAt(match.start() - 1) != '.')
                        ? prefix + "." + writtenLike(match, name)
                        : match.group()));
  }

  /** Whether it is the first word of {@code AT TIME ZONE}. */
  private static boolean isOfTimeZone(String sql, MatchResult word) {
    return TIME_ZONE.matcher(sql).region(word.start(), sql.length()).lookingAt();
  }

  /** Whether it stands in the name of a type that something is cast to. */
  private static boolean isType(String sql, MatchResult word) {
    return CAST_TO.matcher(sql).region(Math.max(0, word.start() - LONGEST), word.start()).find();
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
