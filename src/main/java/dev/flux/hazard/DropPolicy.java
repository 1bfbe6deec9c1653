package dev.flux.hazard;

import dev.flux.sql.ObjectOperation;
import dev.flux.sql.ObjectOperation.CreatePolicy;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.DropTable;
import java.util.List;

/**
 * Catches {@code DROP POLICY} and {@code DROP RULE} on a table in use, unless the same file creates
 * another there or drops the table.
 *
 * <p>In production: rows that only this policy allowed are seen and written no more, without an
 * error; a restrictive policy hid rows that are seen from then on.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: create the policy that takes its place in the same transaction, and test it with
 * the role of the application.
 *
 * <p>Source: PostgreSQL manual, 5.9 Row Security Policies; DROP POLICY.
 */
final class DropPolicy extends OperationHazard<ObjectOperation.DropPolicy> {
  DropPolicy() {
    super("drop-policy", Severity.WARNING, ObjectOperation.DropPolicy.class);
  }

  @Override
  List<Finding> examine(ObjectOperation.DropPolicy drop, ExaminedClause clause) {
    if (clause.isOwn(drop.table()) || clause.inFile().anyMatch(op -> takesPlace(op, drop))) {
      return List.of();
    }
    return clause.finding(
        this,
        "Roles of the running application may see other rows of "
            + Words.code(drop.table())
            + " than before",
        Words.code(drop.policy()) + " is dropped and this file puts nothing in its place",
        "Create what takes its place in the same transaction, and test it with the role of the"
            + " application.");
  }

  private static boolean takesPlace(Operation operation, ObjectOperation.DropPolicy drop) {
    return (operation instanceof CreatePolicy create && create.table().equals(drop.table()))
        || (operation instanceof DropTable dropped && dropped.tables().contains(drop.table()));
  }
}
