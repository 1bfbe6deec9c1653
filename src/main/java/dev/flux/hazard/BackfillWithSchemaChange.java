package dev.flux.hazard;

import dev.flux.engine.LockMode;
import dev.flux.sql.DataOperation;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;

/**
 * Catches UPDATE, DELETE, INSERT … SELECT and MERGE on a table that the same transaction has
 * altered.
 *
 * <p>In production: the lock of the schema change is held while the rows change: reads and writes
 * of the table wait for all of it.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: a migration for the schema, another for the rows, in batches.
 *
 * <p>Source: PostgreSQL manual, 13.3.1 Table-Level Locks: a lock is held until the end of the
 * transaction.
 */
final class BackfillWithSchemaChange implements Hazard {
  @Override
  public String id() {
    return "backfill-with-schema-change";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    Optional<ObjectName> table = Reach.changedTable(clause);
    if (!clause.postgresql()
        || !clause.inTransaction()
        || table.isEmpty()
        || clause.isNew(table.get())) {
      return List.of();
    }
    boolean locked =
        clause
            .earlierStatements()
            .anyMatch(
                earlier ->
                    !(earlier.operation() instanceof DataOperation)
                        && earlier
                            .impact()
                            .flatMap(impact -> impact.lockOn(table.get()))
                            .filter(LockMode::blocksWrites)
                            .isPresent());
    return locked
        ? clause.finding(
            this,
            "Writes to " + Words.code(table.get()) + " wait while its rows change",
            "the same transaction altered the table before, and keeps that lock until the commit",
            "Change the schema in one migration and the rows in another, in batches.")
        : List.of();
  }
}
