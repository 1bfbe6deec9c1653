package dev.flux.rollout;

import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An {@code INSERT … SELECT} that copies rows of one table one by one, with what is joined to each,
 * cut into its parts: none that groups or limits, or that also takes rows of a joined table alone,
 * since a part of the rows would then give other results.
 *
 * @param head up to its SELECT
 * @param select up to its WHERE, or to its end
 * @param where the condition; empty where there is none
 * @param order the ORDER BY behind it, which each part keeps for itself; empty where there is none
 * @param tail what stands behind, such as ON CONFLICT
 * @param source the table whose rows it reads one by one
 * @param qualifier by which it calls that table
 * @param values the expressions of the columns, in order, without the names that they are given
 */
record CopiedRows(
    String head,
    String select,
    String where,
    String order,
    String tail,
    ObjectName source,
    String qualifier,
    List<String> values) {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;

  private static final Pattern FORM =
      Pattern.compile(
          "(\\s*INSERT\\s+INTO\\s+.*?)(\\bSELECT\\s+(.*?)\\s+FROM\\s+(%1$s(?:\\s*\\.\\s*%1$s)?)(?:\\s+(?:AS\\s+)?(?!(?:WHERE|ORDER|ON|%2$s)\\b)(%1$s))?(\\s+(?:%2$s)\\b.*?)?)(?:\\s+WHERE\\b(.*?))?(\\s+ORDER\\s+BY\\b.*?)?\\s*(\\bON\\s+(?:CONFLICT|DUPLICATE)\\b.*)?"
              .formatted(SqlWords.NAME, "JOIN|INNER|LEFT|CROSS|NATURAL|STRAIGHT_JOIN"),
          FLAGS);

  private static final Pattern WHOLE =
      Pattern.compile(
          "\\b(?:DISTINCT|GROUP|HAVING|LIMIT|OFFSET|FETCH|UNION|INTERSECT|EXCEPT|WINDOW|OVER|FOR|WITH|RETURNING|IGNORE)\\b|\\b(?:RIGHT|FULL)\\s+(?:OUTER\\s+)?JOIN\\b",
          FLAGS);

  /** A comment, or a string or name in quotes that may look like one. */
  private static final Pattern COMMENT =
      Pattern.compile(
          "('(?:\\\\.|[^'\\\\])*+'|\"[^\"]*+\"|`[^`]*+`)|--[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  private static final Pattern JOIN =
      Pattern.compile("(?:\\b|STRAIGHT_)JOIN\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern ALIAS =
      Pattern.compile("\\s+AS\\s+" + SqlWords.NAME + "$", Pattern.CASE_INSENSITIVE);

  /** A word before a bracket; that behind AS has a list of columns. */
  private static final Pattern CALL =
      Pattern.compile("(?<![aA][sS]\\s)\\b([\\p{L}_][\\p{L}\\w$]*)\\s*\\(");

  CopiedRows {
    values = List.copyOf(values);
  }

  /** Empty where it has another form. */
  static Optional<CopiedRows> of(Insert insert, String written) {
    String sql = withoutComments(written);
    String plain = masked(sql);
    Matcher form = FORM.matcher(plain);
    boolean simple =
        insert.source() == Insert.Source.QUERY
            && insert.reads().size() <= 1 + JOIN.matcher(plain).results().count()
            && !insert.columns().isEmpty()
            && form.matches()
            && !WHOLE.matcher(plain).find()
            && CALL.matcher(part(sql, form, 2) + " " + part(sql, form, 7) + part(sql, form, 8))
                .results()
                .allMatch(call -> RowFunctions.has(call.group(1)));
    if (!simple) {
      return Optional.empty();
    }
    Optional<ObjectName> source = source(insert, part(sql, form, 4));
    List<String> values = new ArrayList<>();
    int from = form.start(3);
    for (int i = from; i <= form.end(3); i++) {
      if (i == form.end(3) || plain.charAt(i) == ',') {
        values.add(ALIAS.matcher(sql.substring(from, i).strip()).replaceFirst(""));
        from = i + 1;
      }
    }
    boolean all =
        values.size() == insert.columns().size() && values.stream().noneMatch(v -> v.endsWith("*"));
    return source
        .filter(found -> all)
        .map(
            found ->
                new CopiedRows(
                    part(sql, form, 1),
                    part(sql, form, 2),
                    part(sql, form, 7),
                    part(sql, form, 8),
                    part(sql, form, 9),
                    found,
                    part(sql, form, form.group(5) == null ? 4 : 5),
                    values));
  }

  private static Optional<ObjectName> source(Insert insert, String written) {
    String name = written.substring(written.lastIndexOf('.') + 1).replaceAll("[\\s`\"]", "");
    return insert.reads().stream().filter(table -> table.name().equalsIgnoreCase(name)).findFirst();
  }

  /** Whether a value is that of a column of the row, and not of what is joined to it. */
  boolean isOfRow(String value) {
    return !JOIN.matcher(masked(select)).find()
        || value.replaceAll("\\s", "").startsWith(qualifier + ".");
  }

  private static String part(String sql, Matcher form, int group) {
    return form.start(group) < 0 ? "" : sql.substring(form.start(group), form.end(group)).strip();
  }

  private static String withoutComments(String sql) {
    return COMMENT
        .matcher(sql)
        .replaceAll(
            match -> match.group(1) == null ? " " : Matcher.quoteReplacement(match.group()));
  }

  /** The statement with what stands in brackets and strings blanked out, of the same length. */
  private static String masked(String sql) {
    StringBuilder plain = new StringBuilder();
    int depth = 0;
    boolean text = false;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      text ^= c == '\'';
      depth -= !text && c == ')' ? 1 : 0;
      plain.append(text || depth > 0 ? (c == '\n' ? '\n' : '_') : c);
      depth += !text && c == '(' ? 1 : 0;
    }
    return plain.toString();
  }

  /** The statement for a part of the rows. */
  String within(String range, String end) {
    String condition = where.isEmpty() ? range : range + " AND (" + where + ")";
    return Stream.of(head, select, "WHERE " + condition, order, end)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
