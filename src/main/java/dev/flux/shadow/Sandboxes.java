package dev.flux.shadow;

/** A server of one engine, on which sandboxes are opened; it is started with the first. */
public interface Sandboxes extends AutoCloseable {

  /**
   * Opens one.
   *
   * @throws Unprovable where there is no server
   */
  Sandbox open(Limits limits) throws Unprovable;

  /** Ends the server, where it was started here. */
  @Override
  void close();
}
