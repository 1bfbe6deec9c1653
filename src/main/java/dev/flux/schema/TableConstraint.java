package dev.flux.schema;

import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;

/**
 * A constraint as of a statement.
 *
 * @param name given, or the one that the engine makes up; empty on SQLite where none was given
 * @param definition as it was added; its columns and the table that it references follow renames
 * @param validated whether every existing row was checked
 */
public record TableConstraint(String name, Constraint definition, boolean validated) {

  /** Whether it is a foreign key to the table. */
  boolean references(ObjectName table) {
    return definition.reference().filter(r -> r.table().equals(table)).isPresent();
  }

  /** The same under another name. */
  public TableConstraint named(String other) {
    return new TableConstraint(other, definition, validated);
  }

  TableConstraint asValidated() {
    return new TableConstraint(name, definition, true);
  }

  TableConstraint with(Constraint other) {
    return new TableConstraint(name, other, validated);
  }
}
