package dev.flux.rollout;

import dev.flux.rollout.mysql.MysqlBatches;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.DataOperation.Delete;
import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.Predicate;
import dev.flux.sql.SqlWords;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs an UPDATE or DELETE of many rows in batches. A batch job that was stopped is run again: an
 * UPDATE that would change a row twice passes those that are no longer as they were kept, or is
 * left to a human. A DELETE whose condition reads more than the row finds its rows once, and not
 * again for each batch.
 */
final class ChangeRowsInBatches implements Recipe {
  static final Pattern UPDATE =
      Pattern.compile(
          "\\bUPDATE\\s+(?:ONLY\\s+)?(%1$s(?:\\s*\\.\\s*%1$s)?)(?:\\s*\\*)?(?:\\s+(?:AS\\s+)?(?!(?:SET|JOIN|INNER|LEFT|CROSS)\\b)(%1$s))?(?:\\s+(?:(?:INNER|LEFT|CROSS)\\s+)?JOIN\\b.*?)?\\s+SET\\b"
              .formatted(SqlWords.NAME),
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  static final Pattern DELETE =
      Pattern.compile(
          "\\bDELETE\\s+FROM\\s+(?:ONLY\\s+)?(%1$s(?:\\s*\\.\\s*%1$s)?)(?:\\s*\\*)?(?:\\s+(?:AS\\s+)?(?!(?:USING|WHERE|RETURNING|ORDER|LIMIT)\\b)(%1$s))?"
              .formatted(SqlWords.NAME),
          Pattern.CASE_INSENSITIVE);

  /** Of one table of those that are joined, as MySQL and MariaDB say it. */
  private static final Pattern DELETE_OF =
      Pattern.compile(
          "\\bDELETE\\s+(?!FROM\\b)(%1$s)(?:\\s*\\.\\s*\\*)?\\s+FROM\\b".formatted(SqlWords.NAME),
          Pattern.CASE_INSENSITIVE);

  /** A block has statements around it, which are not repeated for each batch. */
  static final Pattern ALONE =
      Pattern.compile("(?:UPDATE|DELETE|WITH)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern GROUP = Pattern.compile("\\([^()]*\\)");
  private static final Pattern FROM = Pattern.compile("\\bFROM\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern USING = Pattern.compile("\\bUSING\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern DELETES = Pattern.compile("\\s*DELETE\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern BEFORE_WHERE =
      Pattern.compile("(.*)\\bWHERE\\s*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  static final String WRITTEN = "every running version writes what this leaves behind";

  static final String FORM = "Write this in batches by hand: its form is not one that Flux splits.";

  static final String TWICE =
      "Write this in batches by hand: run again after a stop, it would change rows twice.";

  private static final Pattern SUBQUERY =
      Pattern.compile("\\(\\s*SELECT\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern NOT_ALL =
      Pattern.compile("\\bRETURNING\\b|\\bLIMIT\\s+\\d+\\s*$", Pattern.CASE_INSENSITIVE);

  @Override
  public Set<String> settles() {
    return Set.of(
        "unbounded-update",
        "unbounded-delete",
        "backfill-with-schema-change",
        "work-under-exclusive-lock");
  }

  @Override
  public boolean fits(Dialect dialect) {
    return dialect != Dialect.SQLITE;
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    Operation operation = situation.operation();
    if (operation instanceof Update update) {
      return steps(situation, update.table(), update.where(), UPDATE, Optional.of(update));
    }
    if (!(operation instanceof Delete delete)) {
      return List.of();
    }
    boolean joined = DELETE_OF.matcher(sql(situation)).find();
    Pattern head = joined ? DELETE_OF : DELETE;
    return steps(situation, delete.table(), delete.where(), head, Optional.empty());
  }

  private static List<PlannedStep> steps(
      Situation situation,
      ObjectName table,
      Optional<Predicate> where,
      Pattern head,
      Optional<Update> update) {
    String sql = sql(situation);
    Matcher matcher = head.matcher(sql);
    String verb = update.isPresent() ? "Change" : "Delete";
    StepDraft draft =
        situation.step(
            (update.isPresent() ? "backfill_" : "delete_from_") + table.name(),
            verb + " rows of `" + table + "` in batches");
    boolean inside = where.filter(condition -> !sql.contains(condition.text())).isPresent();
    if (!ALONE.matcher(sql).lookingAt()
        || !matcher.find()
        || NOT_ALL.matcher(sql).find()
        || inside) {
      return List.of(draft.waitsFor(FORM).backfill());
    }
    boolean repeatable = update.isEmpty() || Repeatable.is(situation, update.get(), sql, where);
    Optional<String> obstacle = obstacle(situation, table);
    if (obstacle.isPresent()) {
      return List.of(draft.waitsFor(obstacle.get()).backfill());
    }
    Optional<String> alias =
        matcher.groupCount() > 1 ? Optional.ofNullable(matcher.group(2)) : Optional.empty();
    String qualifier = alias.orElse(matcher.group(1));
    Locks.batches(draft.outsideTransaction(), table)
        .deployGate(WRITTEN)
        .worksWith("every version that worked before");
    String block = situation.batches(table).block(qualifier, range -> bounded(sql, where, range));
    if (repeatable && update.isPresent() && fillsNewColumn(situation, update.get())) {
      return List.of(draft.sql(block, "").backfill());
    }
    boolean joins = joins(sql, update.isPresent());
    Optional<Predicate> rows = joins ? matched(sql, matcher.end(), where, update) : where;
    Optional<KeptRows> kept =
        joins && rows.isEmpty()
            ? Optional.empty()
            : situation
                .findTable(table)
                .flatMap(known -> KeptRows.of(situation, known, alias, rows, update));
    if (!repeatable) {
      return kept.filter(rowsKept -> tellsDone(situation, joins))
          .map(
              rowsKept ->
                  around(
                      rowsKept,
                      draft.sql(
                          situation
                              .batches(table)
                              .block(
                                  qualifier,
                                  range ->
                                      bounded(
                                          sql,
                                          where,
                                          range + " AND " + rowsKept.unchanged(qualifier))),
                          rowsKept.back())))
          .orElseGet(() -> List.of(draft.waitsFor(TWICE).backfill()));
    }
    if (kept.isPresent() && situation.engine().dialect() == Dialect.POSTGRESQL) {
      boolean readsMore = rows.filter(w -> SUBQUERY.matcher(w.text()).find()).isPresent();
      boolean byKept = update.isEmpty() && readsMore;
      draft.sql(byKept ? kept.get().delete() : block, kept.get().back());
      if (update.isEmpty() && !situation.before().referencing(table).isEmpty()) {
        draft.loses("rows of other tables that go with those that it deletes");
      }
      return around(kept.get(), draft);
    }
    return List.of(
        draft
            .sql(block, "")
            .loses(update.isEmpty() ? "the rows that it deletes" : "the values that it overwrites")
            .backfill());
  }

  private static List<PlannedStep> around(KeptRows kept, StepDraft draft) {
    return List.of(kept.keep(WRITTEN), draft.backfill(), kept.drop());
  }

  /** Whether what was kept of a row tells that an UPDATE has not changed it yet. */
  private static boolean tellsDone(Situation situation, boolean joins) {
    return !joins
        && situation.engine().dialect() == Dialect.POSTGRESQL
        && situation.clause().statement().clauses().size() == 1;
  }

  /** The statement, or the one that a block holds. */
  private static String sql(Situation situation) {
    return situation.clause().statement().operations().get(0) instanceof RunBlock
        ? situation
            .clause()
            .clause()
            .span()
            .of(situation.clause().migration().up().file().content())
        : situation.clause().statement().sql();
  }

  /** Whether other tables say which rows are meant, beside the condition. */
  private static boolean joins(String sql, boolean update) {
    String plain = sql;
    String before = "";
    while (!plain.equals(before)) {
      before = plain;
      plain = GROUP.matcher(plain).replaceAll("");
    }
    return (update ? FROM : USING).matcher(plain).find()
        || !plain.matches("(?is)\\s*(?:UPDATE|DELETE)\\b.*");
  }

  /** What tells the rows of a DELETE that joins others, by itself. */
  private static Optional<Predicate> matched(
      String sql, int from, Optional<Predicate> where, Optional<Update> update) {
    Matcher using = USING.matcher(sql);
    if (update.isPresent() || where.isEmpty() || !DELETES.matcher(sql).lookingAt()) {
      return Optional.empty();
    }
    String condition = where.get().text();
    int end = sql.lastIndexOf(condition);
    if (!using.find(from) || using.end() > end) {
      return Optional.empty();
    }
    Matcher others = BEFORE_WHERE.matcher(sql.substring(using.end(), end));
    return others.matches()
        ? Optional.of(
            new Predicate(
                "EXISTS (SELECT 1 FROM %s WHERE %s)".formatted(others.group(1).strip(), condition),
                List.of()))
        : Optional.empty();
  }

  /** PostgreSQL finds rows by their place where they have no key. */
  private static Optional<String> obstacle(Situation situation, ObjectName table) {
    return OnlineSql.speaks(situation.engine().dialect())
        ? MysqlBatches.obstacle(new MysqlBatches(situation.before(), table))
        : Optional.empty();
  }

  /** A statement of which a condition more is asked. */
  static String bounded(String sql, Optional<Predicate> where, String range) {
    if (where.isEmpty()) {
      return sql.strip() + " WHERE " + range;
    }
    String condition = where.get().text();
    int start = sql.lastIndexOf(condition);
    return sql.substring(0, start)
        + range
        + " AND ("
        + condition
        + ")"
        + sql.substring(start + condition.length());
  }

  /** Whether an UPDATE writes columns alone that the change itself adds. */
  static boolean fillsNewColumn(Situation situation, Update update) {
    Optional<Table> old = situation.start().findTable(update.table());
    return old.filter(Table::complete).isPresent()
        && update.columns().stream()
            .noneMatch(c -> old.get().columns().stream().map(Column::name).anyMatch(c::equals));
  }
}
