package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.ChangePartitions;
import java.util.List;
import java.util.Locale;

/**
 * Catches DROP, TRUNCATE, DISCARD and EXCHANGE of partitions of a table that may hold rows: there
 * they are parts of the table.
 *
 * <p>In production: the rows of the partitions are gone, without a transaction that could bring
 * them back, and statements on the table wait until that is done.
 *
 * <p>Engines: MySQL, MariaDB; every version.
 *
 * <p>Safe path: export the rows, or exchange the partition with an empty table that is kept, then
 * drop it once nothing reads them.
 *
 * <p>Source: MySQL manual, 15.1.9.1 ALTER TABLE Partition Operations; 26.3.3 Exchanging Partitions
 * and Subpartitions with Tables.
 */
final class DropPartition extends OperationHazard<ChangePartitions> {
  DropPartition() {
    super("drop-partition", Severity.DANGER, ChangePartitions.class);
  }

  @Override
  List<Finding> examine(ChangePartitions change, ExaminedClause clause) {
    if (clause.isNew(change.table())) {
      return List.of();
    }
    return switch (change.action()) {
      case DROP, TRUNCATE, DISCARD ->
          clause.finding(
              this,
              "The rows of " + rows(change) + " are gone",
              "the partitions hold them, and DDL cannot be rolled back",
              "Export what must be kept, and do this once nothing reads it.");
      case CONVERT -> converted(change, clause);
      case EXCHANGE ->
          clause.finding(
              this,
              Severity.WARNING,
              "The application no longer finds the rows of "
                  + rows(change)
                  + ", and finds those of the other table instead",
              "EXCHANGE PARTITION swaps them",
              "Make sure that no version of the application needs them.");
      case ADD,
          REORGANIZE,
          COALESCE,
          REBUILD,
          OPTIMIZE,
          REPAIR,
          ANALYZE,
          CHECK,
          IMPORT,
          PARTITION_BY,
          REMOVE_PARTITIONING ->
          List.of();
    };
  }

  /** MariaDB: a partition becomes a table; the other way round nothing goes. */
  private List<Finding> converted(ChangePartitions change, ExaminedClause clause) {
    return change.text().toUpperCase(Locale.ROOT).matches("(?s)CONVERT\\s+TABLE\\b.*")
        ? List.of()
        : clause.finding(
            this,
            Severity.WARNING,
            "The application no longer finds the rows of " + rows(change),
            "CONVERT PARTITION puts them into a table of their own",
            "Make sure that no version of the application needs them.");
  }

  private static String rows(ChangePartitions change) {
    ObjectName table = change.table();
    return change.partitions().isEmpty()
        ? "all partitions of " + Words.code(table)
        : Words.codes(change.partitions()) + " of " + Words.code(table);
  }
}
