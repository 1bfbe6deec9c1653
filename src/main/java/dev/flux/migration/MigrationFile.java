package dev.flux.migration;

/** A file by its path from the repository's top, with its text. */
public record MigrationFile(String path, String content) {}
