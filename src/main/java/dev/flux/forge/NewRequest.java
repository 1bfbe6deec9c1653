package dev.flux.forge;

/**
 * A change request to be opened as a draft, from a branch of the target repository itself.
 *
 * @param title one line
 * @param body Markdown
 * @param branch that it brings, without {@code refs/heads/}
 * @param baseRef target branch, without {@code refs/heads/}
 */
public record NewRequest(String title, String body, String branch, String baseRef) {}
