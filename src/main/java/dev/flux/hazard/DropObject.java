package dev.flux.hazard;

import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.ObjectOperation.CreateObject;
import dev.flux.sql.Operation;
import java.util.List;
import java.util.Set;

/**
 * Catches the drop of a schema, sequence, extension, foreign table, publication, role and the like
 * that the running application may use, unless the same file creates it. A foreign table is read
 * like any other table: its drop is a danger.
 *
 * <p>In production: statements that name it fail. Without CASCADE the server refuses as long as
 * other objects depend on it, and the migration fails.
 *
 * <p>Engines: PostgreSQL, every version; MySQL and MariaDB drop a schema with all its tables.
 *
 * <p>Safe path: stop using it in one deploy, drop it in a later one.
 *
 * <p>Source: PostgreSQL manual, DROP SCHEMA, DROP SEQUENCE, DROP EXTENSION; 5.15 Dependency
 * Tracking.
 */
final class DropObject extends OperationHazard<ObjectOperation.DropObject> {
  private static final Set<ObjectKind> USED =
      Set.of(
          ObjectKind.SCHEMA,
          ObjectKind.SEQUENCE,
          ObjectKind.EXTENSION,
          ObjectKind.FOREIGN_TABLE,
          ObjectKind.SERVER,
          ObjectKind.ROLE,
          ObjectKind.PUBLICATION,
          ObjectKind.SUBSCRIPTION,
          ObjectKind.TABLESPACE,
          ObjectKind.CAST,
          ObjectKind.OPERATOR,
          ObjectKind.LANGUAGE);

  DropObject() {
    super("drop-object", Severity.WARNING, ObjectOperation.DropObject.class);
  }

  @Override
  List<Finding> examine(ObjectOperation.DropObject drop, ExaminedClause clause) {
    boolean owned = drop.names().stream().anyMatch(name -> name.name().startsWith("owned by "));
    List<ObjectName> old =
        drop.names().stream()
            .filter(name -> clause.inFile().noneMatch(op -> creates(op, drop.object(), name)))
            .toList();
    if (old.isEmpty() || !(owned || USED.contains(drop.object()))) {
      return List.of();
    }
    boolean wipes = owned || (drop.object() == ObjectKind.SCHEMA && clause.mysql());
    boolean table = drop.object() == ObjectKind.FOREIGN_TABLE;
    return clause.finding(
        this,
        wipes || table ? Severity.DANGER : severity(),
        "Statements of the running application that use "
            + Words.codes(old)
            + " fail"
            + (wipes ? ", and the data is gone" : ""),
        wipes
            ? "everything in it is dropped as well"
            : "the " + drop.object().words() + " may be in use and is dropped",
        "Stop using it in one deploy, and drop it in a later one.");
  }

  private static boolean creates(Operation operation, ObjectKind kind, ObjectName name) {
    return operation instanceof CreateObject create
        && create.object() == kind
        && create.name().equals(name);
  }
}
