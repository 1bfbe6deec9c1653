package dev.flux.shadow;

/** The databases of one proof, under limits, which go when it is closed. */
public interface Sandbox extends AutoCloseable {

  /** For people: {@code PostgreSQL 16.15}. */
  String server();

  /** A new, empty database. */
  SandboxDatabase create() throws Unprovable;

  /** Throws all of it away, whatever still runs in it. */
  @Override
  void close();
}
