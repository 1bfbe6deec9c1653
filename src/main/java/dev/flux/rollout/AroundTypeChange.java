package dev.flux.rollout;

import dev.flux.schema.View;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ColumnOperation.ChangeColumnType;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateView;
import dev.flux.sql.ObjectOperation.DropView;
import dev.flux.sql.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
   * Views of before the change that read the column, and those that read them, each behind what it
   * reads: all dropped by now, and there again at the end of the change. None where it is not all
   * of them, or where one holds rows.
   */
  static List<View> views(Situation situation) {
    ChangeColumnType change = (ChangeColumnType) situation.operation();
    Set<ObjectName> names = new LinkedHashSet<>();
    List<View> views = new ArrayList<>();
    for (View view : situation.start().readersOf(change.table())) {
      boolean reads =
          view.reads().contains(situation.start().resolve(change.table()))
              && view.names(change.columnName())
              && situation.before().findView(view.name()).isEmpty();
      if (reads || view.reads().stream().anyMatch(names::contains)) {
        names.add(view.name());
        views.add(view);
      }
    }
    boolean again =
        views.stream()
            .allMatch(
                v ->
                    !v.materialized()
                        && situation.before().findView(v.name()).isEmpty()
                        && situation.end().findView(v.name()).isPresent());
    return again ? views : List.of();
  }

  /** What these views are at the end of the change, each behind what it reads. */
  static List<View> again(Situation situation, List<View> views) {
    ChangeColumnType change = (ChangeColumnType) situation.operation();
    return Stream.concat(
            situation.end().readersOf(change.table()).stream(), situation.end().views().stream())
        .filter(view -> views.stream().anyMatch(v -> v.name().equals(view.name())))
        .distinct()
        .toList();
  }
}
