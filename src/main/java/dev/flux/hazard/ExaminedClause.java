package dev.flux.hazard;

import dev.flux.engine.Engine;
import dev.flux.engine.Impact;
import dev.flux.migration.Migration;
import dev.flux.schema.Catalog;
import dev.flux.sql.Operation;
import dev.flux.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * One operation with everything that a judgement of it may need.
 *
 * @param before the schema as of the operation
 * @param impact what it does; empty where the engine's facts do not know it
 * @param inTransaction whether it will run inside a transaction: the tool's, the server's implicit
 *     one, or one that the file opens
 * @param sameTransaction the operations that run before it in the same transaction, in order
 * @param lockTimeout whether a lock_timeout holds when it runs
 */
public record ExaminedClause(
    Engine engine,
    Migration migration,
    Statement statement,
    Statement.Clause clause,
    Catalog before,
    Optional<Impact> impact,
    boolean inTransaction,
    List<ExaminedClause> sameTransaction,
    boolean lockTimeout) {
  public ExaminedClause {
    sameTransaction = List.copyOf(sameTransaction);
  }

  /** The operation itself. */
  public Operation operation() {
    return clause.operation();
  }
}
