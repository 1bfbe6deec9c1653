package dev.flux.schema;

import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where names without a schema are looked up, and how the catalog writes names: on PostgreSQL a
 * name without a schema is one in {@code public}.
 *
 * @param schemas in order; the first is where objects are created
 */
record SearchPath(Dialect dialect, List<String> schemas) {
  private static final String PUBLIC = "public";

  /** Where temporary tables live; they hide others of their name. */
  static final String TEMPORARY = "pg_temp";

  SearchPath {
    schemas = List.copyOf(schemas);
  }

  static SearchPath standard(Dialect dialect) {
    return new SearchPath(dialect, List.of(PUBLIC));
  }

  /** Reads the value of the setting; where it names no schema that is known, the standard one. */
  static SearchPath parse(Dialect dialect, String value) {
    List<String> names =
        Arrays.stream(value.split(","))
            .map(part -> part.strip().replaceAll("^[\"']|[\"']$", ""))
            .filter(part -> !part.isEmpty() && !part.equals("$user") && !part.equals("pg_catalog"))
            .toList();
    return names.isEmpty() ? standard(dialect) : new SearchPath(dialect, names);
  }

  /** The name under which an object written so is created. */
  ObjectName created(ObjectName written) {
    return dialect != Dialect.POSTGRESQL || written.schema().isPresent()
        ? plain(written)
        : in(schemas.get(0), written.name());
  }

  /**
   * The name under which an existing object written so is known. Names of SQLite are the same in
   * any case.
   */
  Optional<ObjectName> find(ObjectName written, Map<ObjectName, ?> known) {
    if (written.schema().isPresent()) {
      return spelled(plain(written), known);
    }
    ObjectName temporary = ObjectName.of(TEMPORARY, written.name());
    if (known.containsKey(temporary)) {
      return Optional.of(temporary);
    }
    if (dialect != Dialect.POSTGRESQL) {
      return spelled(written, known);
    }
    for (String schema : schemas) {
      ObjectName name = in(schema, written.name());
      if (known.containsKey(name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private Optional<ObjectName> spelled(ObjectName name, Map<ObjectName, ?> known) {
    if (known.containsKey(name)) {
      return Optional.of(name);
    }
    return dialect == Dialect.SQLITE
        ? known.keySet().stream().filter(other -> same(name, other)).findFirst()
        : Optional.empty();
  }

  private static boolean same(ObjectName one, ObjectName other) {
    return one.name().equalsIgnoreCase(other.name())
        && one.schema().orElse("").equalsIgnoreCase(other.schema().orElse(""));
  }

  /** The name of an object in a schema. */
  ObjectName in(String schema, String name) {
    return plain(ObjectName.of(schema, name));
  }

  /** Without the schema that is meant where none is written. */
  private ObjectName plain(ObjectName written) {
    String schema = written.schema().orElse(PUBLIC);
    if (dialect == Dialect.SQLITE && schema.equalsIgnoreCase("temp")) {
      return ObjectName.of(TEMPORARY, written.name());
    }
    boolean standard =
        schema.equals(PUBLIC) || (dialect == Dialect.SQLITE && schema.equalsIgnoreCase("main"));
    return standard ? ObjectName.of(written.name()) : written;
  }

  /** The schema of a name as the catalog writes it. */
  static String schemaOf(ObjectName name) {
    return name.schema().orElse(PUBLIC);
  }
}
