package dev.flux.webhook;

import dev.flux.forge.ForgeKind;

/**
 * One forge's way of delivering events. Both methods are pure but for the clock, and total: no
 * request, however it is made, ends in an exception.
 */
public interface Webhook {

  /** Which forge delivers here. */
  ForgeKind kind();

  /**
   * Verifies a request over its raw bytes, before any of them is read as JSON.
   *
   * @param body the bytes as received, already limited in size by the caller
   */
  Receipt receive(Headers headers, byte[] body);

  /** Reads what a verified delivery asks for; what Flux has no use for is {@code Ignored}. */
  Intent interpret(Delivery delivery);
}
