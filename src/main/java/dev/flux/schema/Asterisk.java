package dev.flux.schema;

import dev.flux.sql.SqlWords;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The asterisk that a query begins with, and the relation whose columns it stands for. A view keeps
 * the columns that there were when it was created (PostgreSQL manual, CREATE VIEW, Notes).
 *
 * @param before the query up to it
 * @param prefix what each column is called by, with its dot; empty where nothing
 * @param after the query behind it
 * @param relation without its schema
 */
public record Asterisk(String before, String prefix, String after, String relation) {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;

  private static final String RELATION = "(?:%1$s\\s*\\.\\s*)?(%1$s)".formatted(SqlWords.NAME);

  private static final Pattern QUERY =
      Pattern.compile(
          "(\\s*SELECT\\s+)(%s\\s*\\.\\s*)?\\*(\\s+FROM\\b.*|\\s*,.*)".formatted(SqlWords.NAME),
          FLAGS);

  private static final Pattern ONE_RELATION =
      Pattern.compile(
          "\\s+FROM\\s+%s(?:\\s+(?:AS\\s+)?(?!WHERE\\b|GROUP\\b|ORDER\\b|LIMIT\\b)%s)?\\s*(?:(?:WHERE|GROUP|ORDER|LIMIT)\\b.*)?"
              .formatted(RELATION, SqlWords.NAME),
          FLAGS);

  private static final Pattern CALLED =
      Pattern.compile(
          "\\b(?:FROM|JOIN)\\s+%s(?:\\s+(?:AS\\s+)?(%s))?".formatted(RELATION, SqlWords.NAME),
          FLAGS);

  /** Empty where the query has none, or does not say plainly whose columns it means. */
  public static Optional<Asterisk> in(String query) {
    Matcher whole = QUERY.matcher(query);
    if (!whole.matches()) {
      return Optional.empty();
    }
    String prefix = whole.group(2) == null ? "" : whole.group(2);
    String after = whole.group(3);
    Optional<String> relation = prefix.isEmpty() ? only(after) : called(after, name(prefix));
    return relation.map(found -> new Asterisk(whole.group(1), prefix, after, found));
  }

  /** The query with these in its place. */
  public String with(Iterable<String> columns, Function<String, String> sql) {
    StringBuilder list = new StringBuilder();
    for (String column : columns) {
      list.append(list.isEmpty() ? "" : ", ").append(prefix).append(sql.apply(column));
    }
    return before + list + after;
  }

  private static Optional<String> only(String after) {
    Matcher one = ONE_RELATION.matcher(after);
    return one.matches() ? Optional.of(name(one.group(1))) : Optional.empty();
  }

  private static Optional<String> called(String after, String qualifier) {
    return CALLED
        .matcher(after)
        .results()
        .filter(
            match ->
                name(match.group(1)).equals(qualifier)
                    || (match.group(2) != null && name(match.group(2)).equals(qualifier)))
        .map(match -> name(match.group(1)))
        .findFirst();
  }

  private static String name(String written) {
    Set<String> names = SqlWords.in(written);
    return names.isEmpty() ? "" : names.iterator().next();
  }
}
