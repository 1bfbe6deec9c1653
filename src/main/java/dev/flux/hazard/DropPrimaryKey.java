package dev.flux.hazard;

import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.ConstraintOperation.DropConstraint;
import dev.flux.sql.Operation;
import java.util.List;

/**
 * Catches the drop of a primary key, unless the same statement adds another.
 *
 * <p>In production: logical replication can no longer send updates and deletes of the table, which
 * then fail at the publisher; online tools need the key; rows may repeat from that moment.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version.
 *
 * <p>Safe path: build the new unique index first and exchange the keys in one statement, or set a
 * replica identity before.
 *
 * <p>Source: PostgreSQL manual, 29.1.1 Replica Identity.
 */
final class DropPrimaryKey extends OperationHazard<DropConstraint> {
  DropPrimaryKey() {
    super("drop-primary-key", Severity.DANGER, DropConstraint.class);
  }

  /** The key that takes its place in the same moment. */
  private static boolean isNext(Operation operation, DropConstraint drop) {
    return operation instanceof AddConstraint add
        && add.table().equals(drop.table())
        && add.constraint().kind() == Constraint.Kind.PRIMARY_KEY;
  }

  @Override
  List<Finding> examine(DropConstraint drop, ExaminedClause clause) {
    boolean primary =
        clause
            .findTable(drop.table())
            .flatMap(table -> table.findConstraint(drop.name()))
            .map(constraint -> constraint.definition().kind() == Constraint.Kind.PRIMARY_KEY)
            .orElse(
                drop.name().equals("PRIMARY") || drop.name().equals(drop.table().name() + "_pkey"));
    if (!primary
        || clause.isNew(drop.table())
        || clause.statement().operations().stream().anyMatch(op -> isNext(op, drop))) {
      return List.of();
    }
    return clause.finding(
        this,
        "Rows of "
            + Words.code(drop.table())
            + " may repeat, and replicated updates and deletes of it fail",
        "its primary key " + Words.code(drop.name()) + " is dropped",
        "Build the new unique index first, and exchange the keys in one statement.");
  }
}
