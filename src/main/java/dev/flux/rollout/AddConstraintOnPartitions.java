package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key or foreign key of a partitioned table while reads and writes go on: each partition gets its
 * own first, and that of the parent takes them in without reading a row (manual, CREATE TABLE,
 * PARTITION OF; CREATE INDEX, "Notes").
 */
final class AddConstraintOnPartitions {
  private static final Map<Constraint.Kind, String> HAZARDS =
      Map.of(
          Constraint.Kind.FOREIGN_KEY,
          "add-foreign-key-validating",
          Constraint.Kind.UNIQUE,
          "add-unique-constraint",
          Constraint.Kind.PRIMARY_KEY,
          "add-primary-key");

  private final Situation situation;
  private final AddConstraint add;
  private final String name;

  /** Those that hold rows. */
  private final List<Table> partitions;

  private final List<PlannedStep> steps = new ArrayList<>();
  private Phase.Name phase = Phase.Name.EXPAND;

  private AddConstraintOnPartitions(
      Situation situation, AddConstraint add, String name, List<Table> partitions) {
    this.situation = situation;
    this.add = add;
    this.name = name;
    this.partitions = partitions;
  }

  /** Empty where not every partition is known. */
  static List<PlannedStep> steps(Situation situation, AddConstraint add, Optional<String> name) {
    List<Table> all = situation.before().descendantsOf(add.table());
    List<Table> partitions = all.stream().filter(table -> !table.partitioned()).toList();
    boolean known =
        name.isPresent()
            && !partitions.isEmpty()
            && all.stream()
                .filter(Table::partitioned)
                .noneMatch(table -> situation.before().partitionsOf(table.name()).isEmpty());
    return known && HAZARDS.containsKey(add.constraint().kind())
        ? new AddConstraintOnPartitions(situation, add, name.get(), partitions).steps()
        : List.of();
  }

  private List<PlannedStep> steps() {
    if (add.constraint().kind() == Constraint.Kind.PRIMARY_KEY) {
      Table table = situation.findTable(add.table()).orElseThrow();
      add.constraint().columns().stream()
          .filter(c -> table.findColumn(c).filter(Column::notNull).isEmpty())
          .forEach(this::forbidNull);
    }
    if (situation.replaced().isPresent()) {
      exchange(situation.replaced().get());
      return steps;
    }
    for (Table partition : partitions) {
      steps.addAll(
          ConstraintSteps.of(situation, partition.name(), own(partition), add.constraint(), phase));
    }
    steps.add(onParent());
    return steps;
  }

  /** The indexes of all partitions aside, then one key for the other in one transaction. */
  private void exchange(TableConstraint old) {
    List<String> there = new ArrayList<>();
    List<String> back = new ArrayList<>();
    there.add(ConstraintSteps.dropOld(situation, add.table(), old));
    back.add(situation.alter(add.table(), "DROP CONSTRAINT " + situation.sql(name)));
    for (Table partition : partitions) {
      ObjectName table = partition.name();
      String own = own(partition);
      String index = situation.freeName(table, own + "_new");
      steps.add(ConstraintSteps.build(situation, table, own, index, add.constraint(), phase));
      there.add(
          situation.alter(
              table,
              "ADD CONSTRAINT %s PRIMARY KEY USING INDEX %s"
                  .formatted(situation.sql(own), situation.sql(index))));
      back.add(
          ConstraintSteps.createIndex(situation, table, index, add.constraint())
              .replace(" CONCURRENTLY", ""));
    }
    there.add(allowed() + situation.alter(add.table(), definition(name)));
    back.add(ConstraintSteps.addOld(situation, add.table(), old));
    steps.add(
        Locks.instant(
                situation
                    .step("add_" + name, "Exchange the primary key for `" + name + "`")
                    .sql(Sql.locking(there), Sql.locking(back)),
                add.table())
            .worksWith("every version that worked before")
            .in(phase));
  }

  private void forbidNull(String column) {
    steps.addAll(SetNotNullByCheck.steps(situation, add.table(), column));
    phase = Phase.Name.CONTRACT;
  }

  private String definition(String constraint) {
    return "ADD CONSTRAINT "
        + situation.sql(constraint)
        + " "
        + situation.definitions().constraint(add.constraint());
  }

  private String allowed() {
    return Sql.allow(
        HAZARDS.getOrDefault(add.constraint().kind(), ""),
        "it takes in those of all partitions and reads no row");
  }

  private PlannedStep onParent() {
    String there = allowed() + situation.alter(add.table(), definition(name));
    List<String> back = new ArrayList<>();
    back.add(situation.alter(add.table(), "DROP CONSTRAINT " + situation.sql(name)));
    partitions.forEach(
        partition -> back.add(situation.alter(partition.name(), definition(own(partition)))));
    return Locks.instant(
            situation
                .step("add_" + name, "Make those of the partitions `" + name + "` of the parent")
                .sql(Sql.locking(there), Sql.locking(back)),
            add.table())
        .worksWith("every version that worked before")
        .in(phase);
  }

  /** The name that the server would make up for that of a partition. */
  private String own(Table partition) {
    if (add.constraint().kind() == Constraint.Kind.FOREIGN_KEY) {
      return name;
    }
    return situation.after().findTable(partition.name()).stream()
        .flatMap(table -> table.indexes().stream())
        .map(Index::name)
        .filter(index -> partition.findIndex(index.name()).isEmpty())
        .map(ObjectName::name)
        .findFirst()
        .orElseGet(
            () -> situation.freeName(partition.name(), partition.name().name() + "_" + name));
  }
}
