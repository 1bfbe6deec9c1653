package dev.flux.hazard;

import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.Constraint.Kind;
import dev.flux.sql.ConstraintOperation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Catches the drop of a foreign key, UNIQUE or exclusion constraint of a table in use, unless the
 * same file puts another in its place, and of a foreign key that is NOT ENFORCED. A CHECK may go:
 * it only lets more in.
 *
 * <p>In production: rows may point at nothing, and ON DELETE CASCADE no longer acts; values may
 * repeat, and {@code INSERT … ON CONFLICT} on the columns fails. What was broken meanwhile keeps
 * the constraint from coming back.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version.
 *
 * <p>Safe path: put the new constraint beside the old one before that is dropped; deploy an
 * application that needs neither first.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, DROP CONSTRAINT; INSERT, ON CONFLICT Clause.
 */
final class DropConstraint extends OperationHazard<ConstraintOperation> {
  private static final Pattern NOT_ENFORCED =
      Pattern.compile("\\bnot\\s+enforced\\b", Pattern.CASE_INSENSITIVE);

  DropConstraint() {
    super("drop-constraint", Severity.WARNING, ConstraintOperation.class);
  }

  @Override
  List<Finding> examine(ConstraintOperation operation, ExaminedClause clause) {
    if (operation instanceof ConstraintOperation.AlterConstraint alter) {
      return switchedOff(alter, clause);
    }
    return operation instanceof ConstraintOperation.DropConstraint drop
        ? dropped(drop, clause)
        : List.of();
  }

  /** NOT ENFORCED of PostgreSQL 18: a foreign key that is there, and refuses nothing. */
  private List<Finding> switchedOff(
      ConstraintOperation.AlterConstraint alter, ExaminedClause clause) {
    if (!clause.postgresql()
        || clause.isNew(alter.table())
        || !NOT_ENFORCED.matcher(alter.text()).find()) {
      return List.of();
    }
    return clause.finding(
        this,
        "Rows may point at nothing, and ON DELETE no longer acts",
        Words.code(alter.name()) + " of " + Words.code(alter.table()) + " is enforced no more",
        "Make sure that no version relies on it; enforcing it again checks every row.");
  }

  private static Optional<Constraint> known(
      ConstraintOperation.DropConstraint drop, ExaminedClause clause) {
    return clause
        .findTable(drop.table())
        .flatMap(table -> table.findConstraint(drop.name()))
        .map(TableConstraint::definition);
  }

  private List<Finding> dropped(ConstraintOperation.DropConstraint drop, ExaminedClause clause) {
    Optional<Constraint> known = known(drop, clause);
    boolean missing = drop.ifExists() && known.isEmpty() && clause.historyComplete();
    if (clause.isNew(drop.table())
        || missing
        || known.filter(c -> c.kind() == Kind.CHECK || c.kind() == Kind.NOT_NULL).isPresent()
        || clause.inFile().anyMatch(other -> Replacement.takesPlace(other, drop, known))) {
      return List.of();
    }
    return clause.finding(
        this,
        known
            .map(DropConstraint::effect)
            .orElse("What the constraint refused is written from now on"),
        Words.code(drop.name())
            + " of "
            + Words.code(drop.table())
            + " is dropped and this file puts none in its place",
        "Make sure that no version relies on it; it cannot come back once rows break it.");
  }

  private static String effect(Constraint constraint) {
    return switch (constraint.kind()) {
      case FOREIGN_KEY -> "Rows may point at nothing, and ON DELETE no longer acts";
      case UNIQUE, PRIMARY_KEY ->
          "Values of "
              + Words.codes(constraint.columns())
              + " may repeat, and INSERT with ON CONFLICT on them fails";
      case CHECK, EXCLUSION, NOT_NULL -> "What the constraint refused is written from now on";
    };
  }

  @Override
  public boolean isSaidBy(Finding other) {
    return other.hazard().equals("drop-primary-key")
        || other.hazard().equals("drop-foreign-key-locks-parent");
  }
}
