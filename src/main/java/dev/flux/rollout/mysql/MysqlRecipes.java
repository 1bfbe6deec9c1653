package dev.flux.rollout.mysql;

import dev.flux.rollout.Recipe;
import java.util.List;

/** Every recipe for MySQL and MariaDB, in the order in which they are tried. */
public final class MysqlRecipes {
  /** One line for each. */
  public static final List<Recipe> ALL =
      List.of(
          new AddColumnOnline(),
          new ModifyColumnOnline(),
          new AlterWhileWritten(),
          new AlterCopyAside(),
          new AddForeignKeyUnchecked(),
          new HideIndexBeforeDrop(),
          new DropColumnAfterExport(),
          new DropTableAfterRename(),
          new RenameColumnInStep(),
          new RenameTableBesideView());

  private MysqlRecipes() {}
}
