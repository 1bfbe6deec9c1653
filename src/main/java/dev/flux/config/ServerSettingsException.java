package dev.flux.config;

import java.util.List;
import java.util.Objects;

/** Settings that the server must not start with: all that is wrong, each with its remedy. */
public final class ServerSettingsException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param problems each one sentence or two: what is wrong, where, and how to mend it
   */
  public ServerSettingsException(List<String> problems) {
    super(String.join("\n", problems));
  }

  /** Never absent: every such failure says what it is. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
