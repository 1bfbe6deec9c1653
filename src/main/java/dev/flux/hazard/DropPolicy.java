package dev.flux.hazard;

import dev.flux.sql.ObjectOperation;
import dev.flux.sql.ObjectOperation.CreatePolicy;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.DropTable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Catches {@code ALTER POLICY}, and {@code DROP POLICY} and {@code DROP RULE} on a table in use,
 * unless the same file creates another there or drops the table.
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
final class DropPolicy extends OperationHazard<ObjectOperation> {
  /** Anything but another name. */
  private static final Pattern ALTERS =
      Pattern.compile(
          "^\\s*alter\\b(?!.*\\brename\\s+to\\b)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  DropPolicy() {
    super("drop-policy", Severity.WARNING, ObjectOperation.class);
  }

  @Override
  List<Finding> examine(ObjectOperation operation, ExaminedClause clause) {
    if (operation instanceof CreatePolicy policy) {
      return isAltered(policy) && !clause.isOwn(policy.table())
          ? altered(policy, clause)
          : List.of();
    }
    return operation instanceof ObjectOperation.DropPolicy drop ? dropped(drop, clause) : List.of();
  }

  private static boolean isAltered(CreatePolicy policy) {
    return ALTERS.matcher(policy.text()).find();
  }

  private List<Finding> altered(CreatePolicy policy, ExaminedClause clause) {
    return clause.finding(
        this,
        "Roles of the running application may see other rows of "
            + Words.code(policy.table())
            + " than before",
        Words.code(policy.policy()) + " takes effect in another way from now on",
        "Test it with the role of the application before the deploy.");
  }

  private List<Finding> dropped(ObjectOperation.DropPolicy drop, ExaminedClause clause) {
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
