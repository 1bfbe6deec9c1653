package dev.flux.rollout;

import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A table beside one in use that is of its shape but for an alteration. Its keys and indexes have
 * names of their own, since a schema has each name but once; its CHECKs and foreign keys have those
 * of the table in use.
 *
 * @param shape what it has, under the names of the table in use
 * @param word that its names end with
 */
record Twin(Situation situation, Table shape, String word) {
  /** Constraints that have an index of their name. */
  private static final Set<Constraint.Kind> INDEXED =
      Set.of(Constraint.Kind.PRIMARY_KEY, Constraint.Kind.UNIQUE, Constraint.Kind.EXCLUSION);

  ObjectName name() {
    return shape.name().renamed(named(shape.name().name()));
  }

  String sql() {
    return situation.definitions().name(name());
  }

  /** The name that something of the table in use has here. */
  String named(String part) {
    return situation.freeName(shape.name(), part + "_" + word);
  }

  private List<TableConstraint> keys() {
    return shape.constraints().stream()
        .filter(constraint -> INDEXED.contains(constraint.definition().kind()))
        .toList();
  }

  private List<Index> indexes() {
    return shape.indexes().stream().filter(index -> index.constraint().isEmpty()).toList();
  }

  /** Names of what the schema has but once, with those that they have here. */
  Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put(shape.name().name(), named(shape.name().name()));
    keys().forEach(key -> names.put(key.name(), named(key.name())));
    indexes().forEach(index -> names.put(index.name().name(), named(index.name().name())));
    return names;
  }

  /**
   * Creates it, like the table in use but for its keys and indexes.
   *
   * @param actions of ALTER TABLE, that come before them
   */
  List<String> create(List<String> actions) {
    List<String> statements = new ArrayList<>();
    statements.add(
        "CREATE %sTABLE %s (LIKE %s INCLUDING ALL EXCLUDING INDEXES);"
            .formatted(
                shape.storage().unlogged() ? "UNLOGGED " : "", sql(), situation.sql(shape.name())));
    actions.forEach(action -> statements.add(alter(action)));
    for (TableConstraint key : keys()) {
      statements.add(
          alter(
              "ADD CONSTRAINT %s %s"
                  .formatted(
                      situation.sql(named(key.name())),
                      situation.definitions().constraint(key.definition()))));
    }
    for (Index index : indexes()) {
      statements.add(
          situation
              .definitions()
              .createIndex(index, sql(), named(index.name().name()), false, index.definition()));
    }
    return statements;
  }

  String alter(String action) {
    return "ALTER TABLE %s %s;".formatted(sql(), action);
  }

  /** Gives it, which has its own name, and its parts the names of the table in use. */
  List<String> takeNames() {
    return exchanged((own, used) -> new String[] {own, used});
  }

  /** Gives it, which has the name of the table in use, and its parts their own names. */
  List<String> giveWay() {
    return exchanged((own, used) -> new String[] {used, own});
  }

  private List<String> exchanged(BiFunction<String, String, String[]> order) {
    List<String> statements = new ArrayList<>();
    names()
        .forEach(
            (used, own) -> {
              String[] names = order.apply(own, used);
              boolean table = used.equals(shape.name().name());
              statements.add(
                  "ALTER %s %s RENAME TO %s;"
                      .formatted(
                          table ? "TABLE" : "INDEX",
                          situation.definitions().name(shape.name().renamed(names[0])),
                          situation.sql(names[1])));
            });
    return statements;
  }
}
