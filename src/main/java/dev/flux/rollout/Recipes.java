package dev.flux.rollout;

import java.util.List;

/** Every recipe, in the order in which they are tried. */
final class Recipes {
  /** One line for each. */
  static final List<Recipe> ALL =
      List.of(
          new AddColumnInSteps(),
          new AddConstraintApart(),
          new ChangeRowsInBatches(),
          new ChangeTypeByCopy(),
          new CreateIndexConcurrently(),
          new CreateIndexOnPartitions(),
          new CreatePartitionByAttach(),
          new DetachPartitionConcurrently(),
          new DomainConstraintNotValid(),
          new DropColumnLast(),
          new DropIndexConcurrently(),
          new RebuildSqliteTable(),
          new DropLastOnSqlite(),
          new DropObjectLast(),
          new DropTableLast(),
          new ReindexConcurrently(),
          new RenameColumnByCopy(),
          new RenameTableBehindView(),
          new SetNotNullByCheck());

  private Recipes() {}
}
