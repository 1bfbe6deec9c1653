package dev.flux.migration;

import java.util.List;

/**
 * What a change does to the migrations of a repository.
 *
 * @param changes one for each migration directory and engine that is touched, in path order
 * @param unsupported changed migrations that Flux cannot read, in path order
 * @param undecided changed SQL files that alter a schema but that no tool would run, so that
 *     nothing is said about them, in path order
 */
public record FoundMigrations(
    List<MigrationChange> changes, List<Unsupported> unsupported, List<String> undecided) {
  public FoundMigrations {
    changes = List.copyOf(changes);
    unsupported = List.copyOf(unsupported);
    undecided = List.copyOf(undecided);
  }
}
