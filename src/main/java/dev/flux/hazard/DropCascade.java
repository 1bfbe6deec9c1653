package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;

/**
 * Catches CASCADE on a drop or a TRUNCATE.
 *
 * <p>In production: everything that depends on the object goes with it, also what this migration
 * does not name.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: drop each dependent object by name, then the object without CASCADE, so that an
 * unexpected one stops the migration.
 *
 * <p>Source: PostgreSQL manual, 5.15 Dependency Tracking.
 */
final class DropCascade implements Hazard {
  @Override
  public String id() {
    return "drop-cascade";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    Optional<List<ObjectName>> dropped = Cascade.of(clause.operation());
    if (dropped.isEmpty() || !clause.postgresql()) {
      return List.of();
    }
    List<ObjectName> old =
        dropped.get().stream().filter(name -> !Cascade.isOwn(name, clause)).toList();
    List<String> dependents =
        old.stream().flatMap(name -> Cascade.dependents(name, clause)).toList();
    if (old.isEmpty() || (dependents.isEmpty() && Cascade.isHarmless(clause))) {
      return List.of();
    }
    return clause.finding(
        this,
        dependents.isEmpty()
            ? "Whatever depends on " + Words.codes(old) + " disappears"
            : "Dropped as well: "
                + String.join(", ", dependents)
                + ", and whatever else depends on it",
        "CASCADE drops what this migration does not name",
        "Drop each dependent object by name, and leave CASCADE out.");
  }
}
