package dev.flux.hazard;

import dev.flux.schema.TableConstraint;
import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.ColumnOperation.SetNotNull;
import dev.flux.sql.Constraint;
import dev.flux.sql.Constraint.Kind;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.DropTable;
import java.util.List;
import java.util.Optional;

/**
 * Catches the drop of a foreign key, UNIQUE or exclusion constraint of a table in use, unless the
 * same file puts another in its place. A CHECK may go: it only lets more in.
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
final class DropConstraint extends OperationHazard<ConstraintOperation.DropConstraint> {
  DropConstraint() {
    super("drop-constraint", Severity.WARNING, ConstraintOperation.DropConstraint.class);
  }

  @Override
  List<Finding> examine(ConstraintOperation.DropConstraint drop, ExaminedClause clause) {
    Optional<Constraint> known =
        clause
            .findTable(drop.table())
            .flatMap(table -> table.findConstraint(drop.name()))
            .map(TableConstraint::definition);
    boolean missing = drop.ifExists() && known.isEmpty() && clause.historyComplete();
    if (clause.isNew(drop.table())
        || missing
        || known.filter(c -> c.kind() == Kind.CHECK || c.kind() == Kind.NOT_NULL).isPresent()
        || clause.inFile().anyMatch(operation -> takesPlace(operation, drop, known))) {
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

  private static boolean takesPlace(
      Operation operation, ConstraintOperation.DropConstraint drop, Optional<Constraint> known) {
    if (operation instanceof AddConstraint add) {
      Constraint other = add.constraint();
      return add.table().equals(drop.table())
          && (known.isEmpty()
              || other.name().filter(drop.name()::equals).isPresent()
              || known.filter(c -> c.kind() == other.kind()).isPresent());
    }
    if (operation instanceof SetNotNull set) {
      // A CHECK that has shown what SET NOT NULL asks for.
      return known.isEmpty() && set.table().equals(drop.table());
    }
    if (operation instanceof CreateIndex create) {
      return create.unique() && create.table().equals(drop.table());
    }
    if (operation instanceof DropColumn column) {
      return column.table().equals(drop.table())
          && known.map(c -> c.columns().contains(column.columnName())).orElse(true);
    }
    return operation instanceof DropTable dropped && dropped.tables().contains(drop.table());
  }

  @Override
  public boolean isSaidBy(Finding other) {
    return other.hazard().equals("drop-primary-key")
        || other.hazard().equals("drop-foreign-key-locks-parent");
  }
}
