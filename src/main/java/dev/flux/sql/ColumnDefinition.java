package dev.flux.sql;

import java.util.List;
import java.util.Optional;

/**
 * A column as written in CREATE TABLE or ADD COLUMN.
 *
 * @param type absent only on SQLite
 * @param notNull said outright, or implied by PRIMARY KEY, serial or identity
 * @param constraints those written behind the column, NOT NULL and DEFAULT aside
 * @param text exact text, from the name on
 */
public record ColumnDefinition(
    String name,
    Optional<SqlType> type,
    boolean notNull,
    Optional<Expression> defaultValue,
    Optional<Generated> generated,
    boolean autoIncrement,
    List<Constraint> constraints,
    Optional<String> collation,
    String text) {
  public ColumnDefinition {
    constraints = List.copyOf(constraints);
  }

  /**
   * A generated column.
   *
   * @param stored whether its values are written to the table; virtual otherwise
   */
  public record Generated(Expression expression, boolean stored) {}

  /** Whether it has a constraint of this kind behind it. */
  public boolean has(Constraint.Kind kind) {
    return constraints.stream().anyMatch(constraint -> constraint.kind() == kind);
  }
}
