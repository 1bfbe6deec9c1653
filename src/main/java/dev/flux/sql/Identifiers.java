package dev.flux.sql;

/** Writes names so that an engine reads them back unchanged. */
public final class Identifiers {
  private Identifiers() {}

  /** The name, in quotes only where the dialect needs them. */
  public static String quote(String name, Dialect dialect) {
    return name;
  }

  /** The name with its schema, each in quotes only where the dialect needs them. */
  public static String quote(ObjectName name, Dialect dialect) {
    return name.schema().map(schema -> quote(schema, dialect) + ".").orElse("")
        + quote(name.name(), dialect);
  }
}
