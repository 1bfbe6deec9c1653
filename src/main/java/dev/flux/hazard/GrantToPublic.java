package dev.flux.hazard;

import dev.flux.sql.ObjectOperation.ChangePrivileges;
import java.util.List;
import java.util.Locale;

/**
 * Catches {@code GRANT … TO PUBLIC}.
 *
 * <p>In production: every role of the server, also those made later, gets the privilege.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: grant it to the roles that need it.
 *
 * <p>Source: PostgreSQL manual, GRANT; 5.8 Privileges.
 */
final class GrantToPublic extends OperationHazard<ChangePrivileges> {
  GrantToPublic() {
    super("grant-to-public", Severity.WARNING, ChangePrivileges.class);
  }

  @Override
  List<Finding> examine(ChangePrivileges change, ExaminedClause clause) {
    if (!change.toPublic() || change.text().toLowerCase(Locale.ROOT).startsWith("revoke")) {
      return List.of();
    }
    return clause.finding(
        this,
        "Every role of the server gets the privilege, also those made later",
        "PUBLIC stands for all of them",
        "Grant it to the roles that need it.");
  }
}
