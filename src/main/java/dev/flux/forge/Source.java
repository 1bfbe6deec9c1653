package dev.flux.forge;

/**
 * The branch that a change request brings.
 *
 * @param repository the full name or id by which the forge knows its repository; empty where that
 *     is gone
 * @param branch without {@code refs/heads/}
 * @param fork whether it is in another repository than the target
 * @param editable whether Flux may push to it, as far as the forge tells: branches may be protected
 *     besides
 */
public record Source(String repository, String branch, boolean fork, boolean editable) {}
