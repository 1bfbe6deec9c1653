package dev.flux.hazard;

import java.util.List;
import java.util.Optional;

/**
 * Catches an ENUM or SET whose labels change places.
 *
 * <p>In production: the stored numbers mean other labels, so every row is written anew while writes
 * wait; comparisons and sorting change with it.
 *
 * <p>Engines: MySQL, MariaDB; every version.
 *
 * <p>Safe path: append new labels at the end, which touches no row.
 *
 * <p>Source: MySQL 8.0 manual, 13.3.6 The ENUM Type; measured.
 */
final class ReorderEnum implements Hazard {
  @Override
  public String id() {
    return "reorder-enum";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    Optional<Modified> modified = Modified.of(clause);
    if (modified.filter(Modified::movesLabels).isEmpty()) {
      return List.of();
    }
    return clause.finding(
        this,
        OnlineWork.effect(
            clause, modified.get().operation().table(), "until the whole table is copied"),
        "labels of " + modified.get().name() + " change places",
        "Append new labels at the end: that touches no row.");
  }
}
