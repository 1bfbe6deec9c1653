package dev.flux.hazard;

import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.IndexOperation.DropIndex;
import java.util.List;

/**
 * Catches {@code CREATE INDEX CONCURRENTLY IF NOT EXISTS} with no {@code DROP INDEX IF EXISTS}
 * before it.
 *
 * <p>In production: a build that failed leaves an invalid index behind; the next run finds the name
 * taken, succeeds, and the index never works.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: {@code DROP INDEX CONCURRENTLY IF EXISTS} first, then create without IF NOT EXISTS.
 *
 * <p>Source: PostgreSQL manual, CREATE INDEX, Building Indexes Concurrently.
 */
final class InvalidIndexHidden extends OperationHazard<CreateIndex> {
  InvalidIndexHidden() {
    super("invalid-index-hidden", Severity.WARNING, CreateIndex.class);
  }

  @Override
  List<Finding> examine(CreateIndex create, ExaminedClause clause) {
    if (!create.concurrently()
        || !create.ifNotExists()
        || clause.isNew(create.table())
        || clause
            .earlierInFile()
            .anyMatch(earlier -> earlier instanceof DropIndex drop && drop.frees(create))) {
      return List.of();
    }
    return clause.finding(
        this,
        "An index that does not work may stay unnoticed",
        "a failed CONCURRENTLY build leaves an invalid index, which IF NOT EXISTS takes for the"
            + " real one",
        "Run DROP INDEX CONCURRENTLY IF EXISTS first, and create it without IF NOT EXISTS.");
  }
}
