package dev.flux.rollout;

import dev.flux.sql.TableOperation.DetachPartition;
import java.util.List;
import java.util.Set;

/**
 * Detaches a partition while the parent is read and written (PostgreSQL 14; manual, ALTER TABLE).
 */
final class DetachPartitionConcurrently implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("detach-partition-blocking", "concurrently-in-transaction");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof DetachPartition detach)
        || detach.finalizing()
        || !situation.engine().version().atLeast(14)) {
      return List.of();
    }
    return List.of(
        situation
            .step("detach_" + detach.partition().name(), "Detach `" + detach.partition() + "`")
            .sql(
                Sql.allow("no-lock-timeout", "one that gives up has to be finished with FINALIZE")
                    + situation.alter(
                        detach.parent(),
                        "DETACH PARTITION " + situation.sql(detach.partition()) + " CONCURRENTLY"),
                "")
            .outsideTransaction()
            .impact(
                "SHARE UPDATE EXCLUSIVE on " + detach.parent(),
                "nothing; it waits for transactions that are open",
                Estimates.instant())
            .loses("the bounds of the partition, which ATTACH PARTITION must state again")
            .deployGate("no running version reads these rows through `" + detach.parent() + "`")
            .worksWith("versions that do not need these rows")
            .contract());
  }
}
