package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Index;
import dev.flux.schema.View;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlWords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * A materialized view that takes the place of another, with its indexes, and with the views over
 * both.
 *
 * @param drop of the old one
 * @param create of the new one
 * @param indexes what creates those of the new one
 * @param over views over it, in the order in which they are dropped
 */
record ViewExchange(Item drop, Item create, List<Item> indexes, List<Over> over) {
  /** What drops a view over the old one, and what creates it again over the new one. */
  record Over(Item drop, Item create) {}

  /** All of the change that the steps do beside its creation. */
  List<Item> others() {
    List<Item> others = new ArrayList<>(indexes);
    others.add(drop);
    over.forEach(each -> others.addAll(List.of(each.drop(), each.create())));
    return others;
  }

  List<PlannedStep> steps() {
    return List.of(fill(), exchange(), dropFormer());
  }

  private Situation situation() {
    return create.situation();
  }

  private View old() {
    return ReplacedViews.findDropped(drop).orElseThrow();
  }

  private ObjectName fresh() {
    return old().name().renamed(situation().freeName(old().name(), old().name().name() + "_new"));
  }

  private ObjectName former() {
    return old().name().renamed(situation().freeName(old().name(), old().name().name() + "_old"));
  }

  private String aside(String index, String word) {
    return situation().freeName(old().name(), index + "_" + word);
  }

  private PlannedStep fill() {
    String view = old().name().name();
    List<String> there = new ArrayList<>();
    there.add(
        ReplacedViews.HEAD
                .matcher(create.sql())
                .replaceFirst("$1" + Matcher.quoteReplacement(situation().sql(fresh())))
            + ";");
    for (Item item : indexes) {
      CreateIndex index = (CreateIndex) item.operation();
      there.add(
          "CREATE %sINDEX %s ON %s;"
              .formatted(
                  index.unique() ? "UNIQUE " : "",
                  situation().sql(aside(ReplacedViews.indexName(item).orElseThrow(), "new")),
                  SqlWords.onTable(index.definition(), situation().sql(fresh()))));
    }
    return situation()
        .step("fill_" + view, "Fill the new `" + view + "` beside the old one")
        .sql(String.join("\n", there), "DROP MATERIALIZED VIEW " + situation().sql(fresh()) + ";")
        .impact("ACCESS SHARE on what its query reads", "nothing", Estimates.oneScan())
        .worksWith("every version")
        .expand();
  }

  /** Names of the new indexes in the end, in order. */
  private List<String> taken() {
    return indexes.stream()
        .flatMap(index -> ReplacedViews.indexName(index).stream())
        .sorted()
        .toList();
  }

  /** Those that indexes of the old view have. */
  private List<String> shared() {
    Set<String> former = ReplacedViews.names(Optional.of(old()));
    return taken().stream().filter(former::contains).toList();
  }

  private PlannedStep exchange() {
    List<String> there = new ArrayList<>(handedOver(over, former(), fresh()));
    shared().forEach(name -> there.add(renamedIndex(name, aside(name, "old"))));
    taken().forEach(name -> there.add(renamedIndex(aside(name, "new"), name)));
    createdOrder().forEach(each -> there.add(each.create().sql() + ";"));
    List<String> back = new ArrayList<>(handedOver(reversed(createdOrder()), fresh(), former()));
    taken().forEach(name -> back.add(renamedIndex(name, aside(name, "new"))));
    shared().forEach(name -> back.add(renamedIndex(aside(name, "old"), name)));
    reversed(over).forEach(each -> back.addAll(each.drop().back().statements()));
    String view = old().name().name();
    return Locks.instant(
            situation()
                .step("exchange_" + view, "Let the new `" + view + "` take the place of the old")
                .sql(Sql.locking(there), Sql.locking(back)),
            old().name())
        .worksWith("every version that can read the columns of both")
        .expand();
  }

  /** In the order in which the change creates them. */
  private List<Over> createdOrder() {
    return over.stream()
        .sorted(Comparator.comparing(each -> each.create().statement().statement().span().start()))
        .toList();
  }

  private static List<Over> reversed(List<Over> views) {
    List<Over> reversed = new ArrayList<>(views);
    Collections.reverse(reversed);
    return reversed;
  }

  /** The name goes from the view that has it to another; views over it make way before. */
  private List<String> handedOver(List<Over> views, ObjectName to, ObjectName from) {
    List<String> statements = new ArrayList<>();
    for (Over each : views) {
      statements.add("DROP VIEW " + situation().sql(ReplacedViews.viewOf(each.drop())) + ";");
    }
    statements.add(renamed(old().name(), to));
    statements.add(renamed(from, old().name()));
    int last = statements.size() - 1;
    String why = "another view takes the name in the same moment";
    if (views.isEmpty()) {
      statements.set(
          last, Sql.allow("rename-table, locks-several-tables", why) + statements.get(last));
    } else {
      statements.set(1, Sql.allow("locks-several-tables", why) + statements.get(1));
      statements.set(last, Sql.allow("rename-table", why) + statements.get(last));
    }
    return statements;
  }

  private String renamed(ObjectName from, ObjectName to) {
    return "ALTER MATERIALIZED VIEW %s RENAME TO %s;"
        .formatted(situation().sql(from), situation().sql(to.name()));
  }

  private String renamedIndex(String from, String to) {
    return "ALTER INDEX %s RENAME TO %s;"
        .formatted(situation().sql(old().name().renamed(from)), situation().sql(to));
  }

  private PlannedStep dropFormer() {
    View former =
        old()
            .named(former())
            .withIndexes(old().indexes().stream().map(this::asideWhereTaken).toList());
    return Locks.instant(
            situation()
                .step("drop_" + former().name(), "Drop the former `" + old().name() + "`")
                .sql(
                    Sql.locking(
                        Sql.allow("drop-table", "the new view has its name, and nobody reads it")
                            + "DROP MATERIALIZED VIEW "
                            + situation().sql(former())
                            + ";"),
                    String.join("\n", drop.situation().definitions().createView(former))),
            former())
        .worksWith("every version")
        .expand();
  }

  private Index asideWhereTaken(Index index) {
    String name = index.name().name();
    return taken().contains(name) ? index.named(index.name().renamed(aside(name, "old"))) : index;
  }
}
