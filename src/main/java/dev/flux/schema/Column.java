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
    boolean autoIncrement) {}
