package dev.flux.webhook;

/** What became of a raw request. No reason holds a secret or any part of the request's headers. */
public sealed interface Receipt {

  /** Authentic and readable: answer 2xx, whatever the event. */
  record Verified(Delivery delivery) implements Receipt {}

  /**
   * Not shown to come from the forge: answer 401 and keep nothing.
   *
   * @param reason what was missing or wrong
   */
  record Rejected(String reason) implements Receipt {}

  /**
   * Authentic, but not a delivery that can be read: answer 400.
   *
   * @param reason what is wrong and, where it can be known, the setting that mends it
   */
  record Malformed(String reason) implements Receipt {}
}
