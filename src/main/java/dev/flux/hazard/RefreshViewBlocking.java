package dev.flux.hazard;

import dev.flux.sql.ObjectOperation.RefreshMaterializedView;
import java.util.List;

/**
 * Catches {@code REFRESH MATERIALIZED VIEW} without CONCURRENTLY.
 *
 * <p>In production: nothing reads the view under ACCESS EXCLUSIVE until its query is done.
 *
 * <p>Engines: PostgreSQL 9.4 and later.
 *
 * <p>Safe path: a unique index on the view, then {@code REFRESH MATERIALIZED VIEW CONCURRENTLY},
 * which may run inside a transaction.
 *
 * <p>Source: PostgreSQL manual, REFRESH MATERIALIZED VIEW.
 */
final class RefreshViewBlocking extends OperationHazard<RefreshMaterializedView> {
  RefreshViewBlocking() {
    super("refresh-view-blocking", Severity.WARNING, RefreshMaterializedView.class);
  }

  @Override
  List<Finding> examine(RefreshMaterializedView refresh, ExaminedClause clause) {
    if (refresh.concurrently() || clause.isOwn(refresh.view())) {
      return List.of();
    }
    return clause.finding(
        this,
        "Reads of " + Words.code(refresh.view()) + " wait until its query is done",
        "REFRESH without CONCURRENTLY holds ACCESS EXCLUSIVE on the view",
        "Give the view a unique index, and refresh it with CONCURRENTLY.");
  }
}
