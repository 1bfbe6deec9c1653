package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.schema.View;
import dev.flux.sql.CommaList;
import dev.flux.sql.SqlWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Columns that tell the rows of a view apart, where its query shows it beyond doubt: the primary
 * key of the one table that it reads, or what it groups by.
 */
final class ViewKey {
  private static final String NAME = "(?:\"(?:[^\"]|\"\")++\"|[A-Za-z_][\\w$]*)";
  private static final Pattern QUERY =
      Pattern.compile(
          "(?is)\\s*select\\s+(.*?)\\s+from\\s+(.*?)(?:\\s+group\\s+by\\s+(.*?))?\\s*;?\\s*");
  private static final Pattern ITEM =
      Pattern.compile("(?is)(?:" + NAME + "\\.)?(" + NAME + ")(?:\\s+as\\s+(" + NAME + "))?");
  private static final Pattern CALL = Pattern.compile("(\\w+)\\s*\\(");
  private static final Pattern BEYOND =
      Pattern.compile(
          "(?i)\\b(union|intersect|except|with|distinct|lateral|rollup|cube|grouping|order|limit|having|window|over|select)\\b");

  /** Functions that give one value for each row. */
  private static final Set<String> SINGLE =
      Set.of(
          "count",
          "sum",
          "avg",
          "min",
          "max",
          "coalesce",
          "round",
          "array_agg",
          "string_agg",
          "upper",
          "lower",
          "bool_and",
          "bool_or",
          "json_agg",
          "jsonb_agg",
          "date_trunc");

  private ViewKey() {}

  /** Columns as SQL reads them back. */
  static Optional<List<String>> find(View view, Catalog catalog) {
    Matcher query = QUERY.matcher(view.query());
    if (!query.matches()
        || BEYOND.matcher(view.query().strip().substring("select".length())).find()) {
      return Optional.empty();
    }
    List<String> items = CommaList.parts(query.group(1));
    if (!items.stream().allMatch(ViewKey::single)) {
      return Optional.empty();
    }
    return query.group(3) == null
        ? ofTable(view, catalog, query.group(2), items)
        : named(CommaList.parts(query.group(3)), items);
  }

  private static boolean single(String item) {
    Matcher call = CALL.matcher(item);
    while (call.find()) {
      if (!SINGLE.contains(call.group(1).toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }

  private static Optional<List<String>> ofTable(
      View view, Catalog catalog, String from, List<String> items) {
    boolean joins = Pattern.compile("(?i),|\\bjoin\\b|\\(").matcher(from).find();
    boolean aggregates = items.stream().anyMatch(item -> CALL.matcher(item).find());
    if (joins || aggregates || view.reads().size() != 1) {
      return Optional.empty();
    }
    List<String> key =
        catalog.findTable(view.reads().get(0)).map(Table::primaryKey).orElse(List.of());
    List<String> quoted = key.stream().map(c -> new Definitions(catalog).name(c)).toList();
    if (key.isEmpty()) {
      return Optional.empty();
    }
    return items.equals(List.of("*")) ? Optional.of(quoted) : named(quoted, items);
  }

  /** The names under which the query gives all of these; empty where one is not among them. */
  private static Optional<List<String>> named(List<String> wanted, List<String> items) {
    List<String> names = new ArrayList<>();
    for (String each : wanted) {
      Matcher column = ITEM.matcher(each);
      if (!column.matches()) {
        return Optional.empty();
      }
      for (String item : items) {
        Matcher given = ITEM.matcher(item);
        if (given.matches() && SqlWords.in(given.group(1)).equals(SqlWords.in(column.group(1)))) {
          names.add(given.group(2) == null ? given.group(1) : given.group(2));
          break;
        }
      }
    }
    return names.size() == wanted.size() ? Optional.of(names) : Optional.empty();
  }
}
