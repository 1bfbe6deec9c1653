package dev.flux.schema;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.Expression;
import dev.flux.sql.SqlType;
import java.util.Optional;

/**
 * A column as of a statement.
 *
 * @param type where it is known
 * @param autoIncrement serial, identity or AUTO_INCREMENT
 */
public record Column(
    String name,
    Optional<SqlType> type,
    boolean notNull,
    Optional<Expression> defaultValue,
    Optional<ColumnDefinition.Generated> generated,
    boolean autoIncrement) {

  /** A column of which nothing but the name is known. */
  static Column assumed(String name) {
    return new Column(name, Optional.empty(), false, Optional.empty(), Optional.empty(), false);
  }

  /** A column as written. */
  static Column of(ColumnDefinition written) {
    return new Column(
        written.name(),
        written.type(),
        written.notNull(),
        written.defaultValue(),
        written.generated(),
        written.autoIncrement());
  }

  Column named(String other) {
    return new Column(other, type, notNull, defaultValue, generated, autoIncrement);
  }

  Column ofType(SqlType other) {
    return new Column(name, Optional.of(other), notNull, defaultValue, generated, autoIncrement);
  }

  Column withNotNull(boolean other) {
    return new Column(name, type, other, defaultValue, generated, autoIncrement);
  }

  Column withDefault(Optional<Expression> other) {
    return new Column(name, type, notNull, other, generated, autoIncrement);
  }

  Column withGenerated(Optional<ColumnDefinition.Generated> other) {
    return new Column(name, type, notNull, defaultValue, other, autoIncrement);
  }

  Column withAutoIncrement(boolean other) {
    return new Column(name, type, notNull, defaultValue, generated, other);
  }
}
