package dev.flux.webhook;

import org.jspecify.annotations.Nullable;

/** A body that is not a JSON object. */
public final class MalformedPayload extends Exception {
  private static final long serialVersionUID = 1;
  private final String reason;

  /**
   * @param reason what is wrong with the body and where; quotes nothing of it
   */
  MalformedPayload(String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** What is wrong with the body and where. */
  public String reason() {
    return reason;
  }
}
