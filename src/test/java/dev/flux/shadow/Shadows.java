package dev.flux.shadow;

import dev.flux.config.ShadowSettings;
import dev.flux.shadow.postgresql.PostgresSandboxes;

/** One embedded server for all tests; it ends with the virtual machine. */
public final class Shadows {
  private Shadows() {}

  private static final class Server {
    private static final PostgresSandboxes POSTGRESQL = PostgresSandboxes.embedded();
  }

  /** Sandboxes on the server. */
  public static PostgresSandboxes postgresql() {
    return Server.POSTGRESQL;
  }

  /** A shadow on the server, which nobody may close. */
  public static Shadow shadow(Limits limits) {
    return ThrowawayShadow.on(dev.flux.sql.Dialect.POSTGRESQL, postgresql(), limits);
  }

  static Shadow off() throws Unprovable {
    return ThrowawayShadow.of(ShadowSettings.OFF, Limits.USUAL);
  }
}
