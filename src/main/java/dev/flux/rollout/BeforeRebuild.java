package dev.flux.rollout;

import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateTrigger;
import dev.flux.sql.ObjectOperation.CreateView;
import dev.flux.sql.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What a change adds to a table of SQLite behind a statement that waits for a deploy, and that
 * rebuilds the table then: it runs before that, so that the rebuild must know of it.
 */
final class BeforeRebuild {
  private BeforeRebuild() {}

  /**
   * The items with such additions in front.
   *
   * @param again plans an item as if an operation had run before it
   */
  static List<Item> first(List<Item> items, BiFunction<Item, Operation, Item> again) {
    List<Item> ordered = new ArrayList<>();
    for (Item item : items) {
      int place = place(ordered, item);
      for (int i = 0; i < ordered.size(); i++) {
        Item other = ordered.get(i);
        if (!other.kept() && (i >= place || usesColumnOf(item, other))) {
          ordered.set(i, again.apply(other, item.operation()));
        }
      }
      ordered.add(place, item);
    }
    return ordered;
  }

  /** In front of the first that rebuilds the same table later, unless one behind it is needed. */
  private static int place(List<Item> before, Item item) {
    Optional<ObjectName> table = added(item);
    int place = before.size();
    if (table.isEmpty()) {
      return place;
    }
    for (int i = before.size() - 1; i >= 0; i--) {
      Item other = before.get(i);
      if (needs(item, other)) {
        return place;
      }
      place = waits(other, table.get()) ? i : place;
    }
    return place;
  }

  private static Optional<ObjectName> added(Item item) {
    boolean adds =
        item.kept()
            && (item.operation() instanceof AddColumn
                || item.operation() instanceof CreateIndex
                || item.operation() instanceof CreateTrigger
                || item.operation() instanceof CreateView);
    return adds ? item.clause().table().map(item.situation().before()::resolve) : Optional.empty();
  }

  private static boolean waits(Item other, ObjectName table) {
    return other.steps().stream().anyMatch(step -> step.phase() == Phase.Name.CONTRACT)
        && other
            .clause()
            .table()
            .map(other.situation().before()::resolve)
            .filter(table::equals)
            .isPresent();
  }

  private static boolean needs(Item item, Item other) {
    return other.problem().isPresent()
        || usesColumnOf(item, other)
        || Hold.of(other.situation(), !other.kept()).stream()
            .anyMatch(hold -> hold.holds(item.mentioned(), item.operation()));
  }

  /** Whether it is about a column that the other adds, with steps that end with a rebuild. */
  private static boolean usesColumnOf(Item item, Item other) {
    return other.operation() instanceof AddColumn add
        && added(item).filter(table -> waits(other, table)).isPresent()
        && item.mentioned().contains(add.columnName());
  }
}
