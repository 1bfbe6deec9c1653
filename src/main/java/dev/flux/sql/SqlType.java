package dev.flux.sql;

import java.util.List;

/**
 * A type as a column has it.
 *
 * @param name the engine's own name in lower case, aliases resolved: {@code integer} for {@code
 *     int4}, {@code character varying} for {@code varchar}; with its schema where one was written
 * @param modifiers what stands in parentheses: length, or precision and scale; enum labels on MySQL
 * @param dimensions of an array; 0 for a plain value
 * @param text as written
 */
public record SqlType(String name, List<String> modifiers, int dimensions, String text) {
  public SqlType {
    modifiers = List.copyOf(modifiers);
  }

  /** Whether it is the same type, however it was written. */
  public boolean sameAs(SqlType other) {
    return name.equals(other.name)
        && modifiers.equals(other.modifiers)
        && dimensions == other.dimensions;
  }
}
