package dev.flux.hazard;

/**
 * A finding that somebody allows: it is shown, and does not count.
 *
 * @param reason as they gave it
 * @param source where they say so, as {@code path:line}
 */
public record Suppressed(Finding finding, String reason, String source) {}
