package dev.flux.hazard;

import dev.flux.schema.Table;
import dev.flux.sql.TableOperation.DetachPartition;
import java.util.List;
import java.util.Optional;

/**
 * Catches {@code DETACH PARTITION} without CONCURRENTLY, and one with it that a default partition
 * keeps from running.
 *
 * <p>In production: it takes ACCESS EXCLUSIVE on the partitioned table: reads and writes of all its
 * partitions wait until running queries end.
 *
 * <p>Engines: PostgreSQL 14 and later; before that there is no other way.
 *
 * <p>Safe path: {@code DETACH PARTITION … CONCURRENTLY} in a migration that runs without a
 * transaction.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, DETACH PARTITION.
 */
final class DetachPartitionBlocking extends OperationHazard<DetachPartition> {
  DetachPartitionBlocking() {
    super("detach-partition-blocking", Severity.DANGER, DetachPartition.class);
  }

  @Override
  List<Finding> examine(DetachPartition detach, ExaminedClause clause) {
    if (detach.finalizing()
        || clause.isNew(detach.parent())
        || !clause.engine().version().atLeast(14)) {
      return List.of();
    }
    if (detach.concurrently()) {
      return refused(detach, clause);
    }
    return clause.finding(
        this,
        "Reads and writes of "
            + Words.code(detach.parent())
            + " and its partitions wait until running queries on it end",
        "DETACH PARTITION without CONCURRENTLY needs ACCESS EXCLUSIVE on the partitioned table",
        findDefault(detach, clause).isEmpty()
            ? "Detach it with CONCURRENTLY, in a migration that runs without a transaction."
            : "CONCURRENTLY is refused beside a default partition: give up soon with a"
                + " lock_timeout, and try again.");
  }

  private List<Finding> refused(DetachPartition detach, ExaminedClause clause) {
    return findDefault(detach, clause)
        .map(
            partition ->
                clause.finding(
                    this,
                    "The migration fails",
                    "PostgreSQL detaches nothing concurrently beside a default partition, and "
                        + Words.code(partition.name())
                        + " is one",
                    "Detach it without CONCURRENTLY under a short lock_timeout, and try again."))
        .orElse(List.of());
  }

  private static Optional<Table> findDefault(DetachPartition detach, ExaminedClause clause) {
    return clause.before().partitionsOf(detach.parent()).stream()
        .filter(Table::defaultPartition)
        .findFirst();
  }
}
