package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.GeneratedNames;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The indexes and keys of a partitioned table on a table that becomes its partition: built while
 * writes go on, they are taken in as they are; the server builds those that are missing under a
 * lock (manual, ALTER TABLE, ATTACH PARTITION).
 */
record PartitionIndexes(Situation situation, Table parent, Table partition) {

  /** Steps for those that the table has none like. */
  List<PlannedStep> steps() {
    List<PlannedStep> steps = new ArrayList<>();
    for (Index index : parent.indexes()) {
      if (partition.indexes().stream().noneMatch(own -> alike(own, index))) {
        Optional<TableConstraint> constraint = index.constraint().flatMap(parent::findConstraint);
        if (constraint.isPresent()) {
          Constraint definition = constraint.get().definition();
          steps.addAll(
              ConstraintSteps.of(
                  situation,
                  partition.name(),
                  name(index, Optional.of(definition.kind())),
                  definition,
                  Phase.Name.EXPAND));
        } else if (!index.definition().isEmpty()) {
          steps.add(build(index, name(index, Optional.empty())));
        }
      }
    }
    return steps.stream().map(p -> p.step().ungated()).map(PartitionIndexes::expand).toList();
  }

  private static PlannedStep expand(Step step) {
    return new PlannedStep(Phase.Name.EXPAND, step);
  }

  private static boolean alike(Index own, Index other) {
    return own.columns().equals(other.columns()) && own.unique() == other.unique();
  }

  private String name(Index index, Optional<Constraint.Kind> kind) {
    ObjectName table = partition.name();
    return GeneratedNames.ofPartition(
        table.name(), kind, index.columns(), name -> !situation.freeName(table, name).equals(name));
  }

  private PlannedStep build(Index index, String name) {
    ObjectName table = partition.name();
    String drop = "DROP INDEX CONCURRENTLY IF EXISTS " + situation.beside(table, name) + ";";
    return Locks.build(
            situation
                .step("create_index_" + name, "Index `" + table + "` while writes go on")
                .sql(situation.definitions().createIndex(partition, index, name, true), drop)
                .outsideTransaction(),
            table)
        .gate("After a failed build: " + drop)
        .worksWith("every version")
        .expand();
  }
}
