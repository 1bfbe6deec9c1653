package dev.flux.migration;

import dev.flux.engine.EngineVersion;
import dev.flux.sql.Dialect;
import java.util.Optional;

/**
 * An engine that somebody names in a flag, a setting or a request.
 *
 * @param version empty where only the engine is named
 */
public record EngineChoice(Dialect dialect, Optional<EngineVersion> version) {

  /** Reads {@code postgresql:16}, {@code mariadb}; empty where Flux knows no such engine. */
  public static Optional<EngineChoice> parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    Optional<EngineVersion> version =
        colon < 0 ? Optional.empty() : EngineVersion.parse(text.substring(colon + 1));
    return colon >= 0 && version.isEmpty()
        ? Optional.empty()
        : EngineNames.dialect(name.strip()).map(dialect -> new EngineChoice(dialect, version));
  }
}
