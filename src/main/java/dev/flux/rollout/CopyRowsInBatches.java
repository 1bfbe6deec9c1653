package dev.flux.rollout;

import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Copies rows of one table into another in batches along the key of the one that is read. A row
 * that was copied before is passed by its key, so that a job that was stopped may run again; where
 * the copy has no key that comes from the row, a table beside it keeps how far the job has come.
 */
final class CopyRowsInBatches implements Recipe {
  private static final Pattern COLUMN =
      Pattern.compile("(?:[\\p{L}\\w$\"`]+\\s*\\.\\s*)?[\\p{L}_\"`][\\p{L}\\w$\"`]*");

  @Override
  public Set<String> settles() {
    return Set.of(
        "insert-select-large", "backfill-with-schema-change", "work-under-exclusive-lock");
  }

  @Override
  public boolean fits(Dialect dialect) {
    return dialect != Dialect.SQLITE;
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof Insert written)
        || situation.clause().statement().clauses().size() != 1) {
      return List.of();
    }
    Optional<Table> target = situation.findTable(written.table()).filter(Table::complete);
    if (target.isEmpty()) {
      return List.of();
    }
    Insert insert =
        written.columns().isEmpty()
            ? written.into(target.get().columns().stream().map(Column::name).toList())
            : written;
    Optional<CopiedRows> copied = CopiedRows.of(insert, situation.clause().statement().sql());
    if (copied.isEmpty()) {
      return List.of();
    }
    ObjectName source = copied.get().source();
    if (situation.before().isNew(source) || insert.reads().contains(insert.table())) {
      return List.of();
    }
    List<String> key = key(target.get(), situation.findTable(source), insert, copied.get());
    if (situation.batches(source).key().isEmpty()) {
      return List.of();
    }
    if (key.isEmpty()) {
      return copied.get().tail().isEmpty()
          ? CopiedKeys.of(situation, insert, source, copied.get())
              .map(CopiedKeys::steps)
              .orElse(List.of())
          : List.of();
    }
    return List.of(step(situation, insert, source, copied.get(), key));
  }

  private static PlannedStep step(
      Situation situation, Insert insert, ObjectName source, CopiedRows copied, List<String> key) {
    String end = copied.tail().isEmpty() ? passes(situation, insert, key) : copied.tail();
    boolean mysql = OnlineSql.speaks(situation.engine().dialect());
    String block =
        // The procedure of MySQL is not the statement that copies.
        (mysql ? "" : Sql.allow("insert-select-large", "each batch copies 1,000 rows"))
            + situation
                .batches(source)
                .block(copied.qualifier(), range -> copied.within(range, end));
    boolean fresh = situation.start().findTable(insert.table()).isEmpty();
    String back = fresh ? takenBack(situation, insert, source, copied, key) : "";
    StepDraft draft =
        Locks.batches(
                situation
                    .step(
                        "copy_rows_to_" + insert.table().name(),
                        "Copy rows of `%s` to `%s` in batches".formatted(source, insert.table()))
                    .sql(block, back)
                    .outsideTransaction(),
                insert.table())
            .deployGate("every running version writes what this leaves behind")
            .worksWith("every version that worked before");
    if (back.isEmpty()) {
      draft.loses("which rows were there before: the added rows stay");
    }
    return draft.backfill();
  }

  /** Takes the rows out of a table that the change itself creates; what was seeded stays. */
  private static String takenBack(
      Situation situation, Insert insert, ObjectName source, CopiedRows copied, List<String> key) {
    boolean ofRows = key.stream().map(c -> value(insert, copied, c)).allMatch(copied::isOfRow);
    if (!ofRows || situation.batches(insert.table()).key().isEmpty()) {
      return "";
    }
    String name = situation.sql(insert.table());
    String match =
        key.stream()
            .map(
                column -> {
                  String value = value(insert, copied, column);
                  String read = value.substring(value.lastIndexOf('.') + 1).strip();
                  return "flux_read." + read + " = " + name + "." + situation.sql(column);
                })
            .collect(Collectors.joining(" AND "));
    return situation
        .batches(insert.table())
        .block(
            name,
            range ->
                "DELETE FROM %1$s WHERE %2$s AND EXISTS (SELECT 1 FROM %3$s AS flux_read WHERE %4$s)"
                    .formatted(name, range, situation.sql(source), match));
  }

  private static String passes(Situation situation, Insert insert, List<String> key) {
    return OnlineSql.speaks(situation.engine().dialect())
        ? "ON DUPLICATE KEY UPDATE %1$s.%2$s = %1$s.%2$s"
            .formatted(situation.sql(insert.table()), situation.sql(key.get(0)))
        : "ON CONFLICT (" + situation.list(key) + ") DO NOTHING";
  }

  /** A key of the copy whose values are those of columns that are read. */
  private static List<String> key(
      Table target, Optional<Table> source, Insert insert, CopiedRows copied) {
    if (given(target.primaryKey(), insert, copied)) {
      return target.primaryKey();
    }
    return target.indexes().stream()
        .filter(index -> index.unique() && index.plain())
        .map(Index::columns)
        .filter(columns -> given(columns, insert, copied))
        .filter(
            columns ->
                !copied.tail().isEmpty()
                    || columns.stream().allMatch(c -> required(target, source, insert, copied, c)))
        .findFirst()
        .orElse(List.of());
  }

  /** A key passes no row with NULL in it: another run would add such a row again. */
  private static boolean required(
      Table target, Optional<Table> source, Insert insert, CopiedRows copied, String column) {
    String value = value(insert, copied, column);
    String read = value.substring(value.lastIndexOf('.') + 1).replaceAll("[\\s`\"]", "");
    boolean always =
        copied.isOfRow(value)
            && source.stream()
                .flatMap(table -> table.columns().stream())
                .anyMatch(c -> c.name().equalsIgnoreCase(read) && c.notNull());
    return always || target.findColumn(column).filter(Column::notNull).isPresent();
  }

  private static String value(Insert insert, CopiedRows copied, String column) {
    return copied.values().get(insert.columns().indexOf(column));
  }

  private static boolean given(List<String> key, Insert insert, CopiedRows copied) {
    return !key.isEmpty()
        && insert.columns().containsAll(key)
        && key.stream()
            .map(column -> value(insert, copied, column))
            .allMatch(value -> COLUMN.matcher(value).matches());
  }
}
