package dev.flux.hazard;

import java.util.List;
import java.util.Optional;

/**
 * Catches an ENUM or SET that loses labels.
 *
 * <p>In production: rows that hold one of them make the migration fail, or become empty where the
 * server is not strict; the running version may still write it. The table is copied.
 *
 * <p>Engines: MySQL, MariaDB; every version.
 *
 * <p>Safe path: stop writing the label, move the rows that hold it, and leave it in the type.
 *
 * <p>Source: MySQL 8.0 manual, 13.3.6 The ENUM Type; measured.
 */
final class ShrinkEnum implements Hazard {
  @Override
  public String id() {
    return "shrink-enum";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    Optional<Modified> modified = Modified.of(clause);
    List<String> removed = modified.map(Modified::removedLabels).orElse(List.of());
    if (removed.isEmpty()) {
      return List.of();
    }
    return clause.finding(
        this,
        "The migration fails at the first row that holds "
            + Words.codes(removed)
            + ", and so does a running version that writes it",
        modified.get().name() + " loses labels",
        "Stop writing them, move the rows that hold them, and leave the labels where they are.");
  }
}
