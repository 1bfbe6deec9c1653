package dev.flux.migration;

/**
 * A changed migration that Flux cannot judge; a human must.
 *
 * @param path from the repository's top
 * @param tool whose migration it is, for people
 * @param reason why, as a sentence
 * @param otherEngine whether Flux knows the tool and not the engine, so that the same change may
 *     stand beside it for an engine that Flux judges
 */
public record Unsupported(String path, String tool, String reason, boolean otherEngine) {}
