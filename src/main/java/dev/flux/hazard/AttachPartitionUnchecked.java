package dev.flux.hazard;

import dev.flux.sql.TableOperation.AttachPartition;
import java.util.List;

/**
 * Catches {@code ATTACH PARTITION} where no valid CHECK shows that the rows fit, or a default
 * partition must be searched.
 *
 * <p>In production: every row of the partition, or of the default partition, is read under ACCESS
 * EXCLUSIVE on it.
 *
 * <p>Engines: PostgreSQL 10 and later.
 *
 * <p>Safe path: add a CHECK that says the same as the bounds, with {@code NOT VALID}, validate it,
 * attach, drop the CHECK.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, ATTACH PARTITION; measured.
 */
final class AttachPartitionUnchecked extends OperationHazard<AttachPartition> {
  AttachPartitionUnchecked() {
    super("attach-partition-unchecked", Severity.WARNING, AttachPartition.class);
  }

  @Override
  List<Finding> examine(AttachPartition attach, ExaminedClause clause) {
    if (!clause.scans() || clause.isNew(attach.parent())) {
      return List.of();
    }
    return clause.finding(
        this,
        "Reads and writes of "
            + Words.codes(clause.impact().orElseThrow().scans())
            + " wait while every row is checked",
        "no valid CHECK shows that the rows fit the bounds of " + Words.code(attach.partition()),
        "Add a CHECK with the same condition as NOT VALID, validate it, and attach then.");
  }
}
