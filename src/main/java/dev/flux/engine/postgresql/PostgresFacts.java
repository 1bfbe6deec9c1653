package dev.flux.engine.postgresql;

import dev.flux.engine.EngineFacts;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.schema.Catalog;
import dev.flux.sql.Operation;
import java.util.Optional;

/**
 * What an operation does to a live PostgreSQL 11 to 18.
 *
 * <p>Locks are named for every table that exists before the statement, also for those that the
 * change under review created: whether a lock matters is the hazards' business. A table that the
 * statement itself creates is left out, since nobody can wait for it. Locks on indexes and
 * sequences are left out; those on views are named. Scans are those that the statement cannot do
 * without; how the planner reads the tables of a query is not known. An index build and a rewrite
 * scan too, and say so.
 */
public final class PostgresFacts implements EngineFacts {

  @Override
  public Optional<Impact> impact(Operation operation, Catalog before, EngineVersion version) {
    return operation.accept(new PostgresImpacts(before, version)).map(ImpactDraft::impact);
  }
}
