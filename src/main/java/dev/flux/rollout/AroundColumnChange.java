package dev.flux.rollout;

import dev.flux.schema.Column;
import dev.flux.schema.View;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ColumnOperation.ChangeColumnType;
import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.ObjectOperation.CreateView;
import dev.flux.sql.ObjectOperation.DropView;
import dev.flux.sql.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What stands around a change of type, another name or the end of a column, because the server asks
 * for it: the default that is dropped and set again, the views that are dropped and created again,
 * the functions of triggers that know the other name. They go into one transaction of the steps
 * that take its place, so that nobody misses them meanwhile.
 */
final class AroundColumnChange {
  private AroundColumnChange() {}

  /** The items that are left when those around planned changes of columns are taken out. */
  static List<Item> taken(List<Item> items) {
    List<Item> left = new ArrayList<>(items);
    for (Item item : items) {
      boolean planned =
          item.steps().size() > 1
              && item.steps().stream().noneMatch(s -> s.step().missing().isPresent());
      boolean type = item.operation() instanceof ChangeColumnType;
      if (planned && (type || item.operation() instanceof DropColumn)) {
        ColumnOperation change = (ColumnOperation) item.operation();
        List<ObjectName> views = views(item.situation()).stream().map(View::name).toList();
        left.removeIf(
            other -> (type && isDefault(other.operation(), change)) || isOne(other, views));
      }
      if (planned && item.operation() instanceof RenameColumn rename) {
        List<CreateRoutine> replaced =
            TriggerRoutines.replaced(item.situation(), rename.table(), rename.columnName());
        left.removeIf(
            other ->
                other.operation() instanceof CreateRoutine routine
                    && replaced.contains(routine)
                    && runs(item, Definitions.createOrReplace(routine)));
      }
    }
    return left;
  }

  private static boolean runs(Item item, String sql) {
    return item.steps().stream().anyMatch(planned -> planned.step().forward().contains(sql));
  }

  private static boolean isDefault(Operation operation, ColumnOperation change) {
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
    ColumnOperation change = (ColumnOperation) situation.operation();
    Set<ObjectName> names = new LinkedHashSet<>();
    List<View> views = new ArrayList<>();
    for (View view : situation.start().readersOf(change.table())) {
      boolean reads =
          view.reads().contains(situation.start().resolve(change.table()))
              && view.names(change.columnName())
              && situation.before().findView(view.name()).isEmpty()
              && !(change instanceof DropColumn && lostAnother(situation, view, change.table()));
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

  /** Whether a column that the view reads went before: it was dropped and created for that. */
  private static boolean lostAnother(Situation situation, View view, ObjectName table) {
    return situation.start().findTable(situation.start().resolve(table)).stream()
        .flatMap(known -> known.columns().stream())
        .map(Column::name)
        .filter(view::names)
        .anyMatch(
            column -> situation.findTable(table).flatMap(t -> t.findColumn(column)).isEmpty());
  }

  /** What these views are at the end of the change, each behind what it reads. */
  static List<View> again(Situation situation, List<View> views) {
    ColumnOperation change = (ColumnOperation) situation.operation();
    return Stream.concat(
            situation.end().readersOf(change.table()).stream(), situation.end().views().stream())
        .filter(view -> views.stream().anyMatch(v -> v.name().equals(view.name())))
        .distinct()
        .toList();
  }
}
