package dev.flux.rollout.mysql;

import dev.flux.rollout.Recipe;
import java.util.List;

/** Every recipe for MySQL and MariaDB, in the order in which they are tried. */
public final class MysqlRecipes {
  /** One line for each; what a server can do with less work comes first. */
  public static final List<Recipe> ALL =
      List.of(
          new AddColumnOnline(),
          new AddForeignKeyUnchecked(),
          new ModifyColumnOnline(),
          new ExchangeKeyOnline(),
          new AlterWhileWritten(),
          new AlterCopyAside(),
          new AlterByOnlineTool(),
          new HideIndexBeforeDrop(),
          new DropColumnAfterExport(),
          new DropTableAfterRename(),
          new RenameColumnByApplication(),
          new RenameColumnInStep(),
          new RenameTableBesideView(),
          new AddUniqueCounted());

  private MysqlRecipes() {}
}
