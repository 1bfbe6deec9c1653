package dev.flux.engine.mysql;

import dev.flux.engine.Impact;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.sql.ColumnOperation.DropColumn;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** DROP COLUMN: what is computed from the column, and which indexes go or shrink with it. */
record ColumnDrop(ColumnDdl scene, TableTraits traits, DropColumn operation) {

  Optional<Impact> impact() {
    boolean virtual = traits.column(name()).filter(TableTraits::virtual).isPresent();
    Way way =
        virtual
            ? new VirtualColumns(scene).dropped(traits, name())
            : new VirtualColumns(scene).moved(traits, withoutColumn());
    // Its indexes go with it, and with them what they forbid.
    TableTraits left = TableTraits.of(operation.table(), scene.before().after(operation));
    if (traits.fulltext() && !left.fulltext()) {
      return altering(left, Way.REBUILD, false);
    }
    Optional<Impact> column = altering(left, way, shortensIndex());
    return traits.indexed(name())
        ? column.flatMap(c -> altering(left, Way.METADATA, false).map(c::and))
        : column;
  }

  private String name() {
    return operation.columnName();
  }

  private Optional<Impact> altering(TableTraits left, Way way, boolean builds) {
    return scene.altering(left, operation.table(), way, builds, List.of(), List.of());
  }

  private Way withoutColumn() {
    boolean readByOther =
        traits.columns().stream()
            .anyMatch(c -> reads(c) && (traits.indexed(name()) || !scene.drops(c.name())));
    if (readByOther || dropsReader()) {
      return Way.COPY;
    }
    List<String> key = traits.clusteredBy();
    if (key.contains(name())) {
      boolean lost = key.size() == 1 || !traits.hasPrimaryKey();
      return lost && !scene.addsPrimaryKey() && !keptByAnother() ? Way.COPY : Way.REBUILD;
    }
    return Way.REBUILD.orInstant(
        scene.server().addsAndDropsAtOnce()
            && scene.movesAtOnce(traits)
            && new VirtualColumns(scene).letOthersGoAtOnce(traits));
  }

  /** Whether MariaDB finds another key for the rows that lose the only column of theirs. */
  private boolean keptByAnother() {
    return scene.server().mariadb()
        && traits.clusteredBy().size() == 1
        && traits.indexes().stream()
            .filter(index -> index.unique() && index.plain() && !index.columns().contains(name()))
            .map(Index::columns)
            .anyMatch(
                columns ->
                    columns.stream()
                        .allMatch(c -> traits.column(c).filter(Column::notNull).isPresent()));
  }

  private boolean reads(Column column) {
    return column.generated().filter(g -> g.expression().names().contains(name())).isPresent();
  }

  /**
   * Whether a column that the statement drops too was computed from this one, and either is
   * indexed.
   */
  private boolean dropsReader() {
    return scene.together().stream()
        .filter(DropColumn.class::isInstance)
        .map(DropColumn.class::cast)
        .flatMap(drop -> reader(scene.first(drop.table()), drop))
        .anyMatch(this::reads);
  }

  private Stream<Column> reader(TableTraits first, DropColumn drop) {
    return first.column(drop.columnName()).stream()
        .filter(c -> first.indexed(c.name()) || first.indexed(name()));
  }

  /** Whether an index is left that was on this column and others. */
  private boolean shortensIndex() {
    return traits.indexes().stream()
        .filter(index -> index.uses().contains(name()))
        .map(Index::columns)
        .anyMatch(columns -> columns.stream().anyMatch(c -> !c.equals(name()) && !scene.drops(c)));
  }
}
