package dev.flux.rollout;

import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.schema.Catalog;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values that only a human knows: told with a command, in a comment such as {@code -- flux:
 * backfill users.status = 'active'}, or in the settings; the first of these holds.
 */
final class BackfillValues {
  private static final Pattern COMMENT =
      Pattern.compile("--[ \\t]*flux:[ \\t]*backfill[ \\t]+(.+)");

  private final List<ColumnValue> values;

  private BackfillValues(List<ColumnValue> values) {
    this.values = values;
  }

  /**
   * Those that are told and those that the files of a change state; what is no expression is none.
   */
  static BackfillValues of(Examination examination, Told told) {
    List<ColumnValue> values = new ArrayList<>(told.commanded());
    for (ExaminedMigration migration : examination.migrations()) {
      Matcher comment = COMMENT.matcher(migration.migration().up().text());
      while (comment.find()) {
        ColumnValue.parse(comment.group(1)).ifPresent(values::add);
      }
    }
    values.addAll(told.settings());
    return new BackfillValues(
        values.stream()
            .filter(value -> value.isExpression(examination.before().dialect()))
            .toList());
  }

  /** The expression that fills a column. */
  Optional<String> find(Catalog catalog, ObjectName table, String column) {
    return values.stream()
        .filter(
            value ->
                same(catalog, value.column(), column)
                    && same(
                        catalog,
                        catalog.resolve(value.table()).toString(),
                        catalog.resolve(table).toString()))
        .map(ColumnValue::expression)
        .findFirst();
  }

  /** Names without quotes are kept as they are on MySQL, and meant in any case. */
  private static boolean same(Catalog catalog, String one, String other) {
    return OnlineSql.speaks(catalog.dialect()) ? one.equalsIgnoreCase(other) : one.equals(other);
  }
}
