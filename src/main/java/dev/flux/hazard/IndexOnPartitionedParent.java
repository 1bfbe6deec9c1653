package dev.flux.hazard;

import dev.flux.schema.Table;
import dev.flux.sql.IndexOperation.CreateIndex;
import java.util.List;

/**
 * Catches {@code CREATE INDEX} on a partitioned table without ONLY.
 *
 * <p>In production: an index is built on each partition under a SHARE lock, and writes to all of
 * them wait; with CONCURRENTLY the server refuses it.
 *
 * <p>Engines: PostgreSQL 11 and later.
 *
 * <p>Safe path: {@code CREATE INDEX … ON ONLY} the parent, {@code CREATE INDEX CONCURRENTLY} on
 * each partition, {@code ALTER INDEX … ATTACH PARTITION}.
 *
 * <p>Source: PostgreSQL manual, CREATE INDEX; 5.12.2.2 Partition Maintenance.
 */
final class IndexOnPartitionedParent extends OperationHazard<CreateIndex> {
  IndexOnPartitionedParent() {
    super("index-on-partitioned-parent", Severity.DANGER, CreateIndex.class);
  }

  @Override
  List<Finding> examine(CreateIndex create, ExaminedClause clause) {
    if (!clause.postgresql()
        || create.only()
        || clause.isNew(create.table())
        || clause.findTable(create.table()).filter(Table::partitioned).isEmpty()) {
      return List.of();
    }
    return clause.finding(
        this,
        create.concurrently()
            ? "The migration fails"
            : "Writes to "
                + Words.code(create.table())
                + " and its partitions wait for as long as the indexes are built",
        Words.code(create.table())
            + " is partitioned"
            + (create.concurrently()
                ? ", where CONCURRENTLY is refused"
                : " and each partition gets an index under a SHARE lock"),
        "Create the index ON ONLY the parent, then with CONCURRENTLY on each partition, and attach"
            + " them.");
  }
}
