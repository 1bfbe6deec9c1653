package dev.flux.engine.mysql;

import dev.flux.schema.Index;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation;

/**
 * What a virtual column that comes or goes bears beside it in one statement: plain indexes and
 * other virtual columns, and next to nothing else, or the table is copied (error 1846, "cannot be
 * combined with other ALTER TABLE actions"; measured on MySQL 8.0.33 and MariaDB 11.4).
 */
record VirtualColumns(Scene scene) {

  /** A way of adding or dropping one, in the company of its statement. */
  Way inCompany(Way way) {
    boolean alone = scene.together().stream().allMatch(this::isBorne);
    if (alone) {
      return way;
    }
    boolean atOnce =
        way.instant() && !mariadb() && scene.together().stream().noneMatch(this::rewords);
    return new Way(atOnce, false, true, false, way.copyWrites());
  }

  private boolean mariadb() {
    return scene.server().mariadb();
  }

  private boolean isBorne(Operation other) {
    if (other instanceof ColumnOperation.AddColumn add) {
      return isVirtual(add);
    }
    if (other instanceof ColumnOperation.DropColumn drop) {
      return mariadb() || isVirtual(drop);
    }
    if (other instanceof IndexOperation.CreateIndex index) {
      return !index.unique();
    }
    if (other instanceof IndexOperation.DropIndex drop) {
      return drop.indexes().stream().noneMatch(index -> isUnique(drop, index));
    }
    return other instanceof TableOperation.ChooseAlgorithm;
  }

  private boolean isUnique(IndexOperation.DropIndex drop, ObjectName index) {
    return drop.table()
        .flatMap(table -> scene.statement().before().findTable(table))
        .flatMap(table -> table.findIndex(index.name()))
        .filter(Index::unique)
        .isPresent();
  }

  static boolean isVirtual(ColumnOperation.AddColumn add) {
    return add.column().generated().filter(generated -> !generated.stored()).isPresent();
  }

  private boolean isVirtual(ColumnOperation.DropColumn drop) {
    return TableTraits.of(drop.table(), scene.statement().before())
        .column(drop.columnName())
        .filter(TableTraits::virtual)
        .isPresent();
  }

  /** Whether MySQL does not do this at once beside a virtual column, though it does alone. */
  private boolean rewords(Operation other) {
    return other instanceof ColumnOperation.RenameColumn
        || (other instanceof ColumnOperation.ModifyColumn modify
            && !modify.column().name().equals(modify.columnName()));
  }
}
