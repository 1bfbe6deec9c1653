package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.ChangePrivileges;
import java.util.List;
import java.util.Locale;

/**
 * Catches {@code REVOKE} of privileges on a table in use.
 *
 * <p>In production: statements of the running application whose role held the privilege fail from
 * that moment.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version.
 *
 * <p>Safe path: grant what is still needed first, and look at who uses the privilege.
 *
 * <p>Source: PostgreSQL manual, REVOKE; 5.8 Privileges.
 */
final class RevokePrivilege extends OperationHazard<ChangePrivileges> {
  RevokePrivilege() {
    super("revoke-privilege", Severity.WARNING, ChangePrivileges.class);
  }

  @Override
  List<Finding> examine(ChangePrivileges change, ExaminedClause clause) {
    List<ObjectName> used = change.tables().stream().filter(table -> !clause.isOwn(table)).toList();
    if (used.isEmpty() || !change.text().strip().toLowerCase(Locale.ROOT).startsWith("revoke")) {
      return List.of();
    }
    return clause.finding(
        this,
        "Statements of roles that held the privilege on " + Words.few(used) + " fail",
        "nothing tells that no version of the application needs it",
        "Grant what is still needed first.");
  }
}
