package dev.flux.webhook;

import dev.flux.forge.ForgeKind;
import java.time.Instant;

/**
 * One authentic webhook request.
 *
 * @param id the same for every redelivery of one event; deduplicates
 * @param event the forge's name of it, such as {@code pull_request} or {@code Merge Request Hook}
 * @param body the JSON text, decoded from the verified bytes
 */
public record Delivery(ForgeKind forge, String id, String event, String body, Instant receivedAt) {}
