package dev.flux.hazard;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A foreign key that a migration writes out, in CREATE TABLE, ADD COLUMN or ADD CONSTRAINT.
 *
 * @param columns of the child
 * @param reference the parent
 */
record NewForeignKey(
    ObjectName child, List<String> columns, Constraint.Reference reference, ExaminedClause clause) {

  /** Those of one migration, in order. */
  static List<NewForeignKey> of(ExaminedMigration migration) {
    return migration.clauses().stream().flatMap(NewForeignKey::of).toList();
  }

  private static Stream<NewForeignKey> of(ExaminedClause clause) {
    if (clause.operation() instanceof CreateTable create && !create.temporary()) {
      return Stream.concat(
              create.columns().stream().flatMap(column -> column.constraints().stream()),
              create.constraints().stream())
          .flatMap(constraint -> of(create.table(), constraint, clause));
    }
    if (clause.operation() instanceof AddColumn add) {
      return add.column().constraints().stream()
          .flatMap(constraint -> of(add.table(), constraint, clause));
    }
    return clause.operation() instanceof AddConstraint add
        ? of(add.table(), add.constraint(), clause)
        : Stream.empty();
  }

  private static Stream<NewForeignKey> of(
      ObjectName child, Constraint constraint, ExaminedClause clause) {
    return constraint.kind() == Constraint.Kind.FOREIGN_KEY
        ? constraint.reference().stream()
            .map(parent -> new NewForeignKey(child, constraint.columns(), parent, clause))
        : Stream.empty();
  }

  ObjectName parent() {
    return reference.table();
  }

  /** The referenced columns: those written, else the parent's primary key. */
  List<String> parentColumns(Catalog catalog) {
    return reference.columns().isEmpty()
        ? catalog.findTable(parent()).map(table -> table.primaryKey()).orElse(List.of())
        : reference.columns();
  }

  /** A column of the child that the catalog knows. */
  Optional<Column> findColumn(Catalog catalog, String column) {
    return catalog.findTable(child).flatMap(table -> table.findColumn(column));
  }

  @Override
  public String toString() {
    return columns.size() == 1
        ? child + "." + columns.get(0)
        : child + " (" + String.join(", ", columns) + ")";
  }
}
