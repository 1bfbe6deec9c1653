package dev.flux.engine.mysql;

import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation;
import java.util.Comparator;
import java.util.List;

/**
 * What a virtual column that comes, goes or gets another place bears beside it in one statement:
 * plain indexes and other virtual columns, and next to nothing else, or the table is copied (error
 * 1846, "cannot be combined with other ALTER TABLE actions"; measured on MySQL 8.0.33 and MariaDB
 * 11.4).
 */
record VirtualColumns(Scene scene) {

  /** Adding one. */
  Way added(TableTraits traits, String name) {
    Way way = inCompany(alone(traits));
    boolean atOnce = way.instant() && !mariadb() && scene.addsStored();
    return standsBeforeOld(traits, name) ? Way.COPY.orInstant(atOnce) : way;
  }

  /** Dropping one. */
  Way dropped(TableTraits traits, String name) {
    Way way = alone(traits);
    if (traits.indexed(name) || (way.inPlace() && traits.hasComputedKeyPart())) {
      return inCompany(Way.METADATA);
    }
    boolean others = scene.dropsStored() || !(scene.addsStored() || move(traits));
    return inCompany(way.orInstant(way.instant() && (mariadb() || others)));
  }

  /** A way of giving columns other places; the virtual ones of the table may move with them. */
  Way moved(TableTraits traits, Way way) {
    if (!move(traits)) {
      return way;
    }
    if (mariadb()) {
      return isBorne() ? way : Way.COPY;
    }
    return Way.COPY.orInstant(way.instant());
  }

  /** Whether columns that rows hold can be dropped at once beside them. */
  boolean letOthersGoAtOnce(TableTraits traits) {
    return mariadb()
        || scene.addsStored()
        || (keepOrder(traits)
            && old(traits).stream().allMatch(c -> now(c.name()).equals(c.name())));
  }

  /** In place only where the table has no partitions; MySQL does it at once there all the same. */
  private Way alone(TableTraits traits) {
    boolean atOnce = scene.server().changesMetadataAtOnce();
    return traits.partitioned()
        ? Way.COPY.orInstant(atOnce && !mariadb())
        : Way.METADATA.orInstant(atOnce);
  }

  /** A way of adding or dropping one, in the company of its statement. */
  Way inCompany(Way way) {
    if (isBorne()) {
      return way;
    }
    boolean atOnce =
        way.instant() && !mariadb() && scene.together().stream().noneMatch(this::rewords);
    return new Way(atOnce, false, true, false, way.copyWrites());
  }

  private boolean mariadb() {
    return scene.server().mariadb();
  }

  private boolean isBorne() {
    return scene.together().stream().allMatch(this::isBorne);
  }

  private boolean isBorne(Operation other) {
    if (other instanceof ColumnOperation.AddColumn add) {
      return isVirtual(add);
    }
    if (other instanceof ColumnOperation.DropColumn drop) {
      return isVirtual(scene.first(drop.table()), drop) || (mariadb() && goesAtOnce(drop));
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

  /** Rows keep a dropped column, unless they are written anew for an index. */
  private boolean goesAtOnce(ColumnOperation.DropColumn drop) {
    TableTraits first = scene.first(drop.table());
    boolean builds =
        scene.together().stream().anyMatch(IndexOperation.CreateIndex.class::isInstance)
            || first.indexes().stream().anyMatch(this::isShortened);
    return scene.server().addsAndDropsAtOnce() && scene.movesAtOnce(first) && !builds;
  }

  private boolean isShortened(Index index) {
    return index.columns().stream().anyMatch(scene::drops)
        && !index.columns().stream().allMatch(scene::drops);
  }

  static boolean isVirtual(ColumnOperation.AddColumn add) {
    return add.column().generated().filter(generated -> !generated.stored()).isPresent();
  }

  static boolean isVirtual(TableTraits found, ColumnOperation.DropColumn drop) {
    return found.column(drop.columnName()).filter(TableTraits::virtual).isPresent();
  }

  /** Whether MySQL does not do this at once beside a virtual column, though it does alone. */
  private boolean rewords(Operation other) {
    return other instanceof ColumnOperation.RenameColumn
        || (other instanceof ColumnOperation.ModifyColumn modify
            && !modify.column().name().equals(modify.columnName()));
  }

  /** Those that the statement finds and leaves. */
  private List<Column> old(TableTraits traits) {
    return scene.first(traits.name()).columns().stream()
        .filter(column -> TableTraits.virtual(column) && !scene.drops(column.name()))
        .toList();
  }

  /** The name that the statement leaves to a column that it finds. */
  private String now(String name) {
    String now = name;
    for (Operation other : scene.together()) {
      if (other instanceof ColumnOperation.RenameColumn rename
          && rename.columnName().equals(name)) {
        now = rename.to();
      }
      if (other instanceof ColumnOperation.ModifyColumn modify
          && modify.columnName().equals(name)) {
        now = modify.column().name();
      }
    }
    return now;
  }

  /**
   * Whether one that stays gets another place. MySQL keeps those that indexes compute in hidden
   * columns behind all others.
   */
  private boolean move(TableTraits traits) {
    TableTraits first = scene.first(traits.name());
    TableTraits last = scene.last(traits.name());
    boolean hidden =
        !mariadb() && first.hasComputedKeyPart() && first.columns().size() != last.columns().size();
    return hidden
        || old(traits).stream().anyMatch(c -> last.place(now(c.name())) != first.place(c.name()));
  }

  private boolean keepOrder(TableTraits traits) {
    TableTraits last = scene.last(traits.name());
    List<Integer> places = old(traits).stream().map(c -> last.place(now(c.name()))).toList();
    return places.equals(places.stream().sorted(Comparator.naturalOrder()).toList());
  }

  private boolean standsBeforeOld(TableTraits traits, String name) {
    TableTraits last = scene.last(traits.name());
    boolean hidden = scene.first(traits.name()).hasComputedKeyPart();
    return hidden
        || old(traits).stream().anyMatch(c -> last.place(now(c.name())) > last.place(name));
  }
}
