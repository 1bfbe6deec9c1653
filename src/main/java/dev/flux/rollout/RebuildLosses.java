package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.DataOperation.Delete;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is lost in a rebuild of SQLite that an author wrote. */
final class RebuildLosses {
  private static final Pattern COPIES_ALL =
      Pattern.compile(
          "INSERT\\s+INTO\\s+\\S+\\s+SELECT\\s+\\*\\s+FROM\\s+\\S+", Pattern.CASE_INSENSITIVE);

  private RebuildLosses() {}

  /** What the shape that a table had does not bring back. */
  static List<String> of(Item item) {
    if (item.operation() instanceof Update || item.operation() instanceof Delete) {
      return List.of(item.back().loses());
    }
    if (!(item.operation() instanceof Insert copy)
        || copy.source() != Insert.Source.QUERY
        || COPIES_ALL.matcher(item.sql()).matches()) {
      return List.of();
    }
    if (copy.selected().size() != copy.columns().size()) {
      return List.of("the values that the copy changes");
    }
    Stream<String> changed =
        IntStream.range(0, copy.columns().size())
            .filter(i -> !bare(copy.selected().get(i)).equalsIgnoreCase(copy.columns().get(i)))
            .mapToObj(i -> "the values of `" + copy.columns().get(i) + "` that the copy changes");
    return Stream.concat(changed, leftOut(copy, item.situation().before())).toList();
  }

  private static Stream<String> leftOut(Insert copy, Catalog before) {
    List<String> there = columns(before, copy.table());
    return copy.reads().stream()
        .flatMap(read -> columns(before, read).stream())
        .filter(there::contains)
        .filter(column -> !copy.columns().contains(column))
        .distinct()
        .map(column -> "the values of `" + column + "`, which the copy leaves out");
  }

  private static List<String> columns(Catalog catalog, ObjectName table) {
    return catalog.findTable(table).map(Table::columns).stream()
        .flatMap(List::stream)
        .filter(column -> column.generated().isEmpty())
        .map(Column::name)
        .toList();
  }

  /** A column's name without its quotes. */
  private static String bare(String expression) {
    return expression.strip().replaceAll("^[\"`\\[]|[\"`\\]]$", "");
  }
}
