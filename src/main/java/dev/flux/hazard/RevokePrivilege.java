package dev.flux.hazard;

import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.ObjectOperation.AlterObject;
import dev.flux.sql.ObjectOperation.ChangePrivileges;
import dev.flux.sql.ObjectOperation.CreateObject;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.Operation;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Catches {@code REVOKE} of privileges on a table, schema, sequence or routine in use, or of a
 * role, also of what is created later, and a role that may log in no more. Who may create objects
 * in a schema is no concern of the application.
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
final class RevokePrivilege extends OperationHazard<ObjectOperation> {
  private static final Pattern CREATING =
      Pattern.compile("revoke\\s+(?:grant option for\\s+)?create\\s+on\\s+.*", Pattern.DOTALL);

  private static final Pattern LATER =
      Pattern.compile(
          "^alter\\s+default\\s+privileges\\b.*\\brevoke\\b(?!.*\\bfrom\\s+public\\b)",
          Pattern.DOTALL);

  private static final Pattern LOCKED_OUT =
      Pattern.compile("\\bnologin\\b|\\baccount\\s+lock\\b", Pattern.CASE_INSENSITIVE);

  RevokePrivilege() {
    super("revoke-privilege", Severity.WARNING, ObjectOperation.class);
  }

  @Override
  List<Finding> examine(ObjectOperation operation, ExaminedClause clause) {
    if (operation instanceof AlterObject alter) {
      return alter.object() == ObjectKind.ROLE && LOCKED_OUT.matcher(alter.text()).find()
          ? clause.finding(
              this,
              "New connections of " + Words.code(alter.name()) + " are refused",
              "it may log in no more",
              "Make sure that no version of the application connects as it.")
          : List.of();
    }
    return operation instanceof ChangePrivileges change ? revoked(change, clause) : List.of();
  }

  private List<Finding> revoked(ChangePrivileges change, ExaminedClause clause) {
    String text = change.text().strip().toLowerCase(Locale.ROOT);
    List<ObjectName> used = change.tables().stream().filter(table -> !clause.isOwn(table)).toList();
    if (LATER.matcher(text).find()) {
      return clause.finding(
          this,
          "Statements of that role fail on what later migrations create",
          "it no longer gets the privilege by default",
          "Make sure that no version of the application needs it, or grant it where it does.");
    }
    boolean own = change.tables().isEmpty() ? isOwnObject(text, clause) : used.isEmpty();
    if (own || !text.startsWith("revoke") || CREATING.matcher(text).matches()) {
      return List.of();
    }
    return clause.finding(
        this,
        "Statements of roles that held the privilege"
            + (used.isEmpty() ? "" : " on " + Words.few(used))
            + " fail",
        "nothing tells that no version of the application needs it",
        "Grant what is still needed first.");
  }

  /** Whether the file creates the schema, sequence or routine that it names. */
  private static boolean isOwnObject(String text, ExaminedClause clause) {
    return clause
        .inFile()
        .map(RevokePrivilege::created)
        .anyMatch(
            name ->
                !name.isEmpty()
                    && Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(text).find());
  }

  private static String created(Operation operation) {
    if (operation instanceof CreateRoutine create) {
      return create.routine().name().toLowerCase(Locale.ROOT);
    }
    return operation instanceof CreateObject create
        ? create.name().name().toLowerCase(Locale.ROOT)
        : "";
  }
}
