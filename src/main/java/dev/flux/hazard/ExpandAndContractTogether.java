package dev.flux.hazard;

import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.TableOperation.DropTable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Catches a change that adds a replacement, fills it from the original and removes the original.
 *
 * <p>In production: the version that still runs needs the original, the new one the replacement:
 * whichever is deployed first breaks.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: add and fill the replacement in one deploy, remove the original in a later one.
 *
 * <p>Source: the practice is known as expand and contract, or parallel change.
 */
final class ExpandAndContractTogether implements Hazard {
  @Override
  public String id() {
    return "expand-and-contract-together";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(Examination examination) {
    if (!examination.change().oneChange()) {
      return examination.migrations().stream()
          .flatMap(migration -> examine(migration.clauses()).stream())
          .toList();
    }
    return examine(examination.migrations().stream().flatMap(m -> m.clauses().stream()).toList());
  }

  private List<Finding> examine(List<ExaminedClause> clauses) {
    return clauses.stream()
        .filter(clause -> isReplaced(clause, clauses))
        .flatMap(
            clause ->
                clause
                    .finding(
                        this,
                        "Either the version that runs or the new one breaks, whichever comes first",
                        "this change adds the replacement and removes the original",
                        "Remove the original in a later deploy.")
                    .stream())
        .toList();
  }

  private static boolean isReplaced(ExaminedClause clause, List<ExaminedClause> clauses) {
    if (clause.operation() instanceof DropColumn drop
        && !clause.unused(drop.table(), drop.columnName())) {
      return clauses.stream().anyMatch(other -> fills(other, drop));
    }
    return clause.operation() instanceof DropTable drop
        && !Rebuild.isPart(clause)
        && clauses.stream()
            .anyMatch(
                other ->
                    other.operation() instanceof Insert insert
                        && other.isNew(insert.table())
                        && drop.tables().stream()
                            .anyMatch(t -> insert.reads().contains(t) && !clause.isNew(t)));
  }

  /** Into another column of the table, or into a table of its own. */
  private static boolean fills(ExaminedClause other, DropColumn drop) {
    boolean column =
        other.operation() instanceof Update update
            && update.table().equals(drop.table())
            && update.columns().stream().anyMatch(c -> other.addsColumn(update.table(), c));
    boolean table =
        other.operation() instanceof Insert insert
            && other.isNew(insert.table())
            && !Rebuild.isPart(other)
            && insert.reads().contains(drop.table());
    return (column || table)
        && Pattern.compile("(?i)\\b" + Pattern.quote(drop.columnName()) + "\\b")
            .matcher(other.statement().sql())
            .find();
  }
}
