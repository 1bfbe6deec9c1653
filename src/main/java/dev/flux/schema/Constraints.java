package dev.flux.schema;

import dev.flux.sql.Constraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlWords;
import java.util.List;
import java.util.Optional;

/** Constraints with one part changed. */
final class Constraints {
  private Constraints() {}

  static Constraint on(Constraint c, List<String> columns) {
    return new Constraint(
        c.kind(),
        c.name(),
        columns,
        c.check(),
        c.reference(),
        c.usingIndex(),
        c.notValid(),
        c.definition());
  }

  /** The constraint once a column that it names has another name. */
  static Constraint renamed(Constraint c, String from, String to, Dialect dialect) {
    boolean names =
        c.columns().contains(from)
            || c.check().filter(check -> check.names().contains(from)).isPresent();
    return names
        ? new Constraint(
            c.kind(),
            c.name(),
            Lists.rename(c.columns(), from, to),
            c.check().map(check -> check.withColumn(from, to, dialect)),
            c.reference(),
            c.usingIndex(),
            c.notValid(),
            c.reference().isPresent() ? c.definition() : SqlWords.rename(c.definition(), from, to))
        : c;
  }

  static Constraint unnamed(Constraint c) {
    return new Constraint(
        c.kind(),
        Optional.empty(),
        c.columns(),
        c.check(),
        c.reference(),
        Optional.empty(),
        c.notValid(),
        c.definition());
  }

  /** The same where no row is left unchecked. */
  static Constraint checked(Constraint c) {
    return new Constraint(
        c.kind(),
        c.name(),
        c.columns(),
        c.check(),
        c.reference(),
        c.usingIndex(),
        false,
        c.definition());
  }

  static Constraint referencing(Constraint c, Constraint.Reference reference) {
    return new Constraint(
        c.kind(),
        c.name(),
        c.columns(),
        c.check(),
        Optional.of(reference),
        c.usingIndex(),
        c.notValid(),
        c.definition());
  }

  /** The constraint with references to the table under its new name. */
  static TableConstraint followTable(TableConstraint c, ObjectName from, ObjectName to) {
    return c.references(from)
        ? c.with(
            referencing(
                c.definition(),
                c.definition()
                    .reference()
                    .map(r -> new Constraint.Reference(to, r.columns(), r.actions()))
                    .orElseThrow()))
        : c;
  }
}
