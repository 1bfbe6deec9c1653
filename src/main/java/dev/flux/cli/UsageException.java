package dev.flux.cli;

/** Flux cannot do what was asked: wrong use, or something it cannot read. Exits with 2. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong and what to do about it
   */
  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
