package dev.flux.hazard;

import dev.flux.sql.IndexOperation;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.ObjectName;
import java.util.List;

/**
 * Catches {@code DROP INDEX} without CONCURRENTLY.
 *
 * <p>In production: it takes ACCESS EXCLUSIVE on the table: for an instant, but it first waits for
 * every running query on the table, and all later ones wait behind it.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: {@code DROP INDEX CONCURRENTLY} in a migration that runs without a transaction.
 *
 * <p>Source: PostgreSQL manual, DROP INDEX; measured.
 */
final class DropIndexBlocking extends OperationHazard<DropIndex> {
  DropIndexBlocking() {
    super("drop-index-blocking", Severity.WARNING, DropIndex.class);
  }

  @Override
  List<Finding> examine(DropIndex drop, ExaminedClause clause) {
    List<ObjectName> old =
        drop.indexes().stream().filter(index -> isOld(index, drop, clause)).toList();
    if (drop.concurrently() || !clause.postgresql() || old.isEmpty()) {
      return List.of();
    }
    String table =
        clause
            .before()
            .findTableOfIndex(old.get(0))
            .map(t -> Words.code(t.name()))
            .orElse("its table");
    return clause.finding(
        this,
        "Reads and writes of " + table + " wait until running queries on it end",
        "dropping "
            + Words.codes(old)
            + " without CONCURRENTLY needs ACCESS EXCLUSIVE on the table",
        "Drop it with CONCURRENTLY, in a migration that runs without a transaction.");
  }

  private static boolean isOld(
      ObjectName index, IndexOperation.DropIndex drop, ExaminedClause clause) {
    if (clause.before().findIndex(index).isEmpty()) {
      return !(drop.ifExists() && clause.historyComplete());
    }
    return clause.inUse().findIndex(index).isPresent()
        && clause.before().findTableOfIndex(index).filter(t -> clause.isNew(t.name())).isEmpty();
  }
}
