package dev.flux.forge.github;

import dev.flux.forge.ForgeException;
import java.io.IOException;
import java.util.Optional;

/**
 * An answer of GitHub that is not a success, on its way through the client library, which lets
 * nothing but an {@link IOException} pass.
 */
final class ApiFailure extends IOException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final String said;
  private final transient ForgeException decision;

  /**
   * @param status of the answer, 0 where there was none
   * @param said what GitHub said, errors included
   * @param decision what it means to the caller
   */
  ApiFailure(int status, String said, ForgeException decision) {
    super(decision.getMessage(), decision);
    this.status = status;
    this.said = said;
    this.decision = decision;
  }

  int status() {
    return status;
  }

  String said() {
    return said;
  }

  ForgeException decision() {
    return decision;
  }

  /** The failure that an exception of the library was made from. */
  static Optional<ApiFailure> in(Throwable thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof ApiFailure failure) {
        return Optional.of(failure);
      }
    }
    return Optional.empty();
  }
}
