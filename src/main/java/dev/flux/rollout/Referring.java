package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Foreign keys of other tables to one whose place a copy takes. Each gets a twin that refers to the
 * copy before the exchange, and takes its name once nobody needs to go back.
 *
 * @param fresh the copy before it has the name
 * @param former the table that gave its name away
 */
record Referring(Situation situation, Table table, Twin fresh, Twin former) {
  /** With which a key of the copy, that is deleted and inserted, would be another thing. */
  private static final Pattern FOLLOWS =
      Pattern.compile("ON\\s+UPDATE\\s+(?:CASCADE|SET)|DEFERRABLE");

  /** All of them, by the table that has them. */
  static Map<Table, List<Referencing>> to(Situation situation, Table table) {
    Catalog catalog = situation.before();
    Map<Table, List<Referencing>> keys = new LinkedHashMap<>();
    for (Table child : catalog.referencing(table.name())) {
      for (TableConstraint constraint : child.constraints()) {
        constraint
            .definition()
            .reference()
            .filter(to -> catalog.resolve(to.table()).equals(table.name()))
            .ifPresent(
                to ->
                    keys.computeIfAbsent(child, each -> new ArrayList<>())
                        .add(new Referencing(child, constraint)));
      }
    }
    return keys;
  }

  static int count(Situation situation, Table table) {
    return to(situation, table).values().stream().mapToInt(List::size).sum();
  }

  /** Whether each can have such a twin, and the change leaves it alone. */
  static boolean canFollow(Situation situation, Table table) {
    return to(situation, table).values().stream()
        .flatMap(List::stream)
        .allMatch(key -> canFollow(situation, table, key));
  }

  private static boolean canFollow(Situation situation, Table table, Referencing key) {
    boolean stays =
        List.of(situation.start(), situation.end()).stream()
            .allMatch(
                catalog ->
                    catalog
                        .findTable(key.name())
                        .filter(child -> child.constraints().contains(key.constraint()))
                        .isPresent());
    String definition = key.constraint().definition().definition().toUpperCase(Locale.ROOT);
    return stays
        && key.constraint().validated()
        && !key.name().equals(table.name())
        && !key.child().partitioned()
        && key.child().partitionOf().isEmpty()
        && !FOLLOWS.matcher(definition).find();
  }

  private String twin(Referencing key) {
    return situation.freeName(key.name(), key.constraint().name() + "_new");
  }

  private static List<String> each(
      List<Referencing> keys, Function<Referencing, List<String>> sql) {
    return keys.stream().map(sql).flatMap(List::stream).toList();
  }

  private String alter(Referencing key, String action, String name) {
    return situation.alter(key.name(), action + " " + situation.sql(name));
  }

  private String add(Referencing key, boolean validated) {
    return key.add(situation, fresh.name(), twin(key), validated);
  }

  /** Refers to the filled copy, then checks the rows that exist. */
  List<PlannedStep> follow() {
    List<PlannedStep> steps = new ArrayList<>();
    to(situation, table)
        .forEach(
            (child, keys) -> {
              steps.add(refer(child.name(), keys));
              steps.add(validate(child.name(), keys));
            });
    return steps;
  }

  private StepDraft step(String slug, ObjectName child, String title) {
    return situation
        .step(slug + "_" + child.name() + "_to_" + table.name().name(), title)
        .worksWith("every version that worked before");
  }

  private PlannedStep refer(ObjectName child, List<Referencing> keys) {
    return Locks.foreignKey(
            step(
                    "refer_from",
                    child,
                    "Let `" + child + "` refer to the copy of `" + table.name() + "` too")
                .sql(
                    Sql.locking(each(keys, key -> List.of(add(key, false)))),
                    Sql.locking(
                        each(keys, key -> List.of(alter(key, "DROP CONSTRAINT", twin(key)))))),
            child,
            fresh.name())
        .expand();
  }

  private PlannedStep validate(ObjectName child, List<Referencing> keys) {
    return Locks.scan(
            step(
                    "validate_from",
                    child,
                    "Check rows of `" + child + "` while reads and writes go on")
                .sql(
                    String.join(
                        "\n",
                        each(keys, key -> List.of(alter(key, "VALIDATE CONSTRAINT", twin(key))))),
                    Sql.locking(
                        each(
                            keys,
                            key ->
                                List.of(
                                    alter(key, "DROP CONSTRAINT", twin(key)), add(key, false))))),
            child)
        .expand();
  }

  /** Takes the names of those that refer to the former table. */
  List<PlannedStep> letGo(String gate) {
    List<PlannedStep> steps = new ArrayList<>();
    to(situation, table).forEach((child, keys) -> steps.add(letGo(child.name(), keys, gate)));
    return steps;
  }

  private PlannedStep letGo(ObjectName child, List<Referencing> keys, String gate) {
    String there =
        Sql.locking(
            each(
                keys,
                key ->
                    List.of(
                        Sql.allow("drop-foreign-key-locks-parent", "it gives up after 5 s")
                            + alter(key, "DROP CONSTRAINT", key.constraint().name()),
                        rename(key, twin(key), key.constraint().name()))));
    String back =
        Sql.locking(
            each(
                keys,
                key ->
                    List.of(
                        rename(key, key.constraint().name(), twin(key)),
                        key.add(situation, former.name(), key.constraint().name(), true))));
    return Locks.foreignKeyDropped(
            step(
                    "let_go_from",
                    child,
                    "Let `" + child + "` refer to the former `" + table.name() + "` no more")
                .sql(there, back),
            child,
            former.name())
        .deployGate(gate)
        .contract();
  }

  private String rename(Referencing key, String from, String to) {
    return alter(key, "RENAME CONSTRAINT " + situation.sql(from) + " TO", to);
  }
}
