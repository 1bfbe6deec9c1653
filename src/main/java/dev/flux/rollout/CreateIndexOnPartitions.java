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
    if (!allKnown(situation, index.table())) {
      return List.of(
          situation
              .step("create_index_on_partitions", "Index each partition of " + index.table())
              .waitsFor(
                  "Write this index by hand, partition by partition: Flux does not know every one"
                      + " of `"
                      + index.table()
                      + "`, since the history does not create them.")
              .expand());
    }
    return CreateIndexConcurrently.name(situation, index)
        .map(name -> new Plan(situation, index, name, situation.after()).steps())
        .orElse(List.of());
  }

  /** Whether the history tells the partitions of a table, those that are partitioned among them. */
  private static boolean allKnown(Situation situation, ObjectName table) {
    List<Table> partitions = situation.before().partitionsOf(table);
    boolean detached = !situation.start().partitionsOf(table).isEmpty();
    return (detached || !partitions.isEmpty())
        && partitions.stream()
            .filter(Table::partitioned)
            .allMatch(partition -> allKnown(situation, partition.name()));
  }

  /**
   * The steps of one index.
   *
   * @param after the schema with the index, and with names that the server makes up
   */
  private record Plan(Situation situation, CreateIndex index, String name, Catalog after) {

    List<PlannedStep> steps() {
      List<PlannedStep> steps = new ArrayList<>();
      String parent = situation.beside(index.table(), name);
      steps.add(declare(index.table(), name, "DROP INDEX IF EXISTS " + parent + ";"));
      below(index.table(), List.of(parent), steps);
      return steps;
    }

    /**
     * The indexes of all partitions of a table.
     *
     * @param above the index of the table and those that it is part of, as SQL reads them
     */
    private void below(ObjectName table, List<String> above, List<PlannedStep> steps) {
      for (Table partition : situation.before().partitionsOf(table)) {
        String own =
            madeUp(partition)
                .orElseGet(
                    () ->
                        situation.freeName(partition.name(), partition.name().name() + "_" + name));
        List<String> chain = new ArrayList<>(above);
        chain.add(0, situation.beside(partition.name(), own));
        if (partition.partitioned()) {
          steps.add(declare(partition.name(), own, back(chain)));
          below(partition.name(), chain, steps);
        } else {
          steps.add(build(partition.name(), own, back(chain)));
        }
        steps.add(attach(partition.name(), own, above.get(0)));
      }
    }

    private String unique() {
      return index.unique() ? "UNIQUE " : "";
    }

    private String rest() {
      return SqlWords.onTable(index.definition(), "");
    }

    private PlannedStep declare(ObjectName table, String own, String back) {
      String create =
          "CREATE %sINDEX %s ON ONLY %s%s;"
              .formatted(unique(), situation.sql(own), situation.sql(table), rest());
      return Locks.instant(
              situation
                  .step("create_index_" + own, "Declare index `" + own + "` on the parent only")
                  .sql(Sql.locking(create), back.startsWith("DO ") ? back : Sql.locking(back)),
              table)
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

    private PlannedStep build(ObjectName partition, String own, String back) {
      String drop = "DROP INDEX CONCURRENTLY IF EXISTS " + situation.beside(partition, own) + ";";
      String create =
          "CREATE %sINDEX CONCURRENTLY %s ON %s%s;"
              .formatted(unique(), situation.sql(own), situation.sql(partition), rest());
      return Locks.build(
              situation
                  .step("create_index_" + own, "Index `" + partition + "` while writes go on")
                  .sql(create, back)
                  .outsideTransaction(),
              partition)
          .gate("After a failed build: " + drop)
          .worksWith("every version")
          .expand();
    }

    private PlannedStep attach(ObjectName partition, String own, String parent) {
      return Locks.instant(
              situation
                  .step("attach_index_" + own, "Make it part of `" + name + "`")
                  .sql(
                      Sql.locking(
                          "ALTER INDEX %s ATTACH PARTITION %s;"
                              .formatted(parent, situation.beside(partition, own))),
                      ""),
              partition)
          .loses("an index is not detached again: the first step's rollback drops both")
          .worksWith("every version")
          .expand();
    }
  }

  /**
   * An index that is part of another goes with that alone, and all other parts with it.
   *
   * @param chain the index, the one that it becomes part of, and so on up to the first
   */
  private static String back(List<String> chain) {
    StringBuilder sql = new StringBuilder("DO $flux$\nBEGIN\n  SET LOCAL lock_timeout = '5s';\n");
    String test =
        """
          %s EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass('%s')) THEN
            DROP INDEX %s;
        """;
    for (int i = chain.size() - 1; i > 0; i--) {
      String part = chain.get(i - 1).replace("'", "''");
      sql.append(test.formatted(i == chain.size() - 1 ? "IF" : "ELSIF", part, chain.get(i)));
    }
    return sql.append("  ELSE\n    DROP INDEX IF EXISTS %s;\n  END IF;\nEND\n$flux$;")
        .toString()
        .formatted(chain.get(0));
  }
}
