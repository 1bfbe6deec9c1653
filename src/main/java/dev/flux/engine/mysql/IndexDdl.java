package dev.flux.engine.mysql;

import dev.flux.engine.Impact;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Facts about operations on indexes. */
interface IndexDdl extends IndexOperation.Visitor<Optional<Impact>>, Scene {

  @Override
  default Optional<Impact> visit(IndexOperation.CreateIndex operation) {
    if (together().get(0) instanceof TableOperation.CreateTable) {
      return Optional.of(draft("CREATE TABLE").impact()); // a KEY of the new table
    }
    TableTraits traits = traits(operation.table());
    if (new RemadeIndex(this).is(operation) || isThere(operation, traits)) {
      return altering(operation.table(), Way.INSTANT);
    }
    Way way =
        switch (operation.method().toLowerCase(Locale.ROOT)) {
          case "fulltext" -> fulltext(traits);
          case "spatial" -> Way.LOCKED;
          default -> sorted(operation, traits);
        };
    return building(operation.table(), way);
  }

  private static boolean isThere(IndexOperation.CreateIndex operation, TableTraits traits) {
    return operation.ifNotExists()
        && operation.index().filter(index -> traits.index(index.name()).isPresent()).isPresent();
  }

  private static boolean isGone(IndexOperation.DropIndex operation, TableTraits traits) {
    return operation.ifExists()
        && traits.known()
        && operation.indexes().stream().allMatch(i -> traits.index(i.name()).isEmpty());
  }

  /** The first one of a table adds a hidden column; two at once are refused in place. */
  private Way fulltext(TableTraits traits) {
    long created =
        together().stream()
            .filter(
                other ->
                    other instanceof IndexOperation.CreateIndex index
                        && index.method().equals("fulltext"))
            .count();
    if (created > 1) {
      return Way.COPY;
    }
    boolean before = first(traits.name()).fulltext() || traits.leftDocumentIds();
    boolean first = !traits.fulltext() && !before && traits.column("FTS_DOC_ID").isEmpty();
    return first ? Way.LOCKED_REBUILD : Way.LOCKED;
  }

  private Way sorted(IndexOperation.CreateIndex operation, TableTraits traits) {
    boolean computes =
        operation.elements().stream()
            .anyMatch(element -> element.column().isEmpty() || addsVirtual(element.column().get()));
    if (computes) {
      return new VirtualColumns(this).inCompany(Way.LOCKED);
    }
    List<String> columns =
        operation.elements().stream().flatMap(element -> element.column().stream()).toList();
    return operation.unique() ? unique(traits, columns) : Way.METADATA;
  }

  private boolean addsVirtual(String column) {
    return together().stream()
        .anyMatch(
            other ->
                other instanceof ColumnOperation.AddColumn add
                    && add.columnName().equals(column)
                    && VirtualColumns.isVirtual(add));
  }

  /**
   * The first unique key without NULLs becomes what the rows of a table without one are kept by.
   */
  default Way unique(TableTraits traits, List<String> columns) {
    boolean keeps =
        traits.known()
            && traits.clusteredBy().isEmpty()
            && columns.stream().allMatch(c -> traits.column(c).filter(Column::notNull).isPresent());
    return keeps ? Way.REBUILD : Way.METADATA;
  }

  /** MariaDB leaves rows where they are that this key as a unique one kept already. */
  default Way firstPrimaryKey(TableTraits traits, List<String> columns) {
    boolean kept = traits.clusteredBy().equals(columns) && !first(traits.name()).hasPrimaryKey();
    return server().mariadb() && kept ? Way.METADATA : Way.REBUILD;
  }

  @Override
  default Optional<Impact> visit(IndexOperation.DropIndex operation) {
    if (operation.table().isEmpty()) {
      return Optional.empty();
    }
    ObjectName table = operation.table().get();
    TableTraits traits = traits(table);
    if (new RemadeIndex(this).is(operation) || isGone(operation, traits)) {
      return altering(table, Way.INSTANT);
    }
    TableTraits first = first(table).table().isPresent() ? first(table) : traits;
    boolean kept =
        !first.hasPrimaryKey()
            && operation.indexes().stream().anyMatch(index -> keepsRows(first, index.name()));
    if (!kept) {
      boolean computed = operation.indexes().stream().anyMatch(i -> isComputed(traits, i.name()));
      return altering(
          table, computed ? new VirtualColumns(this).inCompany(Way.METADATA) : Way.METADATA);
    }
    return altering(table, keepsKey(table) ? Way.REBUILD : Way.COPY);
  }

  /** A hidden virtual column goes with an index on an expression. */
  private static boolean isComputed(TableTraits traits, String index) {
    return traits.index(index).filter(i -> !i.plain()).isPresent();
  }

  /**
   * Whether rows that lose the key by which they were kept are not copied for it: MySQL wants the
   * next one in the same statement, and MariaDB takes one that is there.
   */
  default boolean keepsKey(ObjectName table) {
    boolean other = !withoutDropped(table).clusteredBy().isEmpty();
    boolean added = addsPrimaryKey() || (!other && !last(table).clusteredBy().isEmpty());
    return server().mariadb() ? other || added : added;
  }

  /** The table without the keys that the statement drops. */
  private TableTraits withoutDropped(ObjectName table) {
    Catalog catalog = statement().before();
    for (Operation other : together()) {
      if (other instanceof IndexOperation.DropIndex
          || other instanceof ConstraintOperation.DropConstraint) {
        catalog = catalog.after(other);
      }
    }
    return TableTraits.of(table, catalog);
  }

  /** Whether the statement adds a primary key. */
  default boolean addsPrimaryKey() {
    return together().stream()
        .anyMatch(
            other ->
                (other instanceof ConstraintOperation.AddConstraint add
                        && add.constraint().kind() == Constraint.Kind.PRIMARY_KEY)
                    || (other instanceof ColumnOperation.AddColumn column
                        && column.column().has(Constraint.Kind.PRIMARY_KEY)));
  }

  private static boolean keepsRows(TableTraits traits, String index) {
    return traits
        .index(index)
        .filter(Index::unique)
        .map(Index::columns)
        .filter(traits.clusteredBy()::equals)
        .isPresent();
  }

  @Override
  default Optional<Impact> visit(IndexOperation.RenameIndex operation) {
    return operation.table().flatMap(table -> altering(table, renamed(operation, traits(table))));
  }

  /** MySQL renames the hidden column of a unique index that computes what it sorts by. */
  private Way renamed(IndexOperation.RenameIndex operation, TableTraits traits) {
    boolean computes =
        traits.indexes().stream()
            .filter(index -> index.name().name().equals(operation.index().name()))
            .anyMatch(index -> index.computes() && index.unique());
    return computes ? Way.COPY : named(traits);
  }

  @Override
  default Optional<Impact> visit(IndexOperation.SetIndexOption operation) {
    return named(operation.table());
  }

  private Optional<Impact> named(Optional<ObjectName> of) {
    return of.flatMap(table -> altering(table, named(traits(table))));
  }

  private Way named(TableTraits traits) {
    return Way.METADATA.orInstant(server().mariadb() || !traits.innodb());
  }

  @Override
  default Optional<Impact> visit(IndexOperation.Reindex operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(IndexOperation.AttachIndex operation) {
    return Optional.empty();
  }
}
