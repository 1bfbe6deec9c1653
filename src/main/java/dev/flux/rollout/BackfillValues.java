package dev.flux.rollout;

import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.schema.Catalog;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values that only a human knows, from comments such as {@code -- flux: backfill users.status =
 * 'active'}.
 */
final class BackfillValues {
  private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\w$]*)";
  private static final Pattern COMMENT =
      Pattern.compile(
          "--[ \\t]*flux:[ \\t]*backfill[ \\t]+(?:(%s)\\.)?(%s)\\.(%s)[ \\t]*=[ \\t]*(.+)"
              .formatted(NAME, NAME, NAME));

  private final List<Value> values;

  private BackfillValues(List<Value> values) {
    this.values = values;
  }

  private record Value(ObjectName table, String column, String expression) {}

  /** Those that the files of a change state. */
  static BackfillValues of(Examination examination) {
    List<Value> values = new ArrayList<>();
    for (ExaminedMigration migration : examination.migrations()) {
      Matcher comment = COMMENT.matcher(migration.migration().up().text());
      while (comment.find()) {
        ObjectName table =
            new ObjectName(
                Optional.ofNullable(comment.group(1)).map(BackfillValues::fold),
                fold(comment.group(2)));
        values.add(
            new Value(
                table,
                fold(comment.group(3)),
                comment.group(4).strip().replaceFirst(";$", "").strip()));
      }
    }
    return new BackfillValues(List.copyOf(values));
  }

  private static String fold(String written) {
    return written.startsWith("\"")
        ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
        : written.toLowerCase(java.util.Locale.ROOT);
  }

  /** The expression that fills a column. */
  Optional<String> find(Catalog catalog, ObjectName table, String column) {
    return values.stream()
        .filter(
            value ->
                value.column().equals(column)
                    && catalog.resolve(value.table()).equals(catalog.resolve(table)))
        .map(Value::expression)
        .findFirst();
  }
}
