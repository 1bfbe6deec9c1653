package dev.flux.hazard;

import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation.Reindex;
import dev.flux.sql.ObjectName;
import java.util.List;

/**
 * Catches {@code REINDEX} without CONCURRENTLY.
 *
 * <p>In production: writes to the table wait for as long as the indexes are built, and reads that
 * would use them wait too.
 *
 * <p>Engines: PostgreSQL; CONCURRENTLY exists from 12 on.
 *
 * <p>Safe path: {@code REINDEX … CONCURRENTLY} in a migration that runs without a transaction;
 * before 12 create a new index with CONCURRENTLY and drop the old one.
 *
 * <p>Source: PostgreSQL manual, REINDEX, Rebuilding Indexes Concurrently.
 */
final class ReindexBlocking extends OperationHazard<Reindex> {
  ReindexBlocking() {
    super("reindex-blocking", Severity.DANGER, Reindex.class);
  }

  @Override
  List<Finding> examine(Reindex reindex, ExaminedClause clause) {
    boolean oneWriter = clause.engine().dialect() == Dialect.SQLITE; // see long-write-lock
    if (oneWriter
        || reindex.concurrently()
        || reindex.name().filter(name -> isNew(reindex, name, clause)).isPresent()) {
      return List.of();
    }
    return clause.finding(
        this,
        "Writes wait for as long as the indexes are built anew",
        "REINDEX"
            + reindex.name().map(name -> " of " + Words.code(name)).orElse("")
            + " without CONCURRENTLY holds a SHARE lock on each table",
        clause.engine().version().atLeast(12)
            ? "Use REINDEX … CONCURRENTLY in a migration that runs without a transaction."
            : "Create a new index with CONCURRENTLY and drop the old one.");
  }

  private static boolean isNew(Reindex reindex, ObjectName name, ExaminedClause clause) {
    return switch (reindex.target()) {
      case TABLE -> clause.isNew(name);
      case INDEX ->
          clause.before().findTableOfIndex(name).filter(t -> clause.isNew(t.name())).isPresent();
      case SCHEMA, DATABASE, SYSTEM -> false;
    };
  }
}
