package dev.flux.hazard;

import dev.flux.sql.ObjectOperation.AddEnumValue;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.ObjectOperation.CreateType;
import dev.flux.sql.ObjectOperation.SetComment;
import java.util.List;

/**
 * Catches {@code ALTER TYPE … ADD VALUE} in a transaction before PostgreSQL 12, and from 12 on the
 * use of the new label in the transaction that adds it.
 *
 * <p>In production: the migration fails: before 12 at ADD VALUE, later at the first use of the
 * label.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: add the label in a migration of its own, use it in the next.
 *
 * <p>Source: PostgreSQL manual, ALTER TYPE, Notes.
 */
final class EnumValueInTransaction implements Hazard {
  @Override
  public String id() {
    return "enum-value-in-transaction";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    if (!clause.inTransaction() || !clause.postgresql()) {
      return List.of();
    }
    if (clause.operation() instanceof AddEnumValue add) {
      return clause.engine().version().atLeast(12) || isOwn(add, clause)
          ? List.of()
          : clause.finding(
              this,
              "The migration fails",
              "PostgreSQL " + clause.engine().version() + " refuses ADD VALUE inside a transaction",
              "Add the label in a migration that runs without a transaction.");
    }
    if (clause.operation() instanceof CreateRoutine
        || clause.operation() instanceof SetComment
        || clause.statement().sql().indexOf('\'') < 0) {
      return List.of();
    }
    return clause
        .earlierStatements()
        .filter(
            earlier ->
                earlier.operation() instanceof AddEnumValue add
                    && uses(clause, add)
                    && !isOwn(add, earlier))
        .findFirst()
        .map(
            earlier ->
                clause.finding(
                    this,
                    "The migration fails",
                    "a label that this transaction adds cannot be used before it commits",
                    "Add the label in a migration of its own, and use it in the next."))
        .orElse(List.of());
  }

  private static boolean uses(ExaminedClause clause, AddEnumValue add) {
    return clause.statement().sql().contains("'" + add.label().replace("'", "''") + "'");
  }

  /** A type that the same transaction creates has no such limit. */
  private static boolean isOwn(AddEnumValue add, ExaminedClause clause) {
    return clause
        .earlierStatements()
        .anyMatch(
            e -> e.operation() instanceof CreateType create && create.type().equals(add.type()));
  }
}
