package dev.flux.rollout;

import dev.flux.schema.TableConstraint;
import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.ConstraintOperation.DropConstraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * A primary key that a change drops before a column of it: the column takes the key along (manual,
 * ALTER TABLE, DROP COLUMN), once no running version uses it, so that rows have a key until then.
 */
final class KeyWithColumn {
  private KeyWithColumn() {}

  /**
   * The items without the drops of such keys.
   *
   * @param withKey plans the drop of a column as if the table still had the key of the other item
   */
  static List<Item> together(List<Item> items, BinaryOperator<Item> withKey) {
    Map<ObjectName, Item> keys = new HashMap<>();
    List<Item> together = new ArrayList<>();
    for (Item item : items) {
      Optional<ObjectName> table = item.clause().table().map(item.situation().before()::resolve);
      Optional<Item> key =
          table
              .map(keys::get)
              .filter(drop -> findKey(drop).filter(k -> takes(item, k)).isPresent());
      key.ifPresent(together::remove);
      together.add(key.map(drop -> withKey.apply(item, drop)).orElse(item));
      if (findKey(item).isPresent()) {
        table.ifPresent(name -> keys.put(name, item));
      } else if (key.isPresent() || item.operation() instanceof AddConstraint) {
        table.ifPresent(keys::remove);
      }
    }
    return together;
  }

  /** The key that a kept statement drops. */
  static Optional<TableConstraint> findKey(Item item) {
    return item.kept()
            && item.operation() instanceof DropConstraint drop
            && !drop.cascade()
            && item.situation().engine().dialect() == Dialect.POSTGRESQL
        ? item.situation()
            .findTable(drop.table())
            .flatMap(table -> table.findConstraint(drop.name()))
            .filter(c -> c.definition().kind() == Constraint.Kind.PRIMARY_KEY)
        : Optional.empty();
  }

  private static boolean takes(Item item, TableConstraint key) {
    return item.operation() instanceof DropColumn drop
        && !item.steps().isEmpty()
        && key.definition().columns().contains(drop.columnName());
  }
}
