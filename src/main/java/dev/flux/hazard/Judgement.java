package dev.flux.hazard;

import dev.flux.sql.ColumnOperation.AddColumn;
import java.util.ArrayList;
import java.util.List;

/** Lets every hazard judge, and keeps what need not be said twice out. */
final class Judgement {
  private Judgement() {}

  static List<Finding> of(ExaminedClause clause) {
    if (addsWhatExists(clause)) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    for (Hazard hazard : Hazards.ALL) {
      findings.addAll(hazard.examine(clause));
    }
    return findings.size() > 1 ? sayOnce(findings) : findings;
  }

  /** ADD COLUMN IF NOT EXISTS of a column that the history has does nothing. */
  private static boolean addsWhatExists(ExaminedClause clause) {
    return clause.operation() instanceof AddColumn add
        && add.ifNotExists()
        && clause.findColumn(add.table(), add.columnName()).isPresent();
  }

  static List<Finding> of(ExaminedMigration migration) {
    List<Finding> findings = new ArrayList<>();
    for (Hazard hazard : Hazards.ALL) {
      findings.addAll(hazard.examine(migration));
    }
    return findings;
  }

  static List<Finding> of(Examination examination) {
    List<Finding> findings = new ArrayList<>();
    for (Hazard hazard : Hazards.ALL) {
      findings.addAll(hazard.examine(examination));
    }
    return findings;
  }

  /** One that another says is left out; of two that say each other, the later stays. */
  private static List<Finding> sayOnce(List<Finding> findings) {
    List<Finding> kept = new ArrayList<>(findings);
    for (Finding finding : findings) {
      Hazard hazard = Hazards.of(finding.hazard());
      boolean said =
          kept.stream().anyMatch(other -> !other.equals(finding) && hazard.isSaidBy(other));
      if (said) {
        kept.remove(finding);
      }
    }
    return kept;
  }
}
