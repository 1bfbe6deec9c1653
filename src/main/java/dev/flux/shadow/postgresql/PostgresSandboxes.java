package dev.flux.shadow.postgresql;

import dev.flux.config.ShadowSettings;
import dev.flux.shadow.Limits;
import dev.flux.shadow.Sandbox;
import dev.flux.shadow.Sandboxes;
import dev.flux.shadow.Unprovable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sandboxes on a PostgreSQL server: one that is started here, or one with an address. */
public final class PostgresSandboxes implements Sandboxes {
  private final Optional<Owner> remote;
  private @Nullable EmbeddedServer started;

  private PostgresSandboxes(Optional<Owner> remote) {
    this.remote = remote;
  }

  /** On a server that is started with the first sandbox. */
  public static PostgresSandboxes embedded() {
    return new PostgresSandboxes(Optional.empty());
  }

  /** On the server of an address, whose user may make databases and roles. */
  public static PostgresSandboxes at(ShadowSettings settings) {
    return new PostgresSandboxes(
        Optional.of(new Owner(settings.url(), settings.user(), settings.password(), false)));
  }

  @Override
  public Sandbox open(Limits limits) throws Unprovable {
    return PostgresSandbox.open(remote.isPresent() ? remote.get() : embeddedOwner(), limits);
  }

  private synchronized Owner embeddedOwner() throws Unprovable {
    EmbeddedServer server = started;
    if (server == null) {
      server = EmbeddedServer.start();
      started = server;
    }
    return server.owner();
  }

  @Override
  public synchronized void close() {
    if (started != null) {
      started.close();
      started = null;
    }
  }
}
