package dev.flux.hazard;

import dev.flux.engine.Engine;
import dev.flux.engine.Evidence;
import dev.flux.engine.Impact;
import dev.flux.migration.Migration;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.schema.View;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.Script;
import dev.flux.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One operation with everything that a judgement of it may need. Two are equal only where they are
 * the same place: each holds those before it, and comparing them all would never end.
 *
 * @param script the file's way up, with what comes before and after
 * @param before the schema as of the operation
 * @param inUse the schema that the running application may use: as it was before the change, under
 *     the names of now
 * @param historyComplete whether the history tells everything, so that what it does not create does
 *     not exist
 * @param impact what it does; empty where the engine's facts do not know it
 * @param unseen what it does where its table has partitions that no file creates; empty where that
 *     is no question
 * @param inTransaction whether it will run inside a transaction: the tool's, the server's implicit
 *     one, or one that the file opens
 * @param sameTransaction the operations that run before it in the same transaction, in order, but
 *     for mere changes of rows; those of its own statement too
 * @param held the locks on tables in use that earlier statements of the same transaction still hold
 * @param lockTimeout whether a lock_timeout holds when it runs
 * @param rebuilds of the file
 */
public record ExaminedClause(
    Engine engine,
    Migration migration,
    Script script,
    Statement statement,
    Statement.Clause clause,
    Catalog before,
    Catalog inUse,
    boolean historyComplete,
    Optional<Impact> impact,
    Optional<Impact> unseen,
    boolean inTransaction,
    List<ExaminedClause> sameTransaction,
    Set<Impact.TableLock> held,
    boolean lockTimeout,
    Rebuilds rebuilds) {

  /** The operation itself. */
  public Operation operation() {
    return clause.operation();
  }

  /** The one table that it is about, where there is one. */
  public Optional<ObjectName> table() {
    return Subject.of(operation());
  }

  /** Whether it runs on MySQL or MariaDB. */
  boolean mysql() {
    return engine.dialect() == Dialect.MYSQL || engine.dialect() == Dialect.MARIADB;
  }

  /** Whether it runs on PostgreSQL. */
  boolean postgresql() {
    return engine.dialect() == Dialect.POSTGRESQL;
  }

  /** Whether the change itself creates the table, so that it is empty and nothing uses it. */
  boolean isNew(ObjectName table) {
    return before.isNew(table);
  }

  /** Whether the change itself adds the column to a table that is older. */
  boolean addsColumn(ObjectName table, String column) {
    if (findColumn(table, column).isEmpty()) {
      return false;
    }
    return inUse
        .findTable(table)
        .map(known -> known.findColumn(column).isEmpty())
        .orElseGet(() -> before.findTable(table).filter(t -> !t.complete()).isPresent());
  }

  /** Whether the application that runs now cannot know the column. */
  boolean unused(ObjectName table, String column) {
    return isNew(table) || addsColumn(table, column);
  }

  /** Whether the history shows that there is no such table. */
  boolean isMissing(ObjectName table) {
    return historyComplete && before.findTable(table).isEmpty() && before.findView(table).isEmpty();
  }

  /** Whether the table's whole definition is known and has no such column. */
  boolean isMissing(ObjectName table, String column) {
    return before
        .findTable(table)
        .filter(t -> t.complete() && t.findColumn(column).isEmpty())
        .isPresent();
  }

  /** The column as of the operation. */
  Optional<Column> findColumn(ObjectName table, String column) {
    return before.findTable(table).flatMap(t -> t.findColumn(column));
  }

  /** The table as of the operation. */
  Optional<Table> findTable(ObjectName table) {
    return before.findTable(table);
  }

  /** Whether the change itself creates the table or view, so that nothing uses it. */
  boolean isOwn(ObjectName relation) {
    return isNew(relation) || before.findView(relation).filter(this::isOwnView).isPresent();
  }

  /** A materialized view of another query is another one: there is no OR REPLACE of it. */
  private boolean isOwnView(View view) {
    return inUse
        .findView(view.name())
        .map(known -> view.materialized() && !view.equals(known))
        .orElse(true);
  }

  /** Whether the change itself creates the type. */
  boolean isOwnType(ObjectName type) {
    return before.findType(type).isPresent() && inUse.findType(type).isEmpty();
  }

  /** Whether it rewrites a table in use. */
  boolean rewrites() {
    return works(Impact::rewrites);
  }

  /** Whether it reads a table in use from end to end. */
  boolean scans() {
    return works(Impact::scans);
  }

  /** Whether it builds an index of a table in use. */
  boolean builds() {
    return works(Impact::builds);
  }

  /** The table, where only partitions that no file creates hold rows that it works through. */
  private Optional<ObjectName> supposed() {
    return unseen
        .filter(
            i -> works(i, Impact::rewrites) || works(i, Impact::scans) || works(i, Impact::builds))
        .flatMap(i -> table());
  }

  private boolean works(Function<Impact, List<ObjectName>> through) {
    return Stream.of(impact, unseen)
        .flatMap(Optional::stream)
        .anyMatch(known -> works(known, through));
  }

  private boolean works(Impact known, Function<Impact, List<ObjectName>> through) {
    return touches(known.filled(through.apply(known)));
  }

  private boolean touches(List<ObjectName> tables) {
    return tables.stream().anyMatch(table -> !isOwn(table));
  }

  /** Whether it runs on SQLite. */
  boolean sqlite() {
    return engine.dialect() == Dialect.SQLITE;
  }

  /**
   * Its locks on tables and views in use that make the application wait; none on SQLite, where
   * every write has the one lock of the file.
   */
  Stream<Impact.TableLock> strongLocks() {
    return impact.stream()
        .filter(known -> !sqlite())
        .flatMap(i -> i.locks().stream())
        .filter(lock -> isStrong(lock) && !isOwn(lock.table()));
  }

  /** Nobody writes a view. */
  private boolean isStrong(Impact.TableLock lock) {
    return before.findView(lock.table()).isPresent()
        ? lock.mode().blocksReads()
        : lock.mode().blocksWrites();
  }

  /** The same as part of another statement of its file. */
  ExaminedClause in(Statement other) {
    return in(script, other);
  }

  /** The same where another operation ran before it as well. */
  public ExaminedClause behind(Operation other) {
    return asOf(before.after(other));
  }

  /** The same on another schema. */
  public ExaminedClause asOf(Catalog schema) {
    return with(script, statement, schema);
  }

  private ExaminedClause in(Script otherScript, Statement otherStatement) {
    return with(otherScript, otherStatement, before);
  }

  private ExaminedClause with(Script ofScript, Statement ofStatement, Catalog asOf) {
    return new ExaminedClause(
        engine,
        migration,
        ofScript,
        ofStatement,
        clause,
        asOf,
        inUse,
        historyComplete,
        impact,
        unseen,
        inTransaction,
        sameTransaction,
        held,
        lockTimeout,
        ofScript.equals(script) ? rebuilds : Rebuilds.in(ofScript, engine.dialect()));
  }

  /**
   * The hazards, at warning or above, that it has where only these statements share its file.
   *
   * @param file statements of its own file
   */
  public Set<String> hazardsAmong(List<Statement> file) {
    Script shared = new Script(script.text(), script.section(), file, script.comments());
    ExaminedClause there = in(shared, statement);
    return Judgement.of(there).stream()
        .filter(finding -> finding.severity() != Severity.ADVICE)
        .map(Finding::hazard)
        .collect(Collectors.toSet());
  }

  /** Operations of the same file's statements before this one. */
  public Stream<Operation> earlierInFile() {
    return script.statements().stream()
        .takeWhile(other -> other.span().start() < statement.span().start())
        .flatMap(other -> other.operations().stream());
  }

  /** Operations of the same file's statements behind this one. */
  public Stream<Operation> laterInFile() {
    return script.statements().stream()
        .dropWhile(other -> other.span().start() <= statement.span().start())
        .flatMap(other -> other.operations().stream());
  }

  /** Operations of all statements of the same file. */
  Stream<Operation> inFile() {
    return script.statements().stream().flatMap(other -> other.operations().stream());
  }

  /** Operations of earlier statements in the same transaction. */
  Stream<ExaminedClause> earlierStatements() {
    return sameTransaction.stream()
        .filter(other -> !other.statement().span().equals(statement.span()));
  }

  /** Nothing to say. */
  static List<Finding> silent() {
    return List.of();
  }

  /** The one finding of a hazard about this operation, with the hazard's own severity. */
  List<Finding> finding(Hazard hazard, String effect, String cause, String remedy) {
    return finding(hazard, hazard.severity(), effect, cause, remedy);
  }

  /** The one finding of a hazard about this operation. */
  List<Finding> finding(
      Hazard hazard, Severity severity, String effect, String cause, String remedy) {
    return List.of(
        new Finding(
            hazard.id(),
            severity,
            migration.path(),
            clause.span().line(),
            clause.span().endLine(),
            effect,
            cause,
            remedy,
            supposed().isEmpty()
                ? impact.map(Impact::evidence).orElse(Evidence.KNOWN)
                : Evidence.ASSUMED,
            Stream.concat(
                    impact.stream().flatMap(known -> known.assumptions().stream()),
                    supposed().stream().map(UnseenPartitions::assumption))
                .toList()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExaminedClause that
        && migration.path().equals(that.migration.path())
        && clause.equals(that.clause);
  }

  @Override
  public int hashCode() {
    return clause.hashCode();
  }

  @Override
  public String toString() {
    return migration.path() + ":" + clause.span().line() + " " + operation().kind();
  }
}
