package dev.flux.rollout;

import dev.flux.sql.IndexOperation.Reindex;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rebuilds an index beside the old one while writes go on (manual, REINDEX; PostgreSQL 12). */
final class ReindexConcurrently implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("reindex-blocking", "concurrently-in-transaction");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof Reindex reindex)
        || reindex.target() == Reindex.Target.SYSTEM
        || reindex.name().isEmpty()
        || !situation.engine().version().atLeast(12)) {
      return List.of();
    }
    String name = situation.sql(reindex.name().get());
    return List.of(
        situation
            .step(
                "reindex_" + reindex.name().get().name(),
                "Rebuild `" + reindex.name().get() + "` while writes go on")
            .sql(
                "REINDEX "
                    + reindex.target().name().toUpperCase(Locale.ROOT)
                    + " CONCURRENTLY "
                    + name
                    + ";",
                "")
            .outsideTransaction()
            .impact(
                "SHARE UPDATE EXCLUSIVE",
                "nothing; it waits for transactions that are open",
                Estimates.twoScans())
            .worksWith("every version")
            .expand());
  }
}
