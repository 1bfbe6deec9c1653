package dev.flux.hazard;

import dev.flux.sql.TableOperation.DetachPartition;
import java.util.List;

/**
 * Catches {@code DETACH PARTITION} without CONCURRENTLY.
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
    if (detach.concurrently()
        || detach.finalizing()
        || clause.isNew(detach.parent())
        || !clause.engine().version().atLeast(14)) {
      return List.of();
    }
    return clause.finding(
        this,
        "Reads and writes of "
            + Words.code(detach.parent())
            + " and its partitions wait until running queries on it end",
        "DETACH PARTITION without CONCURRENTLY needs ACCESS EXCLUSIVE on the partitioned table",
        "Detach it with CONCURRENTLY, in a migration that runs without a transaction.");
  }
}
