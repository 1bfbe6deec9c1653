package dev.flux.shadow;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why nothing can be proven, for people, without a full stop. */
public final class Unprovable extends Exception {
  private static final long serialVersionUID = 1L;

  public Unprovable(String reason) {
    this(reason, null);
  }

  public Unprovable(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }

  /** Never absent: every such failure says what it is. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
