package dev.flux.rollout;

import dev.flux.engine.Impact;
import dev.flux.hazard.ExaminedClause;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.sql.DataOperation.CallRoutine;
import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.SqlWords;
import dev.flux.sql.TableOperation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One operation of a change and what becomes of it.
 *
 * @param steps those that take its place; empty where it is kept as it is
 * @param problem why it is neither kept nor replaced: a human must decide
 * @param back how it is undone where it is kept
 * @param words the author's comments on its statement; of a statement with several, the first has
 *     those before it, and the last those behind it
 */
record Item(
    ExaminedMigration migration,
    ExaminedStatement statement,
    Situation situation,
    List<PlannedStep> steps,
    Optional<String> problem,
    WayBack back,
    AuthorsWords words) {
  private static final Pattern PREPARED =
      Pattern.compile("(?:PREPARE|EXECUTE|DEALLOCATE)\\b", Pattern.CASE_INSENSITIVE);

  Item(
      ExaminedMigration migration,
      ExaminedStatement statement,
      Situation situation,
      List<PlannedStep> steps,
      Optional<String> problem,
      WayBack back) {
    this(migration, statement, situation, steps, problem, back, AuthorsWords.NONE);
  }

  Item {
    steps = List.copyOf(steps);
  }

  /** The same with other steps. */
  Item with(List<PlannedStep> others) {
    return new Item(migration, statement, situation, others, problem, back, words);
  }

  /** The same with comments. */
  Item with(AuthorsWords comments) {
    return new Item(migration, statement, situation, steps, problem, back, comments);
  }

  /** The same where these steps are a way after all. */
  Item settled(List<PlannedStep> by) {
    return new Item(migration, statement, situation, by, Optional.empty(), WayBack.NONE);
  }

  /** The same where a human must decide instead. */
  Item stopped(String why) {
    return new Item(migration, statement, situation, List.of(), Optional.of(why), WayBack.NONE);
  }

  /** Of the migration. */
  String path() {
    return migration.migration().path();
  }

  ExaminedClause clause() {
    return situation.clause();
  }

  Operation operation() {
    return situation.operation();
  }

  /** Whether this hazard was found at it. */
  boolean found(String hazard) {
    return situation.hazards().contains(hazard);
  }

  /** Whether MySQL or MariaDB runs it. */
  boolean onMysql() {
    return OnlineSql.speaks(situation.engine().dialect());
  }

  /** Whether it stays as it is. */
  boolean kept() {
    return steps.isEmpty() && problem.isEmpty();
  }

  /** Whether its statement asks for more of a lock than it needs, so that it is said anew. */
  boolean losesChoice() {
    return kept()
        && found("alter-blocks-writes")
        && onMysql()
        && statement.clauses().stream()
            .map(ExaminedClause::operation)
            .anyMatch(
                op ->
                    op instanceof TableOperation.ChooseAlgorithm choice
                        && choice.lock().filter(lock -> !lock.equals("NONE")).isPresent());
  }

  /** Whether it only begins or ends transactions, which each step does for itself. */
  boolean transactionControl() {
    return operation() instanceof SessionOperation.BeginTransaction
        || operation() instanceof SessionOperation.CommitTransaction
        || operation() instanceof SessionOperation.RollbackTransaction;
  }

  /** Whether it is about a statement that is prepared, which the session knows and no other. */
  boolean ofPrepared() {
    return PREPARED.matcher(sql()).lookingAt();
  }

  /** Whether it sets something for the statements behind it. */
  boolean setting() {
    return operation() instanceof SessionOperation.SetSetting
        || operation() instanceof SessionOperation.ResetSetting;
  }

  /** What it does to tables; code does what its statements do. */
  Stream<Impact> impacts() {
    Stream<ExaminedClause> clauses = isCode() ? statement.clauses().stream() : Stream.of(clause());
    return clauses.flatMap(each -> each.impact().stream());
  }

  private boolean isCode() {
    return operation() instanceof RunBlock || operation() instanceof CallRoutine;
  }

  /** Whether the server refuses it inside a transaction. */
  boolean outsideOnly() {
    return clause()
        .impact()
        .filter(impact -> impact.transaction() == Impact.TransactionRule.OUTSIDE_ONLY)
        .isPresent();
  }

  /** Its text: the whole statement, or one action of it behind the statement's head. */
  String sql() {
    String whole = statement.statement().sql();
    String own = statement.clauses().size() == 1 ? whole : head() + action();
    return losesChoice() ? OnlineSql.withoutChoice(own) : own;
  }

  /** What stands before the first action of a statement that has several. */
  String head() {
    int start = statement.statement().span().start();
    int first = statement.clauses().get(0).clause().span().start();
    return statement.statement().sql().substring(0, Math.max(0, first - start));
  }

  /** The text of this action alone. */
  String action() {
    return clause().clause().span().of(migration.script().text());
  }

  /**
   * Names that it mentions; a call may be told them in a string. What is no action of its own has
   * those of its statement, so that both stay together.
   */
  Set<String> mentioned() {
    boolean part =
        operation() instanceof TableOperation.ChooseAlgorithm
            || !statement.statement().sql().regionMatches(true, 0, "ALTER", 0, 5);
    String text = part ? statement.statement().sql() : sql();
    return isCode() ? SqlWords.inCode(text) : SqlWords.in(text);
  }
}
