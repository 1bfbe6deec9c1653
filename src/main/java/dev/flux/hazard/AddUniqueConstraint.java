package dev.flux.hazard;

import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.ObjectName;
import java.util.List;

/**
 * Catches {@code ADD UNIQUE} without {@code USING INDEX}; on MySQL and MariaDB {@code CREATE UNIQUE
 * INDEX}, which is the same there.
 *
 * <p>In production: a unique index is built under ACCESS EXCLUSIVE: nothing reads or writes the
 * table meanwhile. It fails where values repeat.
 *
 * <p>Engines: PostgreSQL, every version; MySQL and MariaDB build it while writes go on, and fail
 * where values repeat.
 *
 * <p>Safe path: {@code CREATE UNIQUE INDEX CONCURRENTLY} in a migration of its own, then {@code ADD
 * CONSTRAINT … UNIQUE USING INDEX}.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, ADD table_constraint_using_index.
 */
final class AddUniqueConstraint implements Hazard {
  @Override
  public String id() {
    return "add-unique-constraint";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    if (clause.operation() instanceof AddConstraint add
        && add.constraint().kind() == Constraint.Kind.UNIQUE
        && add.constraint().usingIndex().isEmpty()
        && !clause.isNew(add.table())) {
      return clause.mysql()
          ? mustBeUnlike(add.table(), add.constraint().columns(), clause)
          : ofPostgresql(add, clause);
    }
    // There the two are one and the same thing.
    return clause.operation() instanceof CreateIndex create
            && clause.mysql()
            && create.unique()
            && !clause.isNew(create.table())
        ? mustBeUnlike(
            create.table(),
            create.elements().stream().map(element -> element.text().replace("`", "")).toList(),
            clause)
        : List.of();
  }

  /** A rebuild on SQLite whose new table forbids what the old one let in. */
  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    return RebuiltTable.in(migration).stream()
        .flatMap(
            rebuilt ->
                rebuilt.newKeys().stream()
                    .limit(1)
                    .flatMap(
                        key ->
                            mustBeUnlike(rebuilt.name(), key, rebuilt.copies().get(0).clause())
                                .stream()))
        .toList();
  }

  private List<Finding> mustBeUnlike(
      ObjectName table, List<String> columns, ExaminedClause clause) {
    return clause.finding(
        this,
        "The migration fails at the first two rows of "
            + Words.code(table)
            + " that are alike, and from then on so do writes of the running application",
        (columns.isEmpty() ? "an expression" : Words.codes(columns))
            + " must be unique from one moment to the next",
        "Count the rows that are alike first, and let the application refuse new ones before.");
  }

  private List<Finding> ofPostgresql(AddConstraint add, ExaminedClause clause) {
    if (!clause.postgresql()) {
      return List.of();
    }
    return clause.finding(
        this,
        "Reads and writes of " + Words.code(add.table()) + " wait while a unique index is built",
        "the UNIQUE constraint on "
            + Words.codes(add.constraint().columns())
            + " is added without USING INDEX",
        "Create the unique index with CONCURRENTLY in a migration of its own, and adopt it with"
            + " USING INDEX.");
  }
}
