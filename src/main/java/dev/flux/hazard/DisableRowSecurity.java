package dev.flux.hazard;

import dev.flux.sql.TableOperation.SetTableOption;
import java.util.List;
import java.util.Locale;

/**
 * Catches {@code DISABLE} and {@code NO FORCE ROW LEVEL SECURITY} on an existing table.
 *
 * <p>In production: no policy holds any more: every role with the privilege, or the owner, sees and
 * writes all rows, without an error.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: let the application filter the rows itself first, or write a policy that allows
 * what is wanted.
 *
 * <p>Source: PostgreSQL manual, 5.9 Row Security Policies.
 */
final class DisableRowSecurity extends OperationHazard<SetTableOption> {
  DisableRowSecurity() {
    super("disable-row-security", Severity.WARNING, SetTableOption.class);
  }

  @Override
  List<Finding> examine(SetTableOption set, ExaminedClause clause) {
    String action = set.text().toLowerCase(Locale.ROOT);
    if (set.option() != SetTableOption.Option.ROW_SECURITY
        || !(action.startsWith("disable") || action.startsWith("no"))
        || clause.isNew(set.table())
        || clause
            .laterInFile()
            .anyMatch(op -> op instanceof SetTableOption other && turnsOn(other, set))) {
      return List.of();
    }
    return clause.finding(
        this,
        "Rows of " + Words.code(set.table()) + " that policies hid are seen and written",
        action.startsWith("no")
            ? "its owner is no longer held to the policies"
            : "row security is switched off for every role",
        "Make sure that every version of the application filters rows itself, or write a policy"
            + " that allows what is wanted.");
  }

  private static boolean turnsOn(SetTableOption later, SetTableOption set) {
    String action = later.text().toLowerCase(Locale.ROOT);
    return later.option() == SetTableOption.Option.ROW_SECURITY
        && later.table().equals(set.table())
        && (action.startsWith("enable") || action.startsWith("force"));
  }
}
