package dev.flux.rollout;

import dev.flux.rollout.mysql.MysqlRecipes;
import java.util.List;
import java.util.stream.Stream;

/** Every recipe, in the order in which they are tried. */
final class Recipes {
  /** One line for each. */
  private static final List<Recipe> OWN =
      List.of(
          new AddColumnInSteps(),
          new AddConstraintApart(),
          new AlterByExchange(),
          new AddGeneratedByTrigger(),
          new AttachPartitionByCheck(),
          new ChangeRowsInBatches(),
          new ChangeRowsOnSqlite(),
          new ChangeTypeByCopy(),
          new CopyRowsInBatches(),
          new CreateIndexConcurrently(),
          new CreateIndexOnPartitions(),
          new CreatePartitionByAttach(),
          new DetachPartitionConcurrently(),
          new DomainConstraintNotValid(),
          new DropColumnLast(),
          new DropDefaultLast(),
          new DropIndexConcurrently(),
          new AddRequiredOnSqlite(),
          new RebuildSqliteTable(),
          new DropLastOnSqlite(),
          new DropObjectLast(),
          new DropPrimaryKeyLast(),
          new DropTableLast(),
          new RefreshViewConcurrently(),
          new ReindexConcurrently(),
          new RenameBehindView(),
          new RenameColumnBehindTrigger(),
          new RenameColumnByCopy(),
          new RenameColumnOnSqlite(),
          new RenameEnumValueLast(),
          new RenameTableOnSqlite(),
          new SetNotNullByCheck(),
          new TruncateInBatches());

  /** With those of engines that have a room of their own. */
  static final List<Recipe> ALL = Stream.concat(OWN.stream(), MysqlRecipes.ALL.stream()).toList();

  private Recipes() {}
}
