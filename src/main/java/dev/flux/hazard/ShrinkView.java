package dev.flux.hazard;

import dev.flux.schema.View;
import dev.flux.sql.ObjectOperation.CreateView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Catches a view that takes the place of one in use, by OR REPLACE or after a drop, and leaves out
 * a column that it had.
 *
 * <p>In production: every query of the running application that names the column fails.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version. CREATE OR REPLACE of PostgreSQL
 * refuses it.
 *
 * <p>Safe path: keep the column until no version reads it, and leave it out in a later deploy.
 *
 * <p>Source: PostgreSQL manual, CREATE VIEW; MySQL manual, 15.1.23 CREATE VIEW.
 */
final class ShrinkView extends OperationHazard<CreateView> {
  ShrinkView() {
    super("shrink-view", Severity.DANGER, CreateView.class);
  }

  @Override
  List<Finding> examine(CreateView create, ExaminedClause clause) {
    Optional<View> old = clause.inUse().findView(create.view());
    if (old.isEmpty() || !create.columns().isEmpty()) {
      return List.of();
    }
    Set<String> lost = new TreeSet<>(ViewColumns.of(old.get().query()));
    lost.removeIf(column -> ViewColumns.offers(create.query(), column));
    return lost.isEmpty()
        ? List.of()
        : clause.finding(
            this,
            "Queries of the running application that read "
                + Words.codes(List.copyOf(lost))
                + " of "
                + Words.code(create.view())
                + " fail",
            "the view has it no longer",
            "Keep the column until no version reads it, and leave it out in a later deploy.");
  }
}
