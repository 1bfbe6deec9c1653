package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateTrigger;
import dev.flux.sql.ObjectOperation.CreateView;
import dev.flux.sql.ObjectOperation.DropView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * What a change adds to a table of SQLite behind a statement that waits for a deploy, and that
 * rebuilds the table then: it runs before that, so that the rebuild must know of it. What does not
 * go in front waits until the rebuild is done, see {@link Hold}.
 */
final class BeforeRebuild {
  private BeforeRebuild() {}

  /**
   * The items with such additions in front.
   *
   * @param again plans an item as if the schema before it were another
   */
  static List<Item> first(List<Item> items, BiFunction<Item, Catalog, Item> again) {
    List<Item> ordered = new ArrayList<>();
    for (Item item : items) {
      int place = place(ordered, item);
      boolean moved = place < ordered.size();
      Item placed =
          moved && !item.kept() ? again.apply(item, ordered.get(place).situation().before()) : item;
      for (int i = 0; i < ordered.size(); i++) {
        Item other = ordered.get(i);
        if (!other.kept() && (i >= place || usesColumnOf(item, other))) {
          ordered.set(i, again.apply(other, other.situation().before().after(item.operation())));
        }
      }
      ordered.add(place, placed);
    }
    return ordered;
  }

  /** In front of the first that rebuilds the same table later, unless one behind it is needed. */
  private static int place(List<Item> before, Item item) {
    int place = before.size();
    if (!adds(item)) {
      return place;
    }
    Set<ObjectName> tables = tables(item);
    for (int i = before.size() - 1; i >= 0; i--) {
      Item other = before.get(i);
      if (needs(item, other)) {
        return place;
      }
      place = waits(other, tables) ? i : place;
    }
    return place;
  }

  private static boolean adds(Item item) {
    boolean atOnce =
        item.steps().stream().allMatch(step -> step.phase() == Phase.Name.EXPAND)
            && item.problem().isEmpty();
    return atOnce
        && (item.operation() instanceof AddColumn
            || item.operation() instanceof CreateIndex
            || item.operation() instanceof CreateTrigger
            || item.operation() instanceof CreateView);
  }

  private static boolean waits(Item other, Set<ObjectName> tables) {
    return other.steps().stream().anyMatch(step -> step.phase() == Phase.Name.CONTRACT)
        && tables(other).stream().anyMatch(tables::contains);
  }

  /** The table that it is about; those that a view reads, through others too. */
  static Set<ObjectName> tables(Item item) {
    Catalog before = item.situation().before();
    Set<ObjectName> tables = new HashSet<>();
    item.clause().table().map(before::resolve).ifPresent(tables::add);
    if (item.operation() instanceof CreateView create) {
      tables.addAll(item.situation().after().tablesReadBy(create.view()));
    } else if (item.operation() instanceof DropView drop) {
      drop.views().forEach(view -> tables.addAll(before.tablesReadBy(view)));
    }
    return tables;
  }

  private static boolean needs(Item item, Item other) {
    return other.problem().isPresent()
        || usesColumnOf(item, other)
        || Holds.of(other.situation(), !other.kept()).stream()
            .filter(hold -> !hold.ofRebuild())
            .anyMatch(hold -> hold.holds(item.mentioned(), item.operation()));
  }

  /** Whether it is about a column that the other adds, with steps that end with a rebuild. */
  private static boolean usesColumnOf(Item item, Item other) {
    return other.operation() instanceof AddColumn add
        && adds(item)
        && waits(other, tables(item))
        && item.mentioned().contains(add.columnName());
  }
}
