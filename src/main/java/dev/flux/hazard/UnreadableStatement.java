package dev.flux.hazard;

import dev.flux.sql.Unreadable;
import java.util.List;

/**
 * Catches what Flux cannot read, and what it can read but has no facts about on this engine.
 *
 * <p>In production: unknown: a human must judge it.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: have somebody who knows the engine review the statement; write it in the engine's
 * documented form.
 *
 * <p>Source: Flux itself.
 */
final class UnreadableStatement implements Hazard {
  @Override
  public String id() {
    return "unreadable-statement";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    if (clause.operation() instanceof Unreadable unreadable) {
      return clause.finding(
          this,
          "Flux cannot say what this does",
          "it cannot be read: " + unreadable.reason(),
          "A human must judge it.");
    }
    if (clause.impact().isPresent() || Harmless.is(clause)) {
      return List.of();
    }
    return clause.finding(
        this,
        "Flux cannot say what this blocks",
        "it has no facts about "
            + clause.operation().kind()
            + " on "
            + clause.engine().dialect().title()
            + " "
            + clause.engine().version()
            + " yet",
        "A human must judge it.");
  }

  @Override
  public boolean isSaidBy(Finding other) {
    return true;
  }
}
