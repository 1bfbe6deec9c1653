package dev.flux.rollout;

import dev.flux.hazard.ExaminedClause;
import dev.flux.sql.ColumnOperation.AddColumn;
import java.util.List;
import java.util.Set;

/**
 * What PostgreSQL does only by writing the table anew under ACCESS EXCLUSIVE: a copy of the table
 * is altered while it is empty, triggers carry over what is written, its rows are filled in
 * batches, and the two exchange their names at once. All such actions of a statement go together.
 *
 * <p>Another recipe has its turn where the table has something that the copy cannot have.
 */
final class AlterByExchange implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of(
        "add-column-stored-generated", "add-column-inline-constraint", "add-exclusion-constraint");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!rewrites(situation.clause())) {
      return List.of();
    }
    return Alteration.of(situation, together(situation))
        .filter(alteration -> ExchangeObstacle.of(situation, alteration).isEmpty())
        .map(alteration -> new Exchange(situation, alteration).steps())
        .orElse(List.of());
  }

  /** From the first action of the statement that needs the copy to the last. */
  private static List<ExaminedClause> together(Situation situation) {
    List<ExaminedClause> clauses = situation.statement().clauses();
    int first = clauses.size();
    int last = 0;
    for (int i = 0; i < clauses.size(); i++) {
      if (rewrites(clauses.get(i))) {
        first = Math.min(first, i);
        last = i;
      }
    }
    return first < last ? clauses.subList(first, last + 1) : List.of(situation.clause());
  }

  /** Whether the empty copy takes it as it is. */
  private static boolean rewrites(ExaminedClause clause) {
    return Alteration.excludes(clause.operation())
        || (clause.operation() instanceof AddColumn add
            && Alteration.isStored(add)
            && clause
                .before()
                .findTable(add.table())
                .flatMap(table -> table.findColumn(add.columnName()))
                .isEmpty());
  }
}
