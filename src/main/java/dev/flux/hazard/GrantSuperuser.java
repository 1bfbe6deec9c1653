package dev.flux.hazard;

import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.ObjectOperation.AlterObject;
import dev.flux.sql.ObjectOperation.ChangePrivileges;
import dev.flux.sql.ObjectOperation.CreateObject;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Catches {@code CREATE} and {@code ALTER ROLE} that make a role {@code SUPERUSER} or let it pass
 * row security by, and grants that come to the same.
 *
 * <p>In production: whoever gets into the application may read and change everything on the server,
 * and often run programs on its machine. The migration fails where its own role is no superuser.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version.
 *
 * <p>Safe path: grant the privileges that are needed, to a role of its own.
 *
 * <p>Source: PostgreSQL manual, 22.2 Role Attributes; 22.5 Predefined Roles; MySQL 8.0 manual,
 * 8.2.2 Privileges Provided by MySQL.
 */
final class GrantSuperuser extends OperationHazard<ObjectOperation> {
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\b(?:superuser|bypassrls)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern GRANT =
      Pattern.compile(
          "^\\s*grant\\s(?:[^;]*\\b(?:all|super)\\b[^;]*\\bon\\s+\\*\\s*\\.\\s*\\*"
              + "|[^;]*\\b(?:pg_execute_server_program|pg_write_server_files|rds_superuser"
              + "|cloudsqlsuperuser|azure_pg_admin)\\b[^;]*\\bto\\b)",
          Pattern.CASE_INSENSITIVE);

  GrantSuperuser() {
    super("grant-superuser", Severity.WARNING, ObjectOperation.class);
  }

  @Override
  List<Finding> examine(ObjectOperation operation, ExaminedClause clause) {
    return gives(operation)
        ? clause.finding(
            this,
            "Whoever gets into the application may read and change everything on the server",
            "the role is held back by nothing any more",
            "Grant the privileges that it needs.")
        : List.of();
  }

  private static boolean gives(ObjectOperation operation) {
    if (operation instanceof CreateObject create) {
      return create.object() == ObjectKind.ROLE && ATTRIBUTE.matcher(create.text()).find();
    }
    if (operation instanceof AlterObject alter) {
      return alter.object() == ObjectKind.ROLE && ATTRIBUTE.matcher(alter.text()).find();
    }
    return operation instanceof ChangePrivileges change && GRANT.matcher(change.text()).find();
  }
}
