package dev.flux.migration;

import java.util.Optional;

/**
 * A migration as its tool reads it.
 *
 * @param path of the file that goes up, from the repository's top
 * @param description from its name, as written there
 * @param down the way back, where there is one; maybe in a twin file
 */
public record Migration(
    String path,
    MigrationVersion version,
    String description,
    Section up,
    Optional<Section> down,
    TransactionMode transaction) {}
