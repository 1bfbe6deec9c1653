package dev.flux.hazard;

import dev.flux.sql.TableOperation.SetTableOption;
import java.util.List;
import java.util.Locale;

/**
 * Catches {@code INHERIT} and {@code NO INHERIT} of an existing table.
 *
 * <p>In production: queries, updates and deletes of the parent meet other rows from one moment to
 * the next, without an error.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: let the application name the table itself, or say {@code ONLY}, before the rows
 * come or go.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, INHERIT; 5.11 Inheritance.
 */
final class ChangeInheritance extends OperationHazard<SetTableOption> {
  ChangeInheritance() {
    super("change-inheritance", Severity.WARNING, SetTableOption.class);
  }

  @Override
  List<Finding> examine(SetTableOption set, ExaminedClause clause) {
    if (set.option() != SetTableOption.Option.INHERIT || clause.isNew(set.table())) {
      return List.of();
    }
    boolean leaves = set.text().toLowerCase(Locale.ROOT).startsWith("no");
    String parent = set.text().replaceFirst("(?is)^(no\\s+)?inherit\\s+", "").strip();
    return clause.finding(
        this,
        "Queries, updates and deletes of "
            + Words.code(parent)
            + (leaves ? " miss" : " meet")
            + " the rows of "
            + Words.code(set.table()),
        "the table "
            + (leaves ? "leaves its parent" : "joins a parent")
            + " from one moment to the next",
        "Let every version of the application name the table itself, or say ONLY, before.");
  }
}
