package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.DropConstraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import java.util.Optional;

/**
 * A primary key that gives way to another in one change. It stays until the index of the other is
 * built, and goes in the transaction in which that becomes the key, so that the table always has
 * one.
 */
final class ReplacedKey {
  private ReplacedKey() {}

  /** The key of before the change that is gone by now, of a table that ends with another. */
  static Optional<TableConstraint> find(Situation situation, ObjectName table) {
    ObjectName name = situation.before().resolve(table);
    boolean gone = key(situation.before(), name).isEmpty();
    boolean another =
        key(situation.end(), name)
            .filter(key -> key.definition().usingIndex().isEmpty())
            .isPresent();
    return gone && another
        ? key(situation.start(), name).filter(key -> keepsColumns(situation, name, key))
        : Optional.empty();
  }

  /** Whether an operation drops it, which the steps of the other one do. */
  static boolean isDroppedBy(Situation situation) {
    return situation.engine().dialect() == Dialect.POSTGRESQL
        && situation.operation() instanceof DropConstraint drop
        && !drop.cascade()
        && key(situation.start(), situation.before().resolve(drop.table()))
            .filter(key -> key.name().equals(drop.name()))
            .filter(key -> keepsColumns(situation, drop.table(), key))
            .isPresent()
        && key(situation.end(), situation.before().resolve(drop.table()))
            .filter(key -> key.definition().usingIndex().isEmpty())
            .isPresent()
        && situation
            .findTable(drop.table())
            .filter(table -> table.findConstraint(drop.name()).isPresent())
            .filter(table -> !table.partitioned())
            .isPresent();
  }

  /** A key goes by itself where a column of it does. */
  private static boolean keepsColumns(Situation situation, ObjectName table, TableConstraint key) {
    return situation
        .end()
        .findTable(situation.before().resolve(table))
        .filter(t -> key.definition().columns().stream().allMatch(c -> t.findColumn(c).isPresent()))
        .isPresent();
  }

  private static Optional<TableConstraint> key(Catalog catalog, ObjectName table) {
    return catalog.findTable(table).map(Table::constraints).stream()
        .flatMap(constraints -> constraints.stream())
        .filter(c -> c.definition().kind() == Constraint.Kind.PRIMARY_KEY)
        .findFirst();
  }
}
