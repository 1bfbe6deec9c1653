package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.List;
import java.util.Optional;

/**
 * Catches {@code CREATE TABLE … PARTITION OF} an existing table.
 *
 * <p>In production: it takes ACCESS EXCLUSIVE on the partitioned table: for an instant, but it
 * first waits for every running query, and all later ones wait behind it.
 *
 * <p>Engines: PostgreSQL 10 and later; ATTACH is gentler from 12 on.
 *
 * <p>Safe path: create the table by itself, {@code LIKE} the parent, then {@code ATTACH PARTITION},
 * which takes SHARE UPDATE EXCLUSIVE.
 *
 * <p>Source: PostgreSQL manual, 5.12.2.2 Partition Maintenance; measured.
 */
final class CreatePartitionInPlace extends OperationHazard<CreateTable> {
  CreatePartitionInPlace() {
    super("create-partition-in-place", Severity.WARNING, CreateTable.class);
  }

  @Override
  List<Finding> examine(CreateTable create, ExaminedClause clause) {
    Optional<ObjectName> parent = create.partitionOf().filter(p -> !clause.isNew(p));
    if (parent.isEmpty()) {
      return List.of();
    }
    return clause.finding(
        this,
        "Reads and writes of " + Words.code(parent.get()) + " wait until running queries on it end",
        "PARTITION OF needs ACCESS EXCLUSIVE on the partitioned table",
        "Create the table by itself with LIKE, and attach it.");
  }
}
