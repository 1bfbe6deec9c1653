package dev.flux.rollout.mysql;

import dev.flux.rollout.Recipe;
import dev.flux.rollout.Situation;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import java.util.List;

/** Every recipe for MySQL and MariaDB, in the order in which they are tried. */
public final class MysqlRecipes {
  /** One line for each; what a server can do with less work comes first. */
  public static final List<Recipe> ALL =
      List.of(
          new AddColumnOnline(),
          new AddForeignKeyUnchecked(),
          new ModifyColumnOnline(false),
          new ExchangeKeyOnline(),
          new AlterWhileWritten(),
          new AlterCopyAside(),
          new ModifyColumnOnline(true),
          new AlterByOnlineTool(),
          new HideIndexBeforeDrop(),
          new DropColumnAfterExport(),
          new DropTableAfterRename(),
          new RenameColumnByApplication(),
          new RenameColumnInStep(),
          new RenameTableBesideView(),
          new AddUniqueCounted());

  private MysqlRecipes() {}

  /** Whether an index that the change drops stays under another name until its like is built. */
  public static boolean isReplaced(Situation situation, Table table, Index index) {
    return HideIndexBeforeDrop.isReplaced(situation, table, index);
  }

  /**
   * The steps that do what several statements do to one table by one copy of it, in place of those
   * that each would have.
   *
   * @param situations of the statements, in their order; the first needs the copy
   * @return empty where not all of it can be done to an empty table
   */
  public static List<Recipe.PlannedStep> copiedOnce(List<Situation> situations) {
    return AlterCopyAside.together(situations);
  }
}
