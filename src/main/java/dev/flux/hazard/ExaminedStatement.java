package dev.flux.hazard;

import dev.flux.engine.Impact;
import dev.flux.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * One statement as judged.
 *
 * @param impact of all its clauses together; empty where any of them is not known
 */
public record ExaminedStatement(
    Statement statement,
    List<ExaminedClause> clauses,
    Optional<Impact> impact,
    List<Finding> findings) {
  public ExaminedStatement {
    clauses = List.copyOf(clauses);
    findings = List.copyOf(findings);
  }

  /** The same with these findings. */
  ExaminedStatement with(List<Finding> judged) {
    return new ExaminedStatement(statement, clauses, impact, judged);
  }
}
