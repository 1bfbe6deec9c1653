package dev.flux.repository;

import java.util.Objects;

/** Git content that could not be had; each kind is one decision of the caller. */
public abstract sealed class GitException extends Exception {
  private static final long serialVersionUID = 1;

  private GitException(String message, Throwable cause) {
    super(message, cause);
  }

  private GitException(String message) {
    super(message);
  }

  /** Never absent: every such failure says what it is. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** The server is away, overloaded or too slow: try again. */
  public static final class Unavailable extends GitException {
    private static final long serialVersionUID = 1;

    /**
     * @param message what was tried and what came of it
     */
    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** It will not work by trying again: not there, not allowed, or not readable. */
  public static final class Refused extends GitException {
    private static final long serialVersionUID = 1;

    /**
     * @param message what was tried, what stood against it, and what would help
     */
    public Refused(String message, Throwable cause) {
      super(message, cause);
    }

    /**
     * @param message what was tried, what stood against it, and what would help
     */
    public Refused(String message) {
      super(message);
    }
  }

  /** The request's head is another commit by now, and the one asked for is no longer served. */
  public static final class HeadMoved extends GitException {
    private static final long serialVersionUID = 1;

    /**
     * @param message names both commits
     */
    public HeadMoved(String message) {
      super(message);
    }
  }
}
