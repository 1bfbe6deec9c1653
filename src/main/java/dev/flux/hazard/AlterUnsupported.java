package dev.flux.hazard;

import dev.flux.engine.sqlite.SqliteFacts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Catches an ALTER that this version of SQLite refuses, also on a table of the same change.
 *
 * <p>In production: the migration fails, and with it the deploy.
 *
 * <p>Engines: SQLite; what is refused differs by version.
 *
 * <p>Safe path: the table rebuild: create a new table, copy the rows, drop the old one, give the
 * new one its name, and create its indexes, triggers and views again.
 *
 * <p>Source: SQLite, ALTER TABLE; 7 Making Other Kinds Of Table Schema Changes; measured on 3.35 to
 * 3.54.
 */
final class AlterUnsupported implements Hazard {
  @Override
  public String id() {
    return "alter-unsupported";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    if (!clause.sqlite() || !isAlter(clause)) {
      return List.of();
    }
    Optional<String> refusal =
        SqliteFacts.findRefusal(clause.operation(), clause.before(), clause.engine().version());
    if (refusal.isPresent()) {
      return finding(refusal.get(), clause);
    }
    return isFurtherAction(clause)
        ? finding("SQLite takes one action in an ALTER TABLE", clause)
        : List.of();
  }

  private static boolean isAlter(ExaminedClause clause) {
    return clause.statement().sql().strip().toLowerCase(Locale.ROOT).startsWith("alter");
  }

  /** Whether it stands behind a comma. */
  private static boolean isFurtherAction(ExaminedClause clause) {
    return !clause.statement().clauses().get(0).equals(clause.clause());
  }

  private List<Finding> finding(String refusal, ExaminedClause clause) {
    return clause.finding(
        this,
        "The migration fails",
        refusal,
        "Rebuild the table: create the new one, copy the rows, drop the old one, rename the new"
            + " one.");
  }

  @Override
  public boolean isSaidBy(Finding other) {
    return other.hazard().equals("add-column-not-null-without-default");
  }
}
