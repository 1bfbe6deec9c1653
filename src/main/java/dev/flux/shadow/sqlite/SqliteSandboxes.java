package dev.flux.shadow.sqlite;

import dev.flux.shadow.Limits;
import dev.flux.shadow.Sandbox;
import dev.flux.shadow.Sandboxes;
import dev.flux.shadow.Unprovable;

/** Sandboxes in files of their own; there is no server. */
public final class SqliteSandboxes implements Sandboxes {

  @Override
  public Sandbox open(Limits limits) throws Unprovable {
    return SqliteSandbox.open(limits);
  }

  @Override
  public void close() {}
}
