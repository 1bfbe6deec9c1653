package dev.flux.engine;

import dev.flux.sql.Dialect;

/**
 * The server that a migration runs on.
 *
 * @param evidence {@code KNOWN} where the repository or a flag says so, {@code ASSUMED} otherwise
 * @param source where it is said, or what was assumed; for people
 */
public record Engine(Dialect dialect, EngineVersion version, Evidence evidence, String source) {

  /** For people: {@code PostgreSQL 16 (known)}. */
  @Override
  public String toString() {
    return dialect.title() + " " + version + " (" + evidence.id() + ")";
  }
}
