package dev.flux.schema;

import dev.flux.sql.Constraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;

/**
 * What CREATE TABLE … LIKE makes on MySQL and MariaDB: all of the other table but its rows, its
 * triggers and its foreign keys, whose indexes come along (MySQL 8.0 manual, 15.1.20.3 CREATE TABLE
 * ... LIKE Statement). MySQL names the CHECKs after the new table.
 */
record LikeTable(CatalogEdit edit, Table source) {

  Table named(ObjectName name, int era) {
    Table copy =
        new Table(
            name,
            source.columns(),
            keys(),
            Lists.map(
                source.indexes(), index -> index.on(Identifiers.quote(name.name(), edit.dialect))),
            source.complete(),
            era,
            source.partitioned(),
            Optional.empty(),
            false,
            List.of(),
            source.storage().forCopy(),
            source.caseless());
    TableParts parts = new TableParts(edit);
    for (TableConstraint check : checks()) {
      copy =
          edit.dialect == Dialect.MYSQL
              ? parts.add(copy, Constraints.unnamed(check.definition()))
              : copy.plus(check);
    }
    return copy;
  }

  private List<TableConstraint> keys() {
    return source.constraints().stream()
        .filter(c -> c.definition().kind() != Constraint.Kind.FOREIGN_KEY)
        .filter(c -> c.definition().kind() != Constraint.Kind.CHECK)
        .toList();
  }

  private List<TableConstraint> checks() {
    return source.constraints().stream()
        .filter(c -> c.definition().kind() == Constraint.Kind.CHECK)
        .toList();
  }
}
