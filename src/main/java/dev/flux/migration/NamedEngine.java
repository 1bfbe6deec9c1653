package dev.flux.migration;

/**
 * An engine as a repository names it.
 *
 * @param name in lower case, such as {@code postgresql} or {@code h2}; Flux may not know it
 * @param source where it is said, for people
 */
public record NamedEngine(String name, String source) {}
