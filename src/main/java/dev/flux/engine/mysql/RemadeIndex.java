package dev.flux.engine.mysql;

import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.IndexOperation.DropIndex;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An index that a statement drops and makes again just as it was: nothing is done for it. MariaDB
 * takes it for a change of name where it has another one (measured on MySQL 8.0.33 and MariaDB
 * 11.4).
 */
record RemadeIndex(Scene scene) {

  boolean is(DropIndex operation) {
    if (isNowPrimary(operation)) {
      return true;
    }
    return operation.indexes().stream()
        .map(index -> found(operation, index))
        .allMatch(old -> old.filter(o -> made().anyMatch(made -> isSame(o, made))).isPresent());
  }

  boolean is(CreateIndex operation) {
    return isDropped(Key.of(operation));
  }

  boolean is(AddConstraint operation) {
    if (operation.constraint().kind() == Constraint.Kind.PRIMARY_KEY) {
      return drops().anyMatch(drop -> isNow(operation.constraint(), drop));
    }
    return isDropped(Key.of(operation.constraint()));
  }

  /** MariaDB calls the unique key by which rows are kept primary from now on. */
  private boolean isNowPrimary(DropIndex drop) {
    return drop.indexes().size() == 1
        && scene.together().stream()
            .filter(AddConstraint.class::isInstance)
            .map(other -> ((AddConstraint) other).constraint())
            .anyMatch(added -> isNow(added, drop));
  }

  private boolean isNow(Constraint added, DropIndex drop) {
    if (!scene.server().mariadb() || added.kind() != Constraint.Kind.PRIMARY_KEY) {
      return false;
    }
    Optional<Table> table = drop.table().flatMap(scene.statement().before()::findTable);
    return table.isPresent()
        && table.get().primaryKey().isEmpty()
        && drop.indexes().stream()
            .flatMap(index -> table.get().findIndex(index.name()).stream())
            .filter(index -> index.unique() && index.plain())
            .map(Index::columns)
            .filter(added.columns()::equals)
            .anyMatch(new TableTraits(table.get().name(), table).clusteredBy()::equals);
  }

  private Stream<DropIndex> drops() {
    return scene.together().stream().filter(DropIndex.class::isInstance).map(DropIndex.class::cast);
  }

  private boolean isDropped(Key made) {
    return drops()
        .flatMap(drop -> drop.indexes().stream().flatMap(index -> found(drop, index).stream()))
        .anyMatch(old -> isSame(old, made));
  }

  private boolean isSame(Key old, Key made) {
    boolean named = scene.server().mariadb() || old.name().equals(made.name());
    return named
        && old.unique() == made.unique()
        && old.method().equals(made.method())
        && old.parts().equals(made.parts());
  }

  private Optional<Key> found(DropIndex drop, ObjectName index) {
    return drop.table()
        .flatMap(scene.statement().before()::findTable)
        .flatMap(table -> table.findIndex(index.name()).map(found -> Key.of(found, table)));
  }

  private Stream<Key> made() {
    return scene.together().stream().flatMap(RemadeIndex::made);
  }

  private static Stream<Key> made(Operation other) {
    if (other instanceof CreateIndex create) {
      return Stream.of(Key.of(create));
    }
    return other instanceof AddConstraint add && add.constraint().kind() == Constraint.Kind.UNIQUE
        ? Stream.of(Key.of(add.constraint()))
        : Stream.empty();
  }

  /**
   * What tells an index from others.
   *
   * @param parts what it sorts by, and the options behind
   */
  private record Key(String name, boolean unique, String method, String parts) {
    static Key of(CreateIndex create) {
      return new Key(
          create.index().map(ObjectName::name).orElse(""),
          create.unique(),
          create.method(),
          parts(create.definition()));
    }

    static Key of(Constraint unique) {
      return new Key(unique.name().orElse(""), true, "btree", parts(unique.definition()));
    }

    static Key of(Index index, Table table) {
      String definition =
          index
              .constraint()
              .flatMap(table::findConstraint)
              .map(TableConstraint::definition)
              .map(Constraint::definition)
              .orElse(index.definition());
      return new Key(index.name().name(), index.unique(), index.method(), parts(definition));
    }

    private static String parts(String definition) {
      int start = Math.max(0, definition.indexOf('('));
      return definition.substring(start).replaceAll("[\\s`]", "").toLowerCase(Locale.ROOT);
    }
  }
}
