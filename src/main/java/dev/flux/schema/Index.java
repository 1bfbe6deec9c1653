package dev.flux.schema;

import dev.flux.sql.Expression;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;

/**
 * An index as of a statement.
 *
 * @param columns plain columns it sorts by, in order; expressions are left out
 * @param plain whether it sorts by plain columns only and has no WHERE
 * @param constraint the constraint that owns it
 * @param definition text behind {@code ON}, so that it can be written again; empty where a
 *     constraint owns it
 */
public record Index(
    ObjectName name,
    List<String> columns,
    boolean unique,
    boolean plain,
    String method,
    Optional<Expression> where,
    Optional<String> constraint,
    String definition) {
  public Index {
    columns = List.copyOf(columns);
  }
}
