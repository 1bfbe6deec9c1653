package dev.flux.rollout;

import dev.flux.schema.View;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ColumnOperation.ChangeColumnType;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateView;
import dev.flux.sql.ObjectOperation.DropView;
import dev.flux.sql.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands around a change of type because the server asks for it: the default that is dropped
 * and set again, the views that are dropped and created again. Where a copy takes the column's
 * place, they go into the transaction that exchanges the two, so that nobody misses them meanwhile.
 */
final class AroundTypeChange {
  private AroundTypeChange() {}

  /** The items that are left when those around planned changes of type are taken out. */
  static List<Item> taken(List<Item> items) {
    List<Item> left = new ArrayList<>(items);
    for (Item item : items) {
      boolean planned =
          item.steps().size() > 1
              && item.steps().stream().noneMatch(s -> s.step().missing().isPresent());
      if (planned && item.operation() instanceof ChangeColumnType change) {
        List<ObjectName> views = views(item.situation()).stream().map(View::name).toList();
        left.removeIf(other -> isDefault(other.operation(), change) || isOne(other, views));
      }
    }
    return left;
  }

  private static boolean isDefault(Operation operation, ChangeColumnType change) {
    return (operation instanceof ColumnOperation.DropDefault
            || operation instanceof ColumnOperation.SetDefault)
        && ((ColumnOperation) operation).table().equals(change.table())
        && ((ColumnOperation) operation).columnName().equals(change.columnName());
  }

  private static boolean isOne(Item item, List<ObjectName> views) {
    if (item.operation() instanceof DropView drop) {
      return drop.views().stream()
          .allMatch(v -> views.contains(item.situation().before().resolve(v)));
    }
    return item.operation() instanceof CreateView create
        && views.contains(item.situation().after().resolve(create.view()));
  }

  /**
   * Views of before the change that read the column, are dropped by now, and exist again at its
   * end; none where views read them in turn, or where one holds rows.
   */
  static List<View> views(Situation situation) {
    ChangeColumnType change = (ChangeColumnType) situation.operation();
    List<View> views =
        situation.start().viewsOn(change.table()).stream()
            .filter(v -> v.names(change.columnName()))
            .filter(v -> situation.before().findView(v.name()).isEmpty())
            .filter(v -> situation.end().findView(v.name()).isPresent())
            .toList();
    boolean alone =
        views.stream()
            .allMatch(v -> !v.materialized() && situation.start().viewsOn(v.name()).isEmpty());
    return alone ? views : List.of();
  }
}
