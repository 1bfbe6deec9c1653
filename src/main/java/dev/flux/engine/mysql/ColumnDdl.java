package dev.flux.engine.mysql;

import dev.flux.engine.Impact;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Constraint;
import dev.flux.sql.Expression;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Facts about operations on columns. */
interface ColumnDdl extends ColumnOperation.Visitor<Optional<Impact>>, IndexDdl {
  /** Each row gets a value of its own from them, so that rows must be written. */
  Set<String> DIFFERENT_EACH_TIME =
      Set.of("uuid", "uuid_short", "uuid_v4", "uuid_v7", "sys_guid", "random_bytes");

  @Override
  default Optional<Impact> visit(ColumnOperation.AddColumn operation) {
    ColumnDefinition column = operation.column();
    TableTraits traits = traits(operation.table());
    int place = place(operation.position(), traits);
    Way way =
        column.generated().isPresent()
            ? generated(column, traits, place)
            : plain(column, traits, place);
    for (Constraint constraint : column.constraints()) {
      way = way.and(inline(constraint, column));
    }
    boolean builds = column.has(Constraint.Kind.UNIQUE) || column.has(Constraint.Kind.PRIMARY_KEY);
    return altering(operation.table(), way, builds, List.of(), List.of());
  }

  private static int place(Optional<ColumnOperation.Position> position, TableTraits traits) {
    return position
        .map(p -> p.after().map(after -> traits.place(after) + 1).orElse(0))
        .orElse(traits.columns().size());
  }

  private Way plain(ColumnDefinition column, TableTraits traits, int place) {
    if (column.autoIncrement()) {
      return Way.LOCKED_REBUILD;
    }
    if (column.defaultValue().filter(this::writesRows).isPresent()) {
      return Way.COPY;
    }
    boolean last = place >= traits.columns().size();
    if (server().mariadb() && traits.hasVirtualFrom(place)) {
      return Way.COPY;
    }
    boolean possible = last ? server().addsLastAtOnce() : server().addsAndDropsAtOnce();
    return Way.REBUILD.orInstant(possible && movesAtOnce(traits));
  }

  /** Whether columns come and go without touching rows of this table. */
  default boolean movesAtOnce(TableTraits traits) {
    TableTraits first = TableTraits.of(traits.name(), statement().before());
    boolean indexedVirtual =
        server().mariadb() && (traits.hasIndexedVirtual() || first.hasIndexedVirtual());
    boolean fulltext = traits.fulltext() || first.fulltext();
    return !traits.compressed() && !fulltext && !indexedVirtual;
  }

  /**
   * MySQL copies for every default in parentheses; MariaDB for those that differ from row to row.
   */
  private boolean writesRows(Expression value) {
    if (!server().mariadb()) {
      return value.text().strip().startsWith("(");
    }
    return !value.names().isEmpty()
        || value.functions().stream().anyMatch(DIFFERENT_EACH_TIME::contains);
  }

  private Way generated(ColumnDefinition column, TableTraits traits, int place) {
    boolean stored = column.generated().orElseThrow().stored();
    boolean behind = traits.hasVirtualFrom(place) || traits.hasComputedKeyPart();
    if (stored || !traits.innodb() || behind) {
      return Way.COPY;
    }
    return new VirtualColumns(this).inCompany(virtual(traits));
  }

  /** In place only where the table has no partitions; MySQL does it at once there all the same. */
  private Way virtual(TableTraits traits) {
    boolean atOnce = server().changesMetadataAtOnce();
    return traits.partitioned()
        ? Way.COPY.orInstant(atOnce && !server().mariadb())
        : Way.METADATA.orInstant(atOnce);
  }

  private Way inline(Constraint constraint, ColumnDefinition column) {
    return switch (constraint.kind()) {
      case UNIQUE, PRIMARY_KEY -> column.generated().isPresent() ? Way.COPY : Way.REBUILD;
      case CHECK ->
          server().mariadb() || !server().checks() || notEnforced(constraint)
              ? Way.INSTANT
              : Way.COPY;
      // MySQL reads REFERENCES behind a column, and forgets it.
      case FOREIGN_KEY ->
          !server().mariadb() ? Way.INSTANT : checksForeignKeys() ? Way.COPY : Way.REBUILD;
      case EXCLUSION, NOT_NULL -> Way.INSTANT;
    };
  }

  /** Whether rows are not compared with the CHECK. */
  static boolean notEnforced(Constraint constraint) {
    return constraint.definition().toUpperCase(java.util.Locale.ROOT).contains("NOT ENFORCED");
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.DropColumn operation) {
    TableTraits traits = traits(operation.table());
    String name = operation.columnName();
    Optional<Column> column = traits.column(name);
    boolean virtual = column.filter(TableTraits::virtual).isPresent();
    Way way =
        virtual
            ? new VirtualColumns(this).inCompany(withoutVirtual(traits, name))
            : withoutColumn(traits, name);
    // Its indexes go with it, and with them what they forbid.
    TableTraits left = TableTraits.of(operation.table(), before().after(operation));
    boolean lastFulltext = traits.fulltext() && !left.fulltext();
    return altering(
        left, operation.table(), lastFulltext ? Way.REBUILD : way, false, List.of(), List.of());
  }

  private Way withoutVirtual(TableTraits traits, String name) {
    if (traits.indexed(name)) {
      return Way.METADATA;
    }
    boolean moves =
        traits.columns().stream()
            .skip(traits.place(name) + 1L)
            .anyMatch(c -> TableTraits.virtual(c) && !drops(c.name()));
    Way way = virtual(traits);
    return way.inPlace() && traits.hasComputedKeyPart()
        ? Way.METADATA
        : way.orInstant(way.instant() && (server().mariadb() || !moves));
  }

  private Way withoutColumn(TableTraits traits, String name) {
    boolean readByOther =
        traits.columns().stream()
            .anyMatch(c -> reads(c, name) && (traits.indexed(name) || !drops(c.name())));
    if (readByOther || dropsReaderOf(name)) {
      return Way.COPY;
    }
    List<String> key = traits.clusteredBy();
    if (key.contains(name)) {
      boolean lost = key.size() == 1 || !traits.hasPrimaryKey();
      return lost && !addsPrimaryKey() && !keptByAnother(traits, name) ? Way.COPY : Way.REBUILD;
    }
    boolean indexedVirtual = server().mariadb() && traits.hasIndexedVirtual();
    if (indexedVirtual && traits.hasVirtualFrom(traits.place(name))) {
      return Way.COPY;
    }
    // MySQL moves no virtual column while it rebuilds the table.
    boolean moves = !server().mariadb() && traits.hasVirtualFrom(traits.place(name));
    Way rebuild = moves ? Way.COPY : Way.REBUILD;
    if (traits.indexed(name)) {
      boolean alone =
          server().mariadb()
              && !indexedVirtual
              && !traits.fulltext()
              && goesWithItsIndexes(traits, name);
      return alone ? withoutIndex(traits, name) : rebuild;
    }
    return rebuild.orInstant(server().addsAndDropsAtOnce() && movesAtOnce(traits));
  }

  private static Way withoutIndex(TableTraits traits, String name) {
    boolean spatial =
        traits.indexes().stream()
            .anyMatch(index -> index.method().equals("spatial") && !index.uses().contains(name));
    return spatial ? Way.LOCKED : Way.METADATA;
  }

  /** Whether MariaDB finds another key for the rows that lose the only column of theirs. */
  private boolean keptByAnother(TableTraits traits, String name) {
    return server().mariadb()
        && traits.clusteredBy().size() == 1
        && traits.indexes().stream()
            .filter(index -> index.unique() && index.plain() && !index.columns().contains(name))
            .map(Index::columns)
            .anyMatch(
                columns ->
                    columns.stream()
                        .allMatch(c -> traits.column(c).filter(Column::notNull).isPresent()));
  }

  private boolean isIndexed(ObjectName table, String column) {
    return TableTraits.of(table, statement().before()).indexed(column);
  }

  private static boolean reads(Column column, String name) {
    return column.generated().filter(g -> g.expression().names().contains(name)).isPresent();
  }

  /**
   * Whether a column that the statement drops too was computed from this one, and either is
   * indexed.
   */
  private boolean dropsReaderOf(String name) {
    return together().stream()
        .filter(ColumnOperation.DropColumn.class::isInstance)
        .map(ColumnOperation.DropColumn.class::cast)
        .flatMap(
            drop ->
                TableTraits.of(drop.table(), statement().before())
                    .column(drop.columnName())
                    .filter(c -> isIndexed(drop.table(), c.name()) || isIndexed(drop.table(), name))
                    .stream())
        .anyMatch(c -> reads(c, name));
  }

  /** Whether no index is left that was on this column and others. */
  private boolean goesWithItsIndexes(TableTraits traits, String name) {
    return traits.indexes().stream()
        .filter(index -> index.uses().contains(name))
        .map(Index::columns)
        .allMatch(columns -> columns.stream().allMatch(c -> c.equals(name) || drops(c)));
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.RenameColumn operation) {
    return altering(operation.table(), renamed(traits(operation.table()), operation.columnName()));
  }

  /** A column with another name. */
  default Way renamed(TableTraits traits, String name) {
    boolean referenced = !server().mariadb() && traits.isReferenced(name, before());
    return Way.METADATA.orInstant(server().renamesAtOnce() && !referenced);
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.ModifyColumn operation) {
    TableTraits traits = traits(operation.table());
    Optional<Column> old =
        traits.column(operation.columnName()).filter(column -> column.type().isPresent());
    if (old.isEmpty()) {
      return altering(
          operation.table(),
          Way.COPY,
          false,
          List.of(),
          List.of(
              "`"
                  + operation.columnName()
                  + "` is assumed to change its type, since the history"
                  + " does not tell the old one."));
    }
    return new Modification(this, traits, old.get(), operation).impact();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.SetDefault operation) {
    return metadata(operation);
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.DropDefault operation) {
    return metadata(operation);
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.SetColumnOption operation) {
    return metadata(operation);
  }

  private Optional<Impact> metadata(ColumnOperation operation) {
    return altering(operation.table(), Way.METADATA.orInstant(server().changesMetadataAtOnce()));
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.ChangeColumnType operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.SetNotNull operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.DropNotNull operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.AddIdentity operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.DropIdentity operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.DropExpression operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.SetExpression operation) {
    return Optional.empty();
  }
}
