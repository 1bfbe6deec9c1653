package dev.flux.hazard;

import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectOperation.AlterObject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Catches {@code DROP}, {@code ALTER} and {@code RENAME ATTRIBUTE} of a composite type that the
 * running application may use.
 *
 * <p>In production: statements that read or write the field fail; values come in another shape than
 * the application expects.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: create a new type beside the old one, move columns and routines to it, and drop the
 * old one in a later deploy.
 *
 * <p>Source: PostgreSQL manual, ALTER TYPE.
 */
final class ChangeCompositeType extends OperationHazard<AlterObject> {
  private static final Pattern ACTION =
      Pattern.compile("\\b(drop|alter|rename)\\s+attribute\\b", Pattern.CASE_INSENSITIVE);

  ChangeCompositeType() {
    super("change-composite-type", Severity.DANGER, AlterObject.class);
  }

  @Override
  List<Finding> examine(AlterObject alter, ExaminedClause clause) {
    Matcher action = ACTION.matcher(alter.text());
    if (alter.object() != ObjectKind.TYPE || !action.find() || clause.isOwnType(alter.name())) {
      return List.of();
    }
    return clause.finding(
        this,
        "Statements of the running application that use a field of "
            + Words.code(alter.name())
            + " fail",
        "an attribute of the type is another from one moment to the next",
        "Create a new type beside it, move columns and routines to it, and drop the old one in a"
            + " later deploy.");
  }
}
