package dev.flux.rollout;

import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values that only a human knows: told with a command, in a comment such as {@code -- flux:
 * backfill users.status = 'active'}, or in the settings; the first of these holds.
 */
final class BackfillValues {
  private static final Pattern COMMENT =
      Pattern.compile("--[ \\t]*flux:[ \\t]*backfill[ \\t]+(.+)");

  private final List<ColumnValue> values;

  /** Columns that a split left nullable until their value is told. */
  private final List<ColumnValue> asked;

  private BackfillValues(List<ColumnValue> values, List<ColumnValue> asked) {
    this.values = List.copyOf(values);
    this.asked = List.copyOf(asked);
  }

  /**
   * Those that are told and those that the files of a change state; what is no expression is none.
   */
  static BackfillValues of(Examination examination, Told told) {
    List<ColumnValue> values = new ArrayList<>(told.commanded());
    List<ColumnValue> asked = new ArrayList<>();
    for (ExaminedMigration migration : examination.migrations()) {
      String text = migration.migration().up().text();
      Matcher comment = COMMENT.matcher(text);
      while (comment.find()) {
        ColumnValue.parse(comment.group(1)).ifPresent(values::add);
      }
      Postponed.columns(text).stream()
          .flatMap(column -> ColumnValue.parse(column + " = 0").stream())
          .forEach(asked::add);
    }
    values.addAll(told.settings());
    return new BackfillValues(
        values.stream()
            .filter(value -> value.isExpression(examination.before().dialect()))
            .toList(),
        asked);
  }

  /** The comments of a file that tell values, each on a line of its own. */
  static String comments(String text) {
    return COMMENT
        .matcher(text)
        .results()
        .map(comment -> comment.group() + "\n")
        .collect(Collectors.joining());
  }

  /** The expression that fills a column. */
  Optional<String> find(Catalog catalog, ObjectName table, String column) {
    return values.stream()
        .filter(value -> isOf(value, catalog, table, column))
        .map(ColumnValue::expression)
        .findFirst();
  }

  /** Whether the column waits for its value before it takes no NULL. */
  boolean asks(Catalog catalog, ObjectName table, String column) {
    return asked.stream().anyMatch(value -> isOf(value, catalog, table, column))
        && find(catalog, table, column).isEmpty();
  }

  /** A name that is told without its quotes is meant in any case, where nothing has it as told. */
  private static boolean isOf(ColumnValue value, Catalog catalog, ObjectName table, String column) {
    boolean anyCase = OnlineSql.speaks(catalog.dialect());
    Optional<Table> told = catalog.findTable(value.table());
    return same(
            catalog.resolve(value.table()).toString(),
            catalog.resolve(table).toString(),
            anyCase || told.isEmpty())
        && same(
            value.column(),
            column,
            anyCase || told.flatMap(found -> found.findColumn(value.column())).isEmpty());
  }

  private static boolean same(String one, String other, boolean anyCase) {
    return anyCase ? one.equalsIgnoreCase(other) : one.equals(other);
  }
}
