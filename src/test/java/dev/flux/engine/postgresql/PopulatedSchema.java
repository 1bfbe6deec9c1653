package dev.flux.engine.postgresql;

import dev.flux.engine.EngineVersion;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.stream.Stream;

/** The schema on which statements are measured, as far as a version of the server knows it. */
final class PopulatedSchema {
  private PopulatedSchema() {}

  /** What makes it, in order; the rows last. */
  static List<String> scripts(EngineVersion version) {
    Stream<String> names =
        version.atLeast(12)
            ? Stream.of("schema.sql", "schema-12.sql", "rows.sql", "rows-12.sql")
            : Stream.of("schema.sql", "rows.sql");
    return names.map(Resources::text).toList();
  }

  /** As Flux reads it, before any statement is measured. */
  static Catalog catalog(EngineVersion version) {
    return Claim.fold(Catalog.empty(Dialect.POSTGRESQL), String.join("\n", scripts(version)))
        .nextEra();
  }
}
