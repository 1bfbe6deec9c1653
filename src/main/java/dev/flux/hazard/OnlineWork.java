package dev.flux.hazard;

import dev.flux.engine.Impact;
import dev.flux.engine.OnlineDdl;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.ChooseAlgorithm;
import java.util.Optional;

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
