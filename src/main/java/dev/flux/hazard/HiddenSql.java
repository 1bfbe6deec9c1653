package dev.flux.hazard;

import dev.flux.engine.postgresql.PostgresFacts;
import dev.flux.sql.DataOperation.CallRoutine;
import dev.flux.sql.DataOperation.Query;
import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.Dialect;
import dev.flux.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Catches statements that exist only when the migration runs: built in DO blocks, behind CALL, and
 * in functions that a query calls. Plain statements inside a block are judged by the other hazards.
 * A block, or a routine that the file or the history creates, that holds a statement known to
 * destroy or to block is a danger.
 *
 * <p>In production: unknown: the hidden statements take locks and change rows like any other, and
 * Flux does not judge them.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version.
 *
 * <p>Safe path: write the statements plainly where that is possible; otherwise have somebody review
 * the block.
 *
 * <p>Source: PostgreSQL manual, DO; 41.5.4 Executing Dynamic Commands.
 */
final class HiddenSql implements Hazard {
  private static final Pattern BUILDS = Pattern.compile("\\bexecute\\b", Pattern.CASE_INSENSITIVE);

  @Override
  public String id() {
    return "hidden-sql";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    if (clause.operation() instanceof CallRoutine call) {
      return isKnown(clause)
          ? List.of()
          : clause.finding(
              this,
              severity(GraveText.isCalled(call, clause)),
              "Flux cannot say what " + Words.code(call.routine()) + " does",
              "CALL was read, the routine's own statements were not judged",
              "A human must judge it.");
    }
    if (clause.operation() instanceof Query query && clause.postgresql()) {
      return ofQuery(query, clause);
    }
    return clause.operation() instanceof RunBlock block ? ofBlock(block, clause) : List.of();
  }

  private static boolean isKnown(ExaminedClause clause) {
    Dialect dialect = clause.engine().dialect();
    return clause.mysql()
        ? RoutineStatements.known(clause.statement(), clause.script(), clause.before(), dialect)
        : PreparedStatements.known(clause.statement(), clause.script(), dialect);
  }

  private List<Finding> ofQuery(Query query, ExaminedClause clause) {
    List<String> unknown = unknown(query, clause);
    return unknown.isEmpty()
        ? List.of()
        : clause.finding(
            this,
            severity(GraveText.isInRoutines(Set.copyOf(unknown), clause)),
            "Flux cannot say what " + Words.codes(unknown) + " does",
            "the call was read, the statements of the function were not judged",
            "A human must judge it.");
  }

  private Severity severity(boolean grave) {
    return grave ? Severity.DANGER : severity();
  }

  private static List<String> unknown(Query query, ExaminedClause clause) {
    return query.functions().stream()
        .filter(function -> PostgresFacts.mayChange(function, clause.before()))
        .toList();
  }

  private List<Finding> ofBlock(RunBlock block, ExaminedClause clause) {
    if (clause.mysql() && isKnown(clause)) {
      return List.of();
    }
    List<Statement> hidden =
        clause.postgresql()
            ? BlockStatements.hidden(
                clause.statement(),
                block,
                clause.script().text(),
                query -> unknown(query, clause).isEmpty())
            : List.of(clause.statement());
    if (hidden.isEmpty()) {
      return List.of();
    }
    boolean builds = hidden.stream().anyMatch(part -> BUILDS.matcher(part.sql()).find());
    boolean grave =
        builds
            ? GraveText.isIn(block.body())
            : hidden.stream().anyMatch(part -> GraveText.isIn(part.sql()));
    return clause.finding(
        this,
        severity(grave),
        "Flux cannot say all that this block does",
        builds
            ? "it builds SQL when it runs; only its plain statements were judged"
            : "only its plain statements were judged, each as if it ran",
        "Write its statements plainly where that is possible; otherwise a human must judge it.");
  }
}
