package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An index on a partitioned table while writes go on: on the parent ONLY, where it stays invalid,
 * on each partition CONCURRENTLY, then attached; with the last one it becomes valid (manual,
 * 5.12.2.2 Partition Maintenance).
 */
final class CreateIndexOnPartitions implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of(
        "index-on-partitioned-parent", "create-index-blocking", "concurrently-in-transaction");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof CreateIndex index)
        || index.only()
        || situation.findTable(index.table()).filter(Table::partitioned).isEmpty()) {
      return List.of();
    }
    List<Table> partitions = situation.before().partitionsOf(index.table());
    if (partitions.isEmpty() || partitions.stream().anyMatch(Table::partitioned)) {
      return List.of(
          situation
              .step("create_index_on_partitions", "Index each partition of " + index.table())
              .waitsFor(
                  "Write this index by hand, partition by partition: Flux does not know every one"
                      + " of `"
                      + index.table()
                      + "`, since the history creates none of them, or partitions of partitions.")
              .expand());
    }
    return CreateIndexConcurrently.name(situation, index)
        .map(name -> new Plan(situation, index, name, partitions, situation.after()).steps())
        .orElse(List.of());
  }

  /**
   * The steps of one index.
   *
   * @param after the schema with the index, and with names that the server makes up
   */
  private record Plan(
      Situation situation, CreateIndex index, String name, List<Table> partitions, Catalog after) {

    List<PlannedStep> steps() {
      List<PlannedStep> steps = new ArrayList<>();
      steps.add(declare());
      for (Table partition : partitions) {
        String own =
            madeUp(partition)
                .orElseGet(
                    () ->
                        situation.freeName(partition.name(), partition.name().name() + "_" + name));
        steps.add(build(partition.name(), own));
        steps.add(attach(partition.name(), own));
      }
      return steps;
    }

    private String unique() {
      return index.unique() ? "UNIQUE " : "";
    }

    private String rest() {
      return SqlWords.onTable(index.definition(), "");
    }

    private String parent() {
      return situation.beside(index.table(), name);
    }

    private PlannedStep declare() {
      return Locks.instant(
              situation
                  .step("create_index_" + name, "Declare index `" + name + "` on the parent only")
                  .sql(
                      Sql.locking(
                          "CREATE %sINDEX %s ON ONLY %s%s;"
                              .formatted(
                                  unique(),
                                  situation.sql(name),
                                  situation.sql(index.table()),
                                  rest())),
                      Sql.locking("DROP INDEX IF EXISTS " + parent() + ";")),
              index.table())
          .worksWith("every version")
          .expand();
    }

    /** The name that the server would make up for the partition's index. */
    private Optional<String> madeUp(Table partition) {
      Set<ObjectName> before =
          partition.indexes().stream().map(Index::name).collect(Collectors.toSet());
      return after.findTable(partition.name()).stream()
          .flatMap(table -> table.indexes().stream())
          .filter(i -> !before.contains(i.name()))
          .map(i -> i.name().name())
          .findFirst();
    }

    private PlannedStep build(ObjectName partition, String own) {
      String drop = "DROP INDEX CONCURRENTLY IF EXISTS " + situation.beside(partition, own) + ";";
      String create =
          "CREATE %sINDEX CONCURRENTLY %s ON %s%s;"
              .formatted(unique(), situation.sql(own), situation.sql(partition), rest());
      return Locks.build(
              situation
                  .step("create_index_" + own, "Index `" + partition + "` while writes go on")
                  .sql(create, back(parent(), situation.beside(partition, own)))
                  .outsideTransaction(),
              partition)
          .gate("After a failed build: " + drop)
          .worksWith("every version")
          .expand();
    }

    private PlannedStep attach(ObjectName partition, String own) {
      return Locks.instant(
              situation
                  .step("attach_index_" + own, "Make it part of `" + name + "`")
                  .sql(
                      Sql.locking(
                          "ALTER INDEX %s ATTACH PARTITION %s;"
                              .formatted(parent(), situation.beside(partition, own))),
                      ""),
              partition)
          .loses("an index is not detached again: the first step's rollback drops both")
          .worksWith("every version")
          .expand();
    }
  }

  /** An index that is part of another goes with that alone, and all other parts with it. */
  private static String back(String parent, String own) {
    return """
    DO $flux$
    BEGIN
      SET LOCAL lock_timeout = '5s';
      IF EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass('%s')) THEN
        DROP INDEX %s;
      ELSE
        DROP INDEX IF EXISTS %s;
      END IF;
    END
    $flux$;\
    """
        .formatted(own.replace("'", "''"), parent, own);
  }
}
