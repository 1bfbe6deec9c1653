package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.rollout.mysql.MysqlRecipes;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tables that several statements of a change alter by a copy: one copy takes all of it, since each
 * costs as much as the table is large.
 */
final class CopiedOnce {
  private final List<Optional<Item>> items;
  private final List<Set<String>> mentioned;

  private CopiedOnce(List<Item> items) {
    this.items = new ArrayList<>(items.stream().map(Optional::of).toList());
    this.mentioned = items.stream().map(Item::mentioned).toList();
  }

  /** The items, with one copy of each table at most. */
  static List<Item> of(List<Item> items) {
    Map<ObjectName, List<Integer>> copies = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      for (ObjectName table : copied(items.get(i)).stream().toList()) {
        copies.computeIfAbsent(table, each -> new ArrayList<>()).add(i);
      }
    }
    copies.values().removeIf(places -> places.size() == 1);
    if (copies.isEmpty()) {
      return items;
    }
    CopiedOnce once = new CopiedOnce(items);
    copies.forEach(once::join);
    return once.items.stream().flatMap(Optional::stream).toList();
  }

  private static Optional<ObjectName> table(Item item) {
    return item.clause().table().map(item.situation().before()::resolve);
  }

  private static Optional<ObjectName> copied(Item item) {
    return item.steps().stream().flatMap(step -> step.copied().stream()).findFirst();
  }

  private void join(ObjectName table, List<Integer> places) {
    int first = places.get(0);
    List<Integer> taken = between(table, first, places.get(places.size() - 1));
    List<PlannedStep> steps =
        taken.isEmpty()
            ? List.of()
            : MysqlRecipes.copiedOnce(taken.stream().map(i -> item(i).situation()).toList());
    if (steps.isEmpty()) {
      String problem =
          "The change copies `%s` twice; put both alterations of it into one ALTER TABLE."
              .formatted(table);
      places
          .subList(1, places.size())
          .forEach(i -> items.set(i, Optional.of(item(i).stopped(problem))));
      return;
    }
    items.set(first, Optional.of(item(first).with(steps)));
    taken.subList(1, taken.size()).forEach(i -> items.set(i, Optional.empty()));
  }

  private Item item(int place) {
    return items.get(place).orElseThrow();
  }

  /** Everything from the first copy to the last that alters the table; none where more uses it. */
  private List<Integer> between(ObjectName table, int first, int last) {
    List<Integer> taken = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      Optional<ObjectName> own = items.get(i).flatMap(CopiedOnce::table);
      boolean same = own.filter(table::equals).isPresent();
      if (!same && !mentioned.get(i).contains(table.name())) {
        continue;
      }
      if (!same || !alters(item(i))) {
        return List.of();
      }
      taken.add(i);
    }
    return taken;
  }

  /** Whether an empty copy can take it, and nothing of it waits for a deploy. */
  private static boolean alters(Item item) {
    boolean structure =
        item.operation() instanceof ColumnOperation.AddColumn
            || item.operation() instanceof IndexOperation.CreateIndex
            || item.operation() instanceof ConstraintOperation.AddConstraint;
    return copied(item).isPresent() || (item.kept() && structure);
  }
}
