package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Copies rows into a table that cannot tell which it has: each batch leaves its last key in a table
 * beside it in the same transaction, so that a job that was stopped goes on behind that.
 *
 * @param key columns of the key of the table that is read, as ADD COLUMN takes them
 * @param names of those columns, as SQL reads them
 * @param side the table beside it, as SQL reads it
 */
record CopiedKeys(
    Situation situation,
    Insert insert,
    ObjectName source,
    CopiedRows copied,
    List<String> key,
    List<String> names,
    String side) {
  CopiedKeys {
    key = List.copyOf(key);
    names = List.copyOf(names);
  }

  /** Empty where the types of the key are not known, and on other engines than PostgreSQL. */
  static Optional<CopiedKeys> of(
      Situation situation, Insert insert, ObjectName source, CopiedRows copied) {
    Optional<Table> table = situation.findTable(source);
    List<String> typed = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String column : situation.batches(source).key()) {
      names.add(situation.sql(column));
      table
          .flatMap(t -> t.findColumn(column))
          .flatMap(Column::type)
          .ifPresent(type -> typed.add(situation.sql(column) + " " + Definitions.plain(type)));
    }
    String side = situation.freeName(source, source.name() + "_copied_to_" + insert.table().name());
    return situation.engine().dialect() == Dialect.POSTGRESQL && typed.size() == names.size()
        ? Optional.of(
            new CopiedKeys(
                situation, insert, source, copied, typed, names, situation.beside(source, side)))
        : Optional.empty();
  }

  /** The table beside it, the batches, and the end of that table. */
  List<PlannedStep> steps() {
    String create =
        "CREATE TABLE %s (%s, PRIMARY KEY (%s));"
            .formatted(side, String.join(", ", key), String.join(", ", names));
    String drop =
        Sql.allow("drop-table", "it holds how far the copy came, and that is done")
            + "DROP TABLE "
            + side
            + ";";
    String title = "how far the copy from `" + source + "` has come";
    return List.of(
        situation
            .step("keep_keys_of_" + source.name(), "Make a table for " + title)
            .sql(create, "DROP TABLE " + side + ";")
            .impact("none on a table in use", "nothing", Estimates.instant())
            .worksWith("every version")
            .expand(),
        copy(),
        gone(
            situation
                .step("drop_keys_of_" + source.name(), "Drop the table for " + title)
                .sql(Sql.locking(drop), create + "\n" + allCopied())
                .loses("how far each batch came: after it, all rows count as copied")
                .impact(
                    "ACCESS EXCLUSIVE on " + side, "nothing: nobody uses it", Estimates.instant())
                .gate("the copy is done")
                .worksWith("every version")));
  }

  /** Its way back reads the table that the rows come from, which the change may drop or rename. */
  private PlannedStep gone(StepDraft draft) {
    return situation.end().findTable(source).isEmpty() ? draft.contract() : draft.lastly();
  }

  private PlannedStep copy() {
    String row = bracketed(names.stream().map(name -> copied.qualifier() + "." + name).toList());
    String last = bracketed(names.stream().map(name -> "flux_copied." + name).toList());
    String to =
        IntStream.rangeClosed(1, names.size())
            .mapToObj(i -> "flux_to_" + i)
            .collect(Collectors.joining(", "));
    String passed = "NOT EXISTS (SELECT 1 FROM %s AS flux_copied WHERE %s >= %s)";
    String block =
        Sql.allow("insert-select-large", "each batch copies 1,000 rows")
            + situation
                .batches(source)
                .block(
                    copied.qualifier(),
                    range ->
                        "WITH flux_end_of_batch AS (INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING) "
                                .formatted(side, String.join(", ", names), to)
                            + copied.within(
                                range + " AND " + passed.formatted(side, last, row), ""));
    return Locks.batches(
            situation
                .step(
                    "copy_rows_to_" + insert.table().name(),
                    "Copy rows of `%s` to `%s` in batches".formatted(source, insert.table()))
                .sql(block, "")
                .outsideTransaction(),
            insert.table())
        .loses("which rows were there before: the added rows stay")
        .deployGate("every running version writes what this leaves behind")
        .worksWith("every version that worked before")
        .backfill();
  }

  private String allCopied() {
    return "INSERT INTO %s SELECT %s FROM %s ORDER BY %s LIMIT 1;"
        .formatted(
            side,
            String.join(", ", names),
            situation.sql(source),
            names.stream().map(name -> name + " DESC").collect(Collectors.joining(", ")));
  }

  private static String bracketed(List<String> values) {
    return values.size() == 1 ? values.get(0) : "(" + String.join(", ", values) + ")";
  }
}
