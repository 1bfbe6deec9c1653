package dev.flux.webhook;

import java.util.Optional;

/**
 * What a delivery asks for, and on whose behalf.
 *
 * @param installation the GitHub App installation that the delivery names; empty on GitLab and for
 *     a plain repository webhook
 */
public record Intent(Trigger trigger, Optional<Long> installation) {}
