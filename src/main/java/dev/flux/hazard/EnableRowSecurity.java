package dev.flux.hazard;

import dev.flux.sql.ObjectOperation.CreatePolicy;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.SetTableOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Catches {@code ENABLE} and {@code FORCE ROW LEVEL SECURITY} on an existing table, and a policy of
 * it that is {@code RESTRICTIVE}.
 *
 * <p>In production: with no policy for it, a role that is not the owner sees no rows and writes
 * none, without an error; {@code FORCE} holds the owner to the policies too.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: create the policies that the running application needs in the same transaction, and
 * test them with its role.
 *
 * <p>Source: PostgreSQL manual, 5.9 Row Security Policies.
 */
final class EnableRowSecurity extends OperationHazard<Operation> {
  private static final Pattern RESTRICTIVE =
      Pattern.compile("\\bas\\s+restrictive\\b", Pattern.CASE_INSENSITIVE);

  EnableRowSecurity() {
    super("enable-row-security", Severity.WARNING, Operation.class);
  }

  @Override
  List<Finding> examine(Operation operation, ExaminedClause clause) {
    if (operation instanceof CreatePolicy policy) {
      return restricted(policy, clause);
    }
    return operation instanceof SetTableOption set ? enabled(set, clause) : List.of();
  }

  private List<Finding> restricted(CreatePolicy policy, ExaminedClause clause) {
    if (!RESTRICTIVE.matcher(policy.text()).find() || clause.isNew(policy.table())) {
      return List.of();
    }
    return clause.finding(
        this,
        "Roles of the running application may see fewer rows of "
            + Words.code(policy.table())
            + ", and write fewer",
        "a restrictive policy takes away what all others allow",
        "Test it with the role of the application before the deploy.");
  }

  private List<Finding> enabled(SetTableOption set, ExaminedClause clause) {
    String action = set.text().toLowerCase(Locale.ROOT);
    if (set.option() != SetTableOption.Option.ROW_SECURITY
        || action.startsWith("disable")
        || action.startsWith("no")
        || clause.isNew(set.table())) {
      return List.of();
    }
    boolean policies =
        clause
            .laterInFile()
            .anyMatch(op -> op instanceof CreatePolicy p && p.table().equals(set.table()));
    return clause.finding(
        this,
        "Roles of the running application may see no rows of " + Words.code(set.table()),
        policies
            ? "row security hides all that no policy of this file allows"
            : "row security hides all that no policy allows, and this file creates none",
        "Test the policies with the role of the application before the deploy.");
  }
}
