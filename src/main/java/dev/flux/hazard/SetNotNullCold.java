package dev.flux.hazard;

import dev.flux.sql.ColumnOperation.SetNotNull;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import java.util.List;
import java.util.Optional;

/**
 * Catches {@code SET NOT NULL} where no validated {@code CHECK (column IS NOT NULL)} shows that
 * every row has a value.
 *
 * <p>In production: every row is read under ACCESS EXCLUSIVE: nothing reads or writes the table
 * meanwhile, and the migration fails at the first NULL.
 *
 * <p>Engines: PostgreSQL, and SQLite where a rebuild copies the column; from 12 on a validated
 * CHECK spares the scan, and from 18 on NOT NULL itself can be NOT VALID.
 *
 * <p>Safe path: {@code ADD CONSTRAINT … CHECK (… IS NOT NULL) NOT VALID}, {@code VALIDATE
 * CONSTRAINT} in a migration of its own, {@code SET NOT NULL}, drop the CHECK.
 *
 * <p>Source: PostgreSQL manual, ALTER TABLE, SET NOT NULL; measured.
 */
final class SetNotNullCold extends OperationHazard<Operation> {
  SetNotNullCold() {
    super("set-not-null-cold", Severity.DANGER, Operation.class);
  }

  @Override
  List<Finding> examine(Operation operation, ExaminedClause clause) {
    Optional<Modified> modified = Modified.of(clause);
    if (modified.filter(Modified::becomesNotNull).isPresent()) {
      return clause.finding(
          this,
          OnlineWork.effect(
              clause, modified.get().operation().table(), "until every row is written anew"),
          modified.get().name()
              + " becomes NOT NULL: a row without a value, and a running version that writes"
              + " none, fail",
          "Let every version write a value, fill the rows that have none in batches, and do this"
              + " in a later deploy.");
    }
    Optional<ObjectName> table = table(operation);
    if (table.isEmpty() || !clause.scans()) {
      return List.of();
    }
    String column =
        operation instanceof SetNotNull set
            ? Words.column(table.get(), set.columnName())
            : Words.code(table.get());
    return clause.finding(
        this,
        "Reads and writes of " + Words.code(table.get()) + " wait while every row is checked",
        "no validated CHECK shows that " + column + " holds no NULL",
        "Add CHECK (… IS NOT NULL) with NOT VALID, validate it in a migration of its own, and set NOT NULL then: it needs no scan any more."
            .replace(
                "…",
                operation instanceof SetNotNull set
                    ? Identifiers.quote(set.columnName(), clause.engine().dialect())
                    : "…"));
  }

  /** A rebuild on SQLite that copies NULLs into a column which refuses them. */
  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    return RebuiltTable.in(migration).stream()
        .filter(rebuilt -> !rebuilt.columnsThatMustHaveValues().isEmpty())
        .flatMap(rebuilt -> copied(rebuilt).stream())
        .toList();
  }

  private List<Finding> copied(RebuiltTable rebuilt) {
    return rebuilt
        .copies()
        .get(0)
        .clause()
        .finding(
            this,
            "The migration fails at the first row without a value, and so do running versions that"
                + " write none",
            Words.codes(rebuilt.columnsThatMustHaveValues())
                + " of "
                + Words.code(rebuilt.name())
                + " may hold NULL so far",
            "Let every version write a value, and copy `coalesce(…)` in a later deploy.");
  }

  private static Optional<ObjectName> table(Operation operation) {
    if (operation instanceof SetNotNull set) {
      return Optional.of(set.table());
    }
    return operation instanceof AddConstraint add
            && add.constraint().kind() == Constraint.Kind.NOT_NULL
            && !add.constraint().notValid()
        ? Optional.of(add.table())
        : Optional.empty();
  }
}
