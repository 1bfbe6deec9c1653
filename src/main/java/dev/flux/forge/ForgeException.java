package dev.flux.forge;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call to a forge that did not do what it should; each kind is one decision of the caller. */
public abstract sealed class ForgeException extends Exception {
  private static final long serialVersionUID = 1;

  private ForgeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The forge is away, overloaded or limits the rate: try again. */
  public static final class Unavailable extends ForgeException {
    private static final long serialVersionUID = 1;
    private final transient Optional<Instant> retryAt;

    /**
     * @param retryAt the moment the forge named, where it named one
     */
    public Unavailable(String message, Optional<Instant> retryAt, @Nullable Throwable cause) {
      super(message, cause);
      this.retryAt = retryAt;
    }

    /** When the forge said to come back. */
    public Optional<Instant> retryAt() {
      return retryAt;
    }
  }

  /** The forge refuses for good: a permission is missing or the request makes no sense to it. */
  public static final class Refused extends ForgeException {
    private static final long serialVersionUID = 1;

    /**
     * @param message what was tried, what the forge said, and what would help
     */
    public Refused(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The change request's head is another commit by now: what was to be published is stale. */
  public static final class HeadMoved extends ForgeException {
    private static final long serialVersionUID = 1;

    /**
     * @param message names both commits
     */
    public HeadMoved(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
