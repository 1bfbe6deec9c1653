package dev.flux.migration;

/**
 * A changed migration that Flux cannot judge; a human must.
 *
 * @param path from the repository's top
 * @param tool whose migration it is, for people
 * @param reason why, as a sentence
 */
public record Unsupported(String path, String tool, String reason) {}
