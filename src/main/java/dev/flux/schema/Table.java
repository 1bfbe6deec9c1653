package dev.flux.schema;

import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A table as of a statement.
 *
 * @param name as the catalog knows it, see {@link Catalog#resolve}
 * @param columns in order; not all of them where {@code complete} is false
 * @param complete whether all its columns are known; they are not where its CREATE TABLE was not
 *     read, or where a query gives them
 * @param era the change that created it, see {@link Catalog#era()}; negative where its CREATE TABLE
 *     was not read, so that it is assumed to be old and to hold rows
 * @param partitioned whether it has partitions instead of rows of its own
 * @param partitionOf the partitioned table that it belongs to
 * @param defaultPartition whether it takes the rows that no other partition takes
 * @param triggers names of its triggers
 * @param storage how its rows are kept
 * @param caseless whether names of its columns, constraints and indexes are the same in any case
 */
public record Table(
    ObjectName name,
    List<Column> columns,
    List<TableConstraint> constraints,
    List<Index> indexes,
    boolean complete,
    int era,
    boolean partitioned,
    Optional<ObjectName> partitionOf,
    boolean defaultPartition,
    List<String> triggers,
    Storage storage,
    boolean caseless) {
  /** The era of a table whose CREATE TABLE was not read. */
  static final int ASSUMED = -1;

  public Table {
    columns = List.copyOf(columns);
    constraints = List.copyOf(constraints);
    indexes = List.copyOf(indexes);
    triggers = List.copyOf(triggers);
  }

  /** A table of which nothing but the name is known. */
  static Table assumed(ObjectName name, boolean caseless) {
    return new Table(
        name,
        List.of(),
        List.of(),
        List.of(),
        false,
        ASSUMED,
        false,
        Optional.empty(),
        false,
        List.of(),
        Storage.PLAIN,
        caseless);
  }

  private boolean same(String one, String other) {
    return caseless ? one.equalsIgnoreCase(other) : one.equals(other);
  }

  /** A column's name as the table spells it; as given where it has no such column. */
  public String spelled(String column) {
    return caseless ? findColumn(column).map(Column::name).orElse(column) : column;
  }

  /** The column of this name. */
  public Optional<Column> findColumn(String column) {
    // Asked for more than anything else: a stream would cost several times as much.
    for (Column each : columns) {
      if (same(each.name(), column)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The constraint of this name. */
  public Optional<TableConstraint> findConstraint(String constraint) {
    return constraints.stream().filter(c -> same(c.name(), constraint)).findFirst();
  }

  /** The index of this name, without a schema. */
  public Optional<Index> findIndex(String index) {
    return indexes.stream().filter(i -> same(i.name().name(), index)).findFirst();
  }

  /** The indexes that sort by, filter by, compute with or carry the column. */
  public List<Index> indexesUsing(String column) {
    String name = spelled(column);
    return indexes.stream().filter(index -> index.uses().contains(name)).toList();
  }

  /** The constraints that cover the column. */
  public List<TableConstraint> constraintsOn(String column) {
    String name = spelled(column);
    return constraints.stream().filter(c -> c.definition().columns().contains(name)).toList();
  }

  /** The columns of its primary key, in order; empty where it has none or none is known. */
  public List<String> primaryKey() {
    return constraints.stream()
        .filter(c -> c.definition().kind() == Constraint.Kind.PRIMARY_KEY)
        .findFirst()
        .map(c -> c.definition().columns())
        .orElse(List.of());
  }

  /** The same under another name. */
  public Table named(ObjectName other) {
    return new Table(
        other,
        columns,
        constraints,
        indexes,
        complete,
        era,
        partitioned,
        partitionOf,
        defaultPartition,
        triggers,
        storage,
        caseless);
  }

  Table withColumns(List<Column> other) {
    return new Table(
        name,
        other,
        constraints,
        indexes,
        complete,
        era,
        partitioned,
        partitionOf,
        defaultPartition,
        triggers,
        storage,
        caseless);
  }

  /**
   * With the column at a place, instead of one of its name.
   *
   * @param position empty for the last place
   */
  Table withColumn(Column column, Optional<ColumnOperation.Position> position) {
    List<Column> others = Lists.without(columns, c -> c.name().equals(column.name()));
    if (position.isEmpty()) {
      return withColumns(Lists.plus(others, column));
    }
    List<Column> placed = new ArrayList<>(others);
    int at = position.get().after().map(after -> place(others, spelled(after)) + 1).orElse(0);
    placed.add(Math.min(at, placed.size()), column);
    return withColumns(placed);
  }

  private static int place(List<Column> columns, String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    return columns.size();
  }

  Table withConstraints(List<TableConstraint> other) {
    return new Table(
        name,
        columns,
        other,
        indexes,
        complete,
        era,
        partitioned,
        partitionOf,
        defaultPartition,
        triggers,
        storage,
        caseless);
  }

  Table withIndexes(List<Index> other) {
    return new Table(
        name,
        columns,
        constraints,
        other,
        complete,
        era,
        partitioned,
        partitionOf,
        defaultPartition,
        triggers,
        storage,
        caseless);
  }

  Table ofEra(int other) {
    return new Table(
        name,
        columns,
        constraints,
        indexes,
        complete,
        other,
        partitioned,
        partitionOf,
        defaultPartition,
        triggers,
        storage,
        caseless);
  }

  Table withTriggers(List<String> other) {
    return new Table(
        name,
        columns,
        constraints,
        indexes,
        complete,
        era,
        partitioned,
        partitionOf,
        defaultPartition,
        other,
        storage,
        caseless);
  }

  Table withStorage(Storage other) {
    return new Table(
        name,
        columns,
        constraints,
        indexes,
        complete,
        era,
        partitioned,
        partitionOf,
        defaultPartition,
        triggers,
        other,
        caseless);
  }

  Table within(Optional<String> bounds) {
    return withStorage(storage.within(bounds));
  }

  Table partitionOf(Optional<ObjectName> parent, boolean byDefault) {
    return new Table(
        name,
        columns,
        constraints,
        indexes,
        complete,
        era,
        partitioned,
        parent,
        byDefault,
        triggers,
        storage,
        caseless);
  }

  Table asPartitioned() {
    return partitioned(true);
  }

  Table partitioned(boolean other) {
    return new Table(
        name,
        columns,
        constraints,
        indexes,
        complete,
        era,
        other,
        partitionOf,
        defaultPartition,
        triggers,
        storage,
        caseless);
  }

  /** The column of this name changed; a column that was not known becomes known by its name. */
  Table changeColumn(String written, UnaryOperator<Column> change) {
    String column = spelled(written);
    if (findColumn(column).isEmpty()) {
      return withColumns(Lists.plus(columns, change.apply(Column.assumed(column))));
    }
    return withColumns(Lists.map(columns, c -> c.name().equals(column) ? change.apply(c) : c));
  }

  /** With one more index. */
  public Table plus(Index index) {
    return withIndexes(Lists.plus(indexes, index));
  }

  Table plus(TableConstraint constraint) {
    return withConstraints(Lists.plus(constraints, constraint));
  }

  /** Without these constraints and the indexes that they own. */
  public Table withoutConstraints(Predicate<TableConstraint> gone) {
    List<String> names = constraints.stream().filter(gone).map(TableConstraint::name).toList();
    if (names.isEmpty()) {
      return this;
    }
    return withConstraints(Lists.without(constraints, gone))
        .withIndexes(
            Lists.without(indexes, i -> i.constraint().filter(names::contains).isPresent()));
  }

  Table withoutIndex(String index) {
    return withIndexes(Lists.without(indexes, i -> same(i.name().name(), index)));
  }

  /** Without the column, and the indexes and constraints that involve it. */
  Table withoutColumn(String written) {
    String column = spelled(written);
    Table bare =
        withoutConstraints(c -> c.definition().columns().contains(column))
            .withIndexes(Lists.without(indexes, i -> i.uses().contains(column)));
    List<Index> left = new ArrayList<>(bare.indexes);
    left.removeIf(i -> i.constraint().filter(c -> bare.findConstraint(c).isEmpty()).isPresent());
    return bare.withIndexes(left).withColumns(Lists.without(columns, c -> c.name().equals(column)));
  }

  /**
   * Without the column, as MySQL does it: keys over several columns go on without it (manual, ALTER
   * TABLE, Renaming, Redefining, and Reordering Columns).
   */
  Table shrunkBy(String written) {
    String column = spelled(written);
    List<TableConstraint> kept = new ArrayList<>();
    for (TableConstraint constraint : constraints) {
      List<String> left = Lists.without(constraint.definition().columns(), column::equals);
      boolean key =
          constraint.definition().kind() == Constraint.Kind.UNIQUE
              || constraint.definition().kind() == Constraint.Kind.PRIMARY_KEY;
      if (left.size() == constraint.definition().columns().size()) {
        kept.add(constraint);
      } else if (key && !left.isEmpty()) {
        kept.add(constraint.with(Constraints.on(constraint.definition(), left)));
      }
    }
    List<Index> left = new ArrayList<>();
    indexes.forEach(index -> index.without(column).ifPresent(left::add));
    return withConstraints(kept)
        .withIndexes(left)
        .withColumns(Lists.without(columns, c -> c.name().equals(column)));
  }
}
