package dev.flux.hazard;

import dev.flux.sql.IndexOperation.CreateIndex;
import java.util.List;

/**
 * Catches hash indexes on a PostgreSQL that does not log them.
 *
 * <p>In production: after a crash, and on every replica, the index is wrong until it is built anew.
 *
 * <p>Engines: PostgreSQL before 10.
 *
 * <p>Safe path: a B-tree index.
 *
 * <p>Source: PostgreSQL manual of 9.6, CREATE INDEX; release notes of 10, E.27.3.1.2 Indexes.
 */
final class HashIndexOld extends OperationHazard<CreateIndex> {
  HashIndexOld() {
    super("hash-index-old", Severity.ADVICE, CreateIndex.class);
  }

  @Override
  List<Finding> examine(CreateIndex create, ExaminedClause clause) {
    if (!clause.postgresql()
        || !create.method().equalsIgnoreCase("hash")
        || clause.engine().version().atLeast(10)) {
      return List.of();
    }
    return clause.finding(
        this,
        "The index is wrong after a crash and on every replica",
        "PostgreSQL logs hash indexes only from version 10 on",
        "Use a B-tree index.");
  }
}
