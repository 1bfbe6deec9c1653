package dev.flux.hazard;

import java.util.List;
import java.util.Optional;

/**
 * Catches MODIFY or CHANGE that leaves out what the column has: NOT NULL, DEFAULT, AUTO_INCREMENT,
 * ON UPDATE, COMMENT, CHARACTER SET or COLLATE.
 *
 * <p>In production: what the new definition does not repeat is gone: inserts that rely on the
 * default or the numbering fail, and NULLs come in.
 *
 * <p>Engines: MySQL, MariaDB; every version.
 *
 * <p>Safe path: repeat the whole definition, and change one thing.
 *
 * <p>Source: MySQL 8.0 manual, 15.1.9 ALTER TABLE, Renaming, Redefining, and Reordering Columns.
 */
final class ModifyLosesAttributes implements Hazard {
  @Override
  public String id() {
    return "modify-loses-attributes";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    Optional<Modified> modified = Modified.of(clause);
    List<String> lost = modified.map(Modified::losses).orElse(List.of());
    if (lost.isEmpty()) {
      return List.of();
    }
    return clause.finding(
        this,
        modified.get().name() + " loses " + Words.codes(lost),
        "MODIFY and CHANGE replace the whole definition of a column",
        "Repeat what shall stay, or say in a migration of its own that it goes.");
  }
}
