package dev.flux.hazard;

import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.DropConstraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.DropTable;
import java.util.List;
import java.util.stream.Stream;

/**
 * Catches the drop of a foreign key, or of a table that has one.
 *
 * <p>In production: it takes ACCESS EXCLUSIVE on both tables: reads and writes of the referenced
 * table wait too, until every running query on either ends.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: set a short lock_timeout and try again when it strikes; drop the foreign key in a
 * migration of its own.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, DROP CONSTRAINT; measured.
 */
final class DropForeignKeyLocksParent extends OperationHazard<Operation> {
  DropForeignKeyLocksParent() {
    super("drop-foreign-key-locks-parent", Severity.WARNING, Operation.class);
  }

  @Override
  List<Finding> examine(Operation operation, ExaminedClause clause) {
    List<ObjectName> parents = parents(operation, clause);
    if (!clause.postgresql() || parents.isEmpty()) {
      return List.of();
    }
    return clause.finding(
        this,
        "Reads and writes of " + Words.codes(parents) + " wait until running queries on it end",
        "dropping a foreign key needs ACCESS EXCLUSIVE on the referenced table as well",
        "Do it in a migration of its own, with a short lock_timeout.");
  }

  private static List<ObjectName> parents(Operation operation, ExaminedClause clause) {
    if (operation instanceof DropConstraint drop) {
      return clause.isNew(drop.table())
          ? List.of()
          : constraints(drop.table(), clause)
              .filter(constraint -> constraint.name().equals(drop.name()))
              .flatMap(constraint -> parent(constraint, drop.table(), clause))
              .toList();
    }
    return operation instanceof DropTable drop
        ? drop.tables().stream()
            .filter(table -> !clause.isNew(table))
            .flatMap(table -> constraints(table, clause).flatMap(c -> parent(c, table, clause)))
            .filter(parent -> !drop.tables().contains(parent))
            .distinct()
            .toList()
        : List.of();
  }

  private static Stream<TableConstraint> constraints(ObjectName table, ExaminedClause clause) {
    return clause.findTable(table).stream().flatMap(t -> t.constraints().stream());
  }

  private static Stream<ObjectName> parent(
      TableConstraint constraint, ObjectName child, ExaminedClause clause) {
    return constraint.definition().reference().stream()
        .map(Constraint.Reference::table)
        .filter(parent -> !parent.equals(child) && !clause.isNew(parent));
  }
}
