package dev.flux.hazard;

import dev.flux.schema.Table;
import dev.flux.sql.IndexOperation.CreateIndex;
import java.util.List;

/**
 * Catches {@code CREATE INDEX} without CONCURRENTLY on a table that may hold rows.
 *
 * <p>In production: writes to the table wait under a SHARE lock for as long as the index is built.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: {@code CREATE INDEX CONCURRENTLY}, alone in a migration that runs without a
 * transaction; drop the invalid index a failure leaves.
 *
 * <p>Source: PostgreSQL manual, CREATE INDEX, Building Indexes Concurrently; measured.
 */
final class CreateIndexBlocking extends OperationHazard<CreateIndex> {
  CreateIndexBlocking() {
    super("create-index-blocking", Severity.DANGER, CreateIndex.class);
  }

  @Override
  List<Finding> examine(CreateIndex create, ExaminedClause clause) {
    if (create.concurrently()
        || create.only()
        || !clause.postgresql()
        || clause.isOwn(create.table())) {
      return List.of();
    }
    if (exists(create, clause) || isPartitioned(create, clause)) {

      return List.of();
    }
    return clause.finding(
        this,
        "Writes to " + Words.code(create.table()) + " wait for as long as the index is built",
        "CREATE INDEX without CONCURRENTLY holds a SHARE lock on the table",
        "Create it with CONCURRENTLY, alone in a migration that runs without a transaction."
            + (create.unique() ? " It fails where values repeat: look for duplicates first." : ""));
  }

  private static boolean exists(CreateIndex create, ExaminedClause clause) {
    return create.ifNotExists() && create.index().flatMap(clause.before()::findIndex).isPresent();
  }

  private static boolean isPartitioned(CreateIndex create, ExaminedClause clause) {
    return clause.findTable(create.table()).filter(Table::partitioned).isPresent();
  }
}
