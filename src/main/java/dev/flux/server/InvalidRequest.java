package dev.flux.server;

/** A request that cannot be answered as it is; its sender is shown the message. */
public final class InvalidRequest extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param message which part of the request is wrong, and what would be right
   */
  public InvalidRequest(String message) {
    super(message);
  }
}
