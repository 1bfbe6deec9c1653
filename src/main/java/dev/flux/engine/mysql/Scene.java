package dev.flux.engine.mysql;

import dev.flux.engine.EngineFacts;
import dev.flux.engine.Impact;
import dev.flux.engine.ImpactDraft;
import dev.flux.engine.OnlineDdl;
import dev.flux.schema.Catalog;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where an operation happens: the schema before it, the server, and the rest of its statement. */
interface Scene {

  /** The schema as of the operation. */
  Catalog before();

  /** The server. */
  Server server();

  /** The statement that the operation is part of. */
  EngineFacts.Whole statement();

  /** Every operation of the statement. */
  default List<Operation> together() {
    return statement().operations();
  }

  /** What is known of a table. */
  default TableTraits traits(ObjectName table) {
    return TableTraits.of(table, before());
  }

  /** An impact of anything but altering a table. */
  default ImpactDraft draft(String section) {
    return new ImpactDraft(
        before(), (server().mariadb() ? "MariaDB documentation, " : "MySQL manual, ") + section);
  }

  /** The impact of altering a table in this way. */
  default Optional<Impact> altering(ObjectName table, Way way) {
    return altering(table, way, false, List.of(), List.of());
  }

  /** The same, where an index is built. */
  default Optional<Impact> building(ObjectName table, Way way) {
    return altering(table, way, true, List.of(), List.of());
  }

  /** The same with locks on other tables, and with what was assumed. */
  default Optional<Impact> altering(
      ObjectName table,
      Way way,
      boolean builds,
      List<Impact.TableLock> locks,
      List<String> assumed) {
    return altering(traits(table), table, way, builds, locks, assumed);
  }

  /**
   * The same.
   *
   * @param traits what decides of the table: as it is before the statement, or behind it
   */
  default Optional<Impact> altering(
      TableTraits traits,
      ObjectName table,
      Way way,
      boolean builds,
      List<Impact.TableLock> locks,
      List<String> assumed) {
    Way possible = possible(way, traits);
    List<String> assumptions = new ArrayList<>(assumed);
    if (!traits.known()) {
      assumptions.add(
          "`"
              + table
              + "` is assumed to be a plain InnoDB table, since the history does not"
              + " create it.");
    }
    OnlineDdl ddl =
        new OnlineDdl(
            table,
            possible.instant(),
            possible.inPlace(),
            rebuild(possible),
            builds,
            possible.writes(),
            possible.copyWrites()
                && (traits.temporary()
                    || (server().copiesOnline() && !first(traits.name()).cascades())),
            server().mariadb());
    return Optional.of(Impact.altering(ddl, locks, builds, assumptions, server().source()));
  }

  /**
   * What MariaDB can do at once it also does without a rebuild where others of a statement cannot.
   */
  private OnlineDdl.Rebuild rebuild(Way way) {
    if (!way.rebuilds()) {
      return OnlineDdl.Rebuild.NEVER;
    }
    return server().mariadb() && way.instant()
        ? OnlineDdl.Rebuild.WITH_AN_INDEX
        : OnlineDdl.Rebuild.ALWAYS;
  }

  /** What the table itself does not allow. */
  private Way possible(Way way, TableTraits traits) {
    if (traits.temporary()) {
      return Way.COPY;
    }
    if (!traits.innodb()) {
      return way.instant() && way.inPlace() && !way.rebuilds() ? way : Way.COPY;
    }
    if (!way.inPlace() || !way.rebuilds()) {
      return way;
    }
    if (keepsDocumentIds(traits)) {
      boolean several = last(traits.name()).fulltexts() > 1;
      boolean inPlace = server().mariadb() && !several;
      return inPlace ? new Way(way.instant(), true, true, false, true) : copyOf(way);
    }
    boolean computed =
        server().mariadb() && traits.hasIndexedVirtual() && last(traits.name()).hasIndexedVirtual();
    boolean locked = traits.spatial() || computed;
    return locked ? new Way(way.instant(), true, true, false, way.copyWrites()) : way;
  }

  /** The hidden column of a full-text index, which outlives no rebuild in place. */
  private boolean keepsDocumentIds(TableTraits traits) {
    TableTraits first = first(traits.name());
    if (first.table().isEmpty()) {
      return traits.fulltext();
    }
    return (first.fulltext() || first.leftDocumentIds()) && last(traits.name()).fulltext();
  }

  /** The table as the statement finds it. */
  default TableTraits first(ObjectName table) {
    return TableTraits.of(table, statement().before());
  }

  /** The table as the statement leaves it. */
  default TableTraits last(ObjectName table) {
    Catalog catalog = statement().before();
    for (Operation operation : together()) {
      // Its new name is that of another statement's table.
      if (!(operation instanceof TableOperation.RenameTable)) {
        catalog = catalog.after(operation);
      }
    }
    return TableTraits.of(table, catalog);
  }

  private static Way copyOf(Way way) {
    return new Way(way.instant(), false, true, false, way.copyWrites());
  }

  /** Whether the statement adds a column that rows hold. */
  default boolean addsStored() {
    return together().stream()
        .anyMatch(
            other ->
                other instanceof ColumnOperation.AddColumn add
                    && add.column().generated().isEmpty());
  }

  /** Whether the statement drops a column that rows hold. */
  default boolean dropsStored() {
    return together().stream()
        .filter(ColumnOperation.DropColumn.class::isInstance)
        .map(ColumnOperation.DropColumn.class::cast)
        .anyMatch(drop -> !VirtualColumns.isVirtual(first(drop.table()), drop));
  }

  /** Whether the statement drops the column too. */
  default boolean drops(String column) {
    return together().stream()
        .anyMatch(
            other ->
                other instanceof ColumnOperation.DropColumn drop
                    && drop.columnName().equals(column));
  }

  /** Whether columns come and go without touching rows of this table. */
  default boolean movesAtOnce(TableTraits traits) {
    TableTraits first = first(traits.name());
    boolean indexedVirtual =
        server().mariadb() && (traits.hasIndexedVirtual() || first.hasIndexedVirtual());
    boolean fulltext = traits.fulltext() || first.fulltext() || first.leftDocumentIds();
    return !traits.compressed() && !fulltext && !indexedVirtual;
  }

  /** Whether new foreign keys are compared with the rows that are there. */
  default boolean checksForeignKeys() {
    return before()
        .findSetting("foreign_key_checks")
        .map(value -> !value.equals("0") && !value.equalsIgnoreCase("off"))
        .orElse(true);
  }
}
