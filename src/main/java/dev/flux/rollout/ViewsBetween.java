package dev.flux.rollout;

import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateView;
import dev.flux.sql.ObjectOperation.DropView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Views that a change drops and creates again around what needs steps of its own: they would be
 * missing from one deploy to the next. PostgreSQL has its own way, in {@link AroundColumnChange}.
 */
final class ViewsBetween {
  private ViewsBetween() {}

  /** The items; a human must decide on such a view. */
  static List<Item> stopped(List<Item> items) {
    List<Item> stopped = new ArrayList<>(items);
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      boolean postgresql = item.situation().engine().dialect() == Dialect.POSTGRESQL;
      if (!postgresql && item.kept() && item.operation() instanceof DropView drop) {
        Optional<ObjectName> missing = missing(drop, items.subList(i + 1, items.size()));
        if (missing.isPresent()) {
          stopped.set(i, item.stopped(problem(missing.get())));
        }
      }
    }
    return stopped;
  }

  private static String problem(ObjectName view) {
    return "Queries of `%1$s` would fail between the steps, since the change drops the view and creates it again. Alter the table in a change of its own, and put the new `%1$s` in its place in a later one."
        .formatted(view);
  }

  private static Optional<ObjectName> missing(DropView drop, List<Item> behind) {
    boolean steps = false;
    for (Item item : behind) {
      if (item.operation() instanceof CreateView create && drop.views().contains(create.view())) {
        return steps ? Optional.of(create.view()) : Optional.empty();
      }
      steps |= !item.steps().isEmpty();
    }
    return Optional.empty();
  }
}
