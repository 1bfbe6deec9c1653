package dev.flux.schema;

import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;

/**
 * A table as of a statement.
 *
 * @param columns in order; not all of them where {@code complete} is false
 * @param complete whether its CREATE TABLE was read; otherwise it is assumed to exist and to hold
 *     rows
 * @param era the change that created it, see {@link Catalog#era()}
 * @param partitioned whether it has partitions instead of rows of its own
 * @param partitionOf the partitioned table that it belongs to
 * @param triggers names of its triggers
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
    List<String> triggers) {
  public Table {
    columns = List.copyOf(columns);
    constraints = List.copyOf(constraints);
    indexes = List.copyOf(indexes);
    triggers = List.copyOf(triggers);
  }

  /** The column of this name. */
  public Optional<Column> findColumn(String column) {
    return columns.stream().filter(c -> c.name().equals(column)).findFirst();
  }

  /** The constraint of this name. */
  public Optional<TableConstraint> findConstraint(String constraint) {
    return constraints.stream().filter(c -> c.name().equals(constraint)).findFirst();
  }

  /** The columns of its primary key, in order; empty where it has none or none is known. */
  public List<String> primaryKey() {
    return constraints.stream()
        .filter(c -> c.definition().kind() == Constraint.Kind.PRIMARY_KEY)
        .findFirst()
        .map(c -> c.definition().columns())
        .orElse(List.of());
  }
}
