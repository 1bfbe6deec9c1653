package dev.flux.hazard;

import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import java.util.List;

/**
 * Catches {@code ADD PRIMARY KEY} without {@code USING INDEX}, or on columns that may be NULL.
 *
 * <p>In production: a unique index is built, and nullable columns are read row by row, under ACCESS
 * EXCLUSIVE: nothing reads or writes the table meanwhile.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: set the columns NOT NULL the online way, {@code CREATE UNIQUE INDEX CONCURRENTLY},
 * then {@code ADD PRIMARY KEY USING INDEX}.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, ADD table_constraint_using_index.
 */
final class AddPrimaryKey extends OperationHazard<AddConstraint> {
  AddPrimaryKey() {
    super("add-primary-key", Severity.DANGER, AddConstraint.class);
  }

  @Override
  List<Finding> examine(AddConstraint add, ExaminedClause clause) {
    if (add.constraint().kind() != Constraint.Kind.PRIMARY_KEY || clause.isNew(add.table())) {
      return List.of();
    }
    if (clause.mysql()) {
      return clause.finding(
          this,
          OnlineWork.effect(clause, add.table(), "until every row is written anew"),
          "rows are kept in the order of the primary key",
          "Look for rows that repeat or hold NULL first, and do it in a quiet hour or with an"
              + " online change tool.");
    }
    if (!clause.postgresql()) {
      return List.of();
    }
    boolean adopts = add.constraint().usingIndex().isPresent();
    if (adopts && !clause.scans()) {
      return List.of();
    }
    boolean assumed = clause.impact().filter(i -> !i.assumptions().isEmpty()).isPresent();
    return clause.finding(
        this,
        adopts && assumed ? Severity.WARNING : severity(),
        "Reads and writes of "
            + Words.code(add.table())
            + (adopts
                ? " wait while every row is checked for NULL"
                : " wait while a unique index is built"),
        adopts
            ? "a column of the primary key is not NOT NULL yet"
            : "the primary key is added without USING INDEX",
        adopts
            ? "Set its columns NOT NULL first, after a validated CHECK."
            : "Create the unique index with CONCURRENTLY in a migration of its own, and adopt it"
                + " with USING INDEX.");
  }
}
