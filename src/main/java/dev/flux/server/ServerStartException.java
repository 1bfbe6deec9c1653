package dev.flux.server;

import java.util.Objects;

/** The server cannot start; the message says why and what would help. */
public final class ServerStartException extends Exception {
  private static final long serialVersionUID = 1;

  ServerStartException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Never absent: every such failure says what it is. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
