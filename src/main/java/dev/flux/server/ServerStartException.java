package dev.flux.server;

/** The server cannot start; the message says why and what would help. */
public final class ServerStartException extends Exception {
  private static final long serialVersionUID = 1;

  ServerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
