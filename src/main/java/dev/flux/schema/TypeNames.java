package dev.flux.schema;

import dev.flux.sql.Dialect;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlType;

/** Names of types inside {@link SqlType}, where the schema stands before a dot. */
final class TypeNames {
  private TypeNames() {}

  static ObjectName name(SqlType type) {
    int dot = type.name().indexOf('.');
    return dot < 0
        ? ObjectName.of(type.name())
        : ObjectName.of(type.name().substring(0, dot), type.name().substring(dot + 1));
  }

  static SqlType named(SqlType type, ObjectName other) {
    String name = other.schema().map(schema -> schema + ".").orElse("") + other.name();
    String modifiers =
        type.modifiers().isEmpty() ? "" : "(" + String.join(", ", type.modifiers()) + ")";
    String text =
        Identifiers.quote(other, Dialect.POSTGRESQL) + modifiers + "[]".repeat(type.dimensions());
    return new SqlType(name, type.modifiers(), type.dimensions(), text);
  }
}
