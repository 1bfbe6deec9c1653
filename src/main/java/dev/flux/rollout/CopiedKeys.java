package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.rollout.mysql.MysqlBatches;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.schema.Column;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Copies rows into a table that cannot tell which it has: each batch leaves its last key in a table
 * beside it in the same transaction, so that a job that was stopped goes on behind that.
 *
 * @param names columns of the key of the table that is read, as SQL reads them
 * @param side the table beside it, as SQL reads it
 * @param create that table
 */
record CopiedKeys(
    Situation situation,
    Insert insert,
    ObjectName source,
    CopiedRows copied,
    List<String> names,
    String side,
    String create) {
  CopiedKeys {
    names = List.copyOf(names);
  }

  /** Empty where the types of the key are not known. */
  static Optional<CopiedKeys> of(
      Situation situation, Insert insert, ObjectName source, CopiedRows copied) {
    String name =
        situation.freeName(
            source,
            "%s_copied_to_%s_%d"
                .formatted(
                    source.name(),
                    insert.table().name(),
                    situation.clause().clause().span().line()));
    String side = situation.beside(source, name);
    List<String> names =
        situation.batches(source).key().stream().map(column -> situation.sql(column)).toList();
    Optional<String> create =
        OnlineSql.speaks(situation.engine().dialect())
            ? new MysqlBatches(situation.before(), source).besideKey(side)
            : besideKey(situation, source, side);
    return create.map(text -> new CopiedKeys(situation, insert, source, copied, names, side, text));
  }

  private static Optional<String> besideKey(Situation situation, ObjectName source, String side) {
    List<String> key = situation.batches(source).key();
    List<String> typed = new ArrayList<>();
    for (String column : key) {
      situation
          .findTable(source)
          .flatMap(table -> table.findColumn(column))
          .flatMap(Column::type)
          .ifPresent(type -> typed.add(situation.sql(column) + " " + Definitions.plain(type)));
    }
    return typed.size() == key.size()
        ? Optional.of(
            "CREATE TABLE %s (%s, PRIMARY KEY (%s));"
                .formatted(side, String.join(", ", typed), situation.list(key)))
        : Optional.empty();
  }

  /** The table beside it, the batches, and the end of that table. */
  List<PlannedStep> steps() {
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
                .sql(
                    mysql() ? OnlineSql.LOCK_WAIT + "\n" + drop : Sql.locking(drop),
                    create + "\n" + allCopied())
                .loses("how far each batch came: after it, all rows count as copied")
                .impact(
                    (mysql() ? "metadata lock on " : "ACCESS EXCLUSIVE on ") + side,
                    "nothing: nobody uses it",
                    Estimates.instant())
                .gate("the copy is done")
                .worksWith("every version")));
  }

  private boolean mysql() {
    return OnlineSql.speaks(situation.engine().dialect());
  }

  /** Its way back reads the table that the rows come from, which the change may drop or rename. */
  private PlannedStep gone(StepDraft draft) {
    return situation.end().findTable(source).isEmpty() ? draft.contract() : draft.lastly();
  }

  private PlannedStep copy() {
    String row = bracketed(names.stream().map(name -> copied.qualifier() + "." + name).toList());
    String last = bracketed(names.stream().map(name -> "flux_copied." + name).toList());
    String passed =
        "NOT EXISTS (SELECT 1 FROM %s AS flux_copied WHERE %s >= %s)".formatted(side, last, row);
    UnaryOperator<String> batch = range -> withItsEnd(copied.within(range + " AND " + passed, ""));
    String block = situation.batches(source).block(copied.qualifier(), batch);
    return Locks.batches(
            situation
                .step(
                    "copy_rows_to_" + insert.table().name(),
                    "Copy rows of `%s` to `%s` in batches".formatted(source, insert.table()))
                .sql(mysql() ? block : allowed(block), "")
                .outsideTransaction(),
            insert.table())
        .loses("which rows were there before: the added rows stay")
        .deployGate("every running version writes what this leaves behind")
        .worksWith("every version that worked before")
        .backfill();
  }

  private static String allowed(String block) {
    return Sql.allow("insert-select-large", "each batch copies 1,000 rows") + block;
  }

  /** The copy of one batch, and in one transaction with it, its last key. */
  private String withItsEnd(String copy) {
    String columns = String.join(", ", names);
    if (mysql()) {
      return "START TRANSACTION;\n    %s;\n    INSERT IGNORE INTO %s (%s) VALUES (%s)"
          .formatted(
              copy, side, columns, new MysqlBatches(situation.before(), source).endOfBatch());
    }
    String to =
        IntStream.rangeClosed(1, names.size())
            .mapToObj(i -> "flux_to_" + i)
            .collect(Collectors.joining(", "));
    return "WITH flux_end_of_batch AS (INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING) %s"
        .formatted(side, columns, to, copy);
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
