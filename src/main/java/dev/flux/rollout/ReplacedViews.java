package dev.flux.rollout;

import dev.flux.schema.View;
import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateView;
import dev.flux.sql.ObjectOperation.DropView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Materialized views that a change drops and creates again: the new one is filled beside the old,
 * with its indexes, and takes its name in an instant, so that queries find a filled view at any
 * time. Source: PostgreSQL manual, 13.3.1 Table-Level Locks; ALTER MATERIALIZED VIEW.
 */
final class ReplacedViews {
  private static final String NAME = "(?:\"(?:[^\"]|\"\")++\"|[\\w$]++)";

  /** Of a statement that creates a materialized view, to the end of its name. */
  static final Pattern HEAD =
      Pattern.compile(
          "(?is)(create\\s+materialized\\s+view\\s+)(?:if\\s+not\\s+exists\\s+)?"
              + NAME
              + "(?:\\s*\\.\\s*"
              + NAME
              + ")?+(?=[\\s(])");

  private ReplacedViews() {}

  /** The items with those of such a view as steps at the place where it is created again. */
  static List<Item> exchanged(List<Item> items) {
    List<Item> result = new ArrayList<>(items);
    for (Item create : items) {
      int at = result.indexOf(create);
      Optional<ViewExchange> exchange = at < 0 ? Optional.empty() : exchange(result, at);
      if (exchange.isPresent()) {
        result.set(at, create.with(exchange.get().steps()));
        result.removeAll(exchange.get().others());
      }
    }
    return result;
  }

  /** Empty where the item creates no such view, or something between needs that it is gone. */
  private static Optional<ViewExchange> exchange(List<Item> items, int at) {
    Item create = items.get(at);
    if (!isFilled(create) || !HEAD.matcher(create.sql()).lookingAt()) {
      return Optional.empty();
    }
    ObjectName name = name(create);
    for (int i = at - 1; i >= 0; i--) {
      Item drop = items.get(i);
      Optional<View> old = findDropped(drop).filter(view -> view.name().equals(name));
      if (old.isPresent()) {
        Set<String> needed = new HashSet<>();
        ((CreateView) create.operation()).reads().forEach(read -> needed.add(read.name()));
        old.get().reads().forEach(read -> needed.add(read.name()));
        boolean free =
            items.subList(i + 1, at).stream()
                .allMatch(between -> between.mentioned().stream().noneMatch(needed::contains));
        return free
            ? over(items, i, at)
                .map(over -> new ViewExchange(drop, create, indexes(items, at), over))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * Views over the one that is dropped, each with what creates it again; empty where one is not
   * created again, or would have to be filled.
   */
  private static Optional<List<ViewExchange.Over>> over(List<Item> items, int dropped, int at) {
    Set<String> names = new HashSet<>(Set.of(name(items.get(at)).name()));
    List<ViewExchange.Over> over = new ArrayList<>();
    for (int i = dropped - 1; i >= 0; i--) {
      Item drop = items.get(i);
      if (drop.operation() instanceof DropView views && reads(drop, views, names)) {
        Optional<Item> again = again(items.subList(at + 1, items.size()), drop, views);
        if (again.isEmpty()) {
          return Optional.empty();
        }
        over.add(0, new ViewExchange.Over(drop, again.get()));
        names.add(views.views().get(0).name());
      }
    }
    return Optional.of(over);
  }

  private static boolean reads(Item drop, DropView views, Set<String> names) {
    return views.views().stream()
        .flatMap(view -> drop.situation().before().findView(view).stream())
        .flatMap(view -> view.reads().stream())
        .anyMatch(read -> names.contains(read.name()));
  }

  private static Optional<Item> again(List<Item> behind, Item drop, DropView views) {
    boolean plain =
        drop.kept() && !views.materialized() && !views.cascade() && views.views().size() == 1;
    return behind.stream()
        .filter(item -> plain && item.kept())
        .filter(
            item ->
                item.operation() instanceof CreateView view
                    && !view.materialized()
                    && item.situation().before().resolve(view.view()).equals(viewOf(drop)))
        .findFirst();
  }

  static ObjectName viewOf(Item drop) {
    return drop.situation().before().resolve(((DropView) drop.operation()).views().get(0));
  }

  private static boolean isFilled(Item item) {
    return item.kept()
        && item.situation().engine().dialect() == Dialect.POSTGRESQL
        && item.operation() instanceof CreateView view
        && view.materialized()
        && view.withData();
  }

  private static ObjectName name(Item create) {
    return create.situation().before().resolve(((CreateView) create.operation()).view());
  }

  /** The known view that an item drops, and nothing else with it. */
  static Optional<View> findDropped(Item item) {
    return item.kept()
            && item.operation() instanceof DropView drop
            && drop.materialized()
            && !drop.cascade()
            && drop.views().size() == 1
        ? item.situation().before().findView(drop.views().get(0))
        : Optional.empty();
  }

  private static List<Item> indexes(List<Item> items, int at) {
    ObjectName name = name(items.get(at));
    return items.subList(at + 1, items.size()).stream()
        .filter(item -> item.problem().isEmpty())
        .filter(
            item ->
                item.operation() instanceof CreateIndex index
                    && item.situation().before().resolve(index.table()).equals(name)
                    && indexName(item).isPresent())
        .toList();
  }

  static Optional<String> indexName(Item item) {
    CreateIndex index = (CreateIndex) item.operation();
    return index.index().map(ObjectName::name).or(() -> madeUp(item, index));
  }

  /** The name that the server gives to an index without one. */
  private static Optional<String> madeUp(Item item, CreateIndex index) {
    return item.situation().after().findView(index.table()).stream()
        .flatMap(view -> view.indexes().stream())
        .map(each -> each.name().name())
        .filter(each -> !names(item.situation().before().findView(index.table())).contains(each))
        .findFirst();
  }

  static Set<String> names(Optional<View> view) {
    return view.stream()
        .flatMap(each -> each.indexes().stream())
        .map(index -> index.name().name())
        .collect(Collectors.toSet());
  }
}
