package dev.flux.rollout;

import dev.flux.sql.DataOperation.Delete;
import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.Predicate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs an UPDATE or DELETE of many rows of SQLite in batches, by hand, since no tool runs scripts
 * of its shell; and behind them once more by the tool, for new databases. Where the script ran, the
 * statement finds no row to change.
 */
final class ChangeRowsOnSqlite implements Recipe {
  private static final Pattern NOT_ALL =
      Pattern.compile("\\b(?:RETURNING|LIMIT|OFFSET)\\b", Pattern.CASE_INSENSITIVE);

  /** What gives another value each time. */
  private static final Pattern CHANGING =
      Pattern.compile(
          "\\b(?:random|randomblob|changes|total_changes|last_insert_rowid|uuid\\w*|gen_random_uuid"
              + "|current_time|current_date|current_timestamp|unixepoch)\\b|'now'",
          Pattern.CASE_INSENSITIVE);

  private static final String OTHERS =
      "Write this in batches by hand: which rows it means depends on others that it changes.";

  private static final String NO_ROWID =
      "Write this in batches by hand: the history does not show that `%s` has a rowid.";

  private static final String BEHIND =
      "a script did it before, and only a new database has rows for it";

  @Override
  public Set<String> settles() {
    return Set.of("unbounded-update", "unbounded-delete");
  }

  @Override
  public boolean fits(Dialect dialect) {
    return dialect == Dialect.SQLITE;
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    Operation operation = situation.operation();
    if (operation instanceof Update update) {
      return steps(situation, update.table(), update.where(), Optional.of(update));
    }
    return operation instanceof Delete delete
        ? steps(situation, delete.table(), delete.where(), Optional.empty())
        : List.of();
  }

  /** Whether what stands behind the beginning of a statement reads the table that it changes. */
  private static boolean readsItself(String rest, ObjectName table) {
    return Pattern.compile(
            "(?:\\bFROM\\b|\\bJOIN\\b|,)\\s*(?:\\w+\\s*\\.\\s*)?[\"`\\[]?%s(?![\\w$])"
                .formatted(Pattern.quote(table.name())),
            Pattern.CASE_INSENSITIVE)
        .matcher(rest)
        .find();
  }

  private static List<PlannedStep> byHand(
      Situation situation, ObjectName table, Optional<Update> update, String why) {
    return List.of(draft(situation, table, update, "").waitsFor(why).backfill());
  }

  private static List<PlannedStep> steps(
      Situation situation, ObjectName table, Optional<Predicate> where, Optional<Update> update) {
    String sql = situation.clause().statement().sql();
    Matcher head =
        (update.isPresent() ? ChangeRowsInBatches.UPDATE : ChangeRowsInBatches.DELETE).matcher(sql);
    boolean splits =
        ChangeRowsInBatches.ALONE.matcher(sql).lookingAt()
            && head.find()
            && !NOT_ALL.matcher(sql).find()
            && where.filter(condition -> !sql.contains(condition.text())).isEmpty();
    String qualifier =
        splits ? Optional.ofNullable(head.group(2)).orElse(head.group(1)) : situation.sql(table);
    Optional<String> rowid = SqliteBatches.rowid(situation.before(), table);
    Optional<String> undone =
        update.isPresent()
            ? undone(situation, update.get(), sql, where, qualifier)
            : Optional.of("");
    if (splits && readsItself(sql.substring(head.end()), table)) {
      return byHand(situation, table, update, OTHERS);
    }
    if (!splits || rowid.isEmpty() || undone.isEmpty()) {
      String why =
          !splits
              ? ChangeRowsInBatches.FORM
              : rowid.isEmpty() ? NO_ROWID.formatted(table) : ChangeRowsInBatches.TWICE;
      return byHand(situation, table, update, why);
    }
    String script =
        SqliteBatches.script(
            situation.sql(table),
            rowid.get(),
            qualifier,
            range -> ChangeRowsInBatches.bounded(sql, where, range));
    String behind =
        undone.get().isEmpty()
            ? sql.strip()
            : where
                .map(condition -> guarded(sql, condition.text(), undone.get()))
                .orElseGet(() -> ChangeRowsInBatches.bounded(sql, where, undone.get()));
    String hazard = update.isPresent() ? "unbounded-update" : "unbounded-delete";
    return List.of(
        OnSqlite.instant(draft(situation, table, update, "").sql(script, ""))
            .script()
            .outsideTransaction()
            .deployGate(ChangeRowsInBatches.WRITTEN)
            .backfill(),
        OnSqlite.instant(draft(situation, table, update, ", in new databases"))
            .sql(Sql.allow(hazard, BEHIND) + behind + ";", "")
            .gate("the script before it ran")
            .backfill());
  }

  /** The value is computed for rows of the condition alone, since it may fail for others. */
  private static String guarded(String sql, String condition, String undone) {
    int start = sql.lastIndexOf(condition);
    return sql.substring(0, start)
        + "CASE WHEN "
        + condition
        + " THEN "
        + undone
        + " END"
        + sql.substring(start + condition.length());
  }

  private static StepDraft draft(
      Situation situation, ObjectName table, Optional<Update> update, String where) {
    boolean fills =
        update.filter(each -> ChangeRowsInBatches.fillsNewColumn(situation, each)).isPresent();
    StepDraft draft =
        situation
            .step(
                (update.isPresent() ? "backfill_" : "delete_from_") + table.name(),
                (update.isPresent() ? "Change" : "Delete")
                    + " rows of `"
                    + table
                    + "` in batches"
                    + where)
            .worksWith("every version that worked before");
    if (fills) {
      return draft;
    }
    boolean follows = update.isEmpty() && !situation.before().referencing(table).isEmpty();
    return draft.loses(
        update.isPresent()
            ? "the values that it overwrites"
            : "the rows that it deletes" + (follows ? ", and those that go with them" : ""));
  }

  /**
   * What tells rows that an UPDATE has not changed yet, beside its condition; nothing where that
   * tells it, empty where a second run would change rows twice.
   */
  private static Optional<String> undone(
      Situation situation, Update update, String sql, Optional<Predicate> where, String qualifier) {
    if (!Repeatable.is(situation, update, sql, where)) {
      return Optional.empty();
    }
    if (Repeatable.passesChanged(update, where)) {
      return Optional.of("");
    }
    boolean told =
        !update.columns().isEmpty()
            && update.columns().stream().allMatch(update.values()::containsKey)
            && !CHANGING.matcher(sql).find();
    return told
        ? Optional.of(
            update.columns().stream()
                .map(
                    column ->
                        "CAST(%s.%s AS BLOB) IS NOT CAST(%s AS BLOB)"
                            .formatted(
                                qualifier, situation.sql(column), update.values().get(column)))
                .collect(Collectors.joining(" OR ", "(", ")")))
        : Optional.empty();
  }
}
