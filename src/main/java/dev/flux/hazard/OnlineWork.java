package dev.flux.hazard;

import dev.flux.engine.Impact;
import dev.flux.engine.OnlineDdl;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.ChooseAlgorithm;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the application feels of a statement that works through a table. */
final class OnlineWork {
  private OnlineWork() {}

  /** How MySQL or MariaDB carries the operation out; empty elsewhere. */
  static Optional<OnlineDdl> of(ExaminedClause clause) {
    return clause.impact().flatMap(Impact::online);
  }

  /** The table that is altered. */
  static Optional<ObjectName> table(ExaminedClause clause) {
    return of(clause)
        .map(OnlineDdl::table)
        .filter(table -> !(clause.operation() instanceof ChooseAlgorithm));
  }

  /** Whether the table is copied: the heaviest way there is. */
  static boolean copies(ExaminedClause clause) {
    return of(clause).filter(ddl -> ddl.algorithm() == OnlineDdl.Algorithm.COPY).isPresent();
  }

  /** Whether nobody can write meanwhile. */
  static boolean blocksWrites(ExaminedClause clause) {
    return of(clause).filter(ddl -> !ddl.concurrentWrites()).isPresent();
  }

  /**
   * What a statement asks of how it is done, and what its other actions need.
   *
   * @param at the first ALGORITHM or LOCK
   * @param algorithm in upper case; empty for the server's choice
   * @param lock in upper case; empty for the server's choice
   */
  record Stated(
      ExaminedClause at, OnlineDdl needed, Optional<String> algorithm, Optional<String> lock) {}

  /** What the statement asks; empty where it asks nothing or its other actions are not known. */
  static Optional<Stated> stated(ExaminedStatement statement) {
    List<ExaminedClause> choices =
        statement.clauses().stream()
            .filter(clause -> clause.operation() instanceof ChooseAlgorithm)
            .toList();
    List<ChooseAlgorithm> said =
        choices.stream().map(clause -> (ChooseAlgorithm) clause.operation()).toList();
    return statement.clauses().stream()
        .filter(clause -> !(clause.operation() instanceof ChooseAlgorithm))
        .flatMap(clause -> of(clause).stream())
        .reduce(OnlineDdl::and)
        .filter(needed -> !choices.isEmpty())
        .map(
            needed ->
                new Stated(
                    choices.get(0),
                    needed,
                    said.stream().flatMap(c -> c.algorithm().stream()).findFirst(),
                    said.stream().flatMap(c -> c.lock().stream()).findFirst()));
  }

  /** What the statements of a migration ask for on tables in use. */
  static Stream<Stated> stated(ExaminedMigration migration) {
    return migration.statements().stream()
        .flatMap(statement -> stated(statement).stream())
        .filter(stated -> !stated.at().isNew(stated.needed().table()));
  }

  /**
   * A sentence without its end: who waits, and for what.
   *
   * @param work what is done, such as {@code until every row is written anew}
   */
  static String effect(ExaminedClause clause, ObjectName table, String work) {
    Optional<OnlineDdl> ddl = of(clause);
    if (ddl.isEmpty()) {
      return "Reads and writes of " + Words.code(table) + " wait " + work;
    }
    return ddl.get().concurrentWrites()
        ? "Reads and writes of "
            + Words.code(table)
            + " go on, but disk, cache and replicas are busy "
            + work
        : "Writes to " + Words.code(table) + " wait " + work;
  }
}
