package dev.flux.sql;

import java.util.Optional;

/**
 * The name of a table, index, type or other object, folded as the engine folds it: unquoted names
 * are lower case on PostgreSQL, quoted ones stay as they are.
 *
 * @param schema where it was written
 * @param name without quotes
 */
public record ObjectName(Optional<String> schema, String name) {

  /** A name without a schema. */
  public static ObjectName of(String name) {
    return new ObjectName(Optional.empty(), name);
  }

  /** A name in a schema. */
  public static ObjectName of(String schema, String name) {
    return new ObjectName(Optional.of(schema), name);
  }

  /** The same schema, another name. */
  public ObjectName renamed(String other) {
    return new ObjectName(schema, other);
  }

  /** As people read it: {@code users}, {@code audit.log}; no quotes, and no {@code public}. */
  @Override
  public String toString() {
    return schema.filter(s -> !s.equals("public")).map(s -> s + "." + name).orElse(name);
  }
}
