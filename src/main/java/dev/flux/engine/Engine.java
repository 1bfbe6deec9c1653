package dev.flux.engine;

import dev.flux.sql.Dialect;
import dev.flux.sql.ServerNumber;

/**
 * The server that a migration runs on.
 *
 * @param evidence {@code KNOWN} where the repository or a flag says so, {@code ASSUMED} otherwise
 * @param source where it is said, or what was assumed; for people
 */
public record Engine(Dialect dialect, EngineVersion version, Evidence evidence, String source) {
  private static final int SERIES = 10_000;
  private static final int MINOR = 100;

  /** The number that conditional comments ask for; the newest of what the version leaves open. */
  public ServerNumber number() {
    int open = version.patch() > 0 ? version.patch() : version.minor() > 0 ? MINOR - 1 : SERIES - 1;
    return new ServerNumber(dialect, version.major() * SERIES + version.minor() * MINOR + open);
  }

  /** For people: {@code PostgreSQL 16 (known)}. */
  @Override
  public String toString() {
    return dialect.title() + " " + version + " (" + evidence.id() + ")";
  }
}
