package dev.flux.shadow;

import dev.flux.engine.LockMode;
import java.util.Map;
import java.util.Set;

/**
 * What a server did for one statement, to tables that existed before the change; by names as people
 * read them.
 *
 * @param locks strongest lock that the statement itself took on each table and view
 * @param held strongest lock that its transaction held on each by then
 * @param views those of the locked that are views
 * @param rewrites tables whose rows are in another file
 * @param scans tables that were read from end to end, though no index was left unused
 * @param builds tables that have an index in a new file
 */
public record Measured(
    String statement,
    Map<String, LockMode> locks,
    Map<String, LockMode> held,
    Set<String> views,
    Set<String> rewrites,
    Set<String> scans,
    Set<String> builds) {
  public Measured {
    locks = Map.copyOf(locks);
    held = Map.copyOf(held);
    views = Set.copyOf(views);
    rewrites = Set.copyOf(rewrites);
    scans = Set.copyOf(scans);
    builds = Set.copyOf(builds);
  }

  /** Nothing of all that. */
  public static Measured nothing(String statement) {
    return new Measured(statement, Map.of(), Map.of(), Set.of(), Set.of(), Set.of(), Set.of());
  }
}
