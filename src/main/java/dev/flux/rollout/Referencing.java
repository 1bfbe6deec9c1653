package dev.flux.rollout;

import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.DropTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A foreign key that refers to a column.
 *
 * @param child the table that has it
 */
record Referencing(Table child, TableConstraint constraint) {

  /** Those of all tables, also of the table itself. */
  static List<Referencing> to(Situation situation, Table table, String column) {
    List<Referencing> found = new ArrayList<>();
    for (Table child : situation.before().referencing(table.name())) {
      for (TableConstraint constraint : child.constraints()) {
        if (constraint
            .definition()
            .reference()
            .filter(r -> names(situation, r, table, column))
            .isPresent()) {
          found.add(new Referencing(child, constraint));
        }
      }
    }
    return found;
  }

  /** Those that go with a dropped table by CASCADE: of tables that stay. */
  static List<Referencing> to(Situation situation, DropTable drop, ObjectName table) {
    ObjectName parent = situation.before().resolve(table);
    List<ObjectName> gone = gone(situation, drop);
    List<Referencing> found = new ArrayList<>();
    for (Table child : situation.before().referencing(table)) {
      for (TableConstraint constraint : child.constraints()) {
        if (!gone.contains(child.name())
            && !child.partitioned() // where the server has no NOT VALID before PostgreSQL 18
            && child.partitionOf().isEmpty()
            && constraint
                .definition()
                .reference()
                .filter(r -> situation.before().resolve(r.table()).equals(parent))
                .isPresent()) {
          found.add(new Referencing(child, constraint));
        }
      }
    }
    return found;
  }

  /** Those between tables that go together, also of a table to itself. */
  static List<Referencing> between(Situation situation, DropTable drop) {
    List<Referencing> found = new ArrayList<>();
    for (ObjectName name : gone(situation, drop)) {
      for (Table child : situation.findTable(name).stream().toList()) {
        child.constraints().stream()
            .filter(constraint -> isBetween(situation, drop, constraint))
            .forEach(constraint -> found.add(new Referencing(child, constraint)));
      }
    }
    return found;
  }

  /** Whether it refers to a table that is dropped. */
  static boolean isBetween(Situation situation, DropTable drop, TableConstraint constraint) {
    return constraint
        .definition()
        .reference()
        .filter(r -> gone(situation, drop).contains(situation.before().resolve(r.table())))
        .isPresent();
  }

  private static List<ObjectName> gone(Situation situation, DropTable drop) {
    return drop.tables().stream().map(situation.before()::resolve).toList();
  }

  /** The table that it refers to. */
  ObjectName parent() {
    return constraint.definition().reference().orElseThrow().table();
  }

  /** The constraint as it comes back to a table of that name, which has no rows yet. */
  String back(Situation situation, ObjectName parent) {
    return add(situation, parent, constraint.name(), false);
  }

  /** The same constraint to a table of that name, under a name of its own. */
  String add(Situation situation, ObjectName parent, String name, boolean validated) {
    Constraint c = constraint.definition();
    Constraint.Reference reference = c.reference().orElseThrow();
    Constraint to =
        new Constraint(
            c.kind(),
            c.name(),
            c.columns(),
            c.check(),
            Optional.of(new Constraint.Reference(parent, reference.columns(), reference.actions())),
            Optional.empty(),
            !validated,
            c.definition());
    return situation.definitions().addConstraint(child, new TableConstraint(name, to, validated));
  }

  private static boolean names(
      Situation situation, Constraint.Reference reference, Table table, String column) {
    List<String> columns = reference.columns().isEmpty() ? table.primaryKey() : reference.columns();
    return situation.before().resolve(reference.table()).equals(table.name())
        && columns.contains(column);
  }

  ObjectName name() {
    return child.name();
  }

  /** The same to another column. */
  Constraint to(Table parent, String column, String other) {
    Constraint c = constraint.definition();
    Constraint.Reference reference = c.reference().orElseThrow();
    List<String> columns =
        reference.columns().isEmpty() ? parent.primaryKey() : reference.columns();
    return new Constraint(
        c.kind(),
        Optional.empty(),
        c.columns(),
        c.check(),
        Optional.of(
            new Constraint.Reference(
                reference.table(),
                columns.stream().map(name -> name.equals(column) ? other : name).toList(),
                reference.actions())),
        Optional.empty(),
        false,
        c.definition());
  }
}
