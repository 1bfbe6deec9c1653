package dev.flux.hazard;

import dev.flux.engine.postgresql.PostgresFacts;
import dev.flux.sql.DataOperation.CallRoutine;
import dev.flux.sql.DataOperation.Query;
import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Catches statements that exist only when the migration runs: built in DO blocks, behind CALL, and
 * in functions that a query calls. Plain statements inside a block are judged by the other hazards.
 * A block, or a routine of the same file, that holds a statement known to destroy or to block is a
 * danger.
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
  private static final Pattern GRAVE =
      Pattern.compile(
          "drop\\s+(primary|table|column|schema|view|materialized|type|database|owned)\\b|\\btruncate\\b"
              + "|delete\\s+from\\b|\\bupdate\\s[^;]{0,200}\\sset\\b|\\btype\\s[^;]{0,200}\\busing\\b"
              + "|(set\\s+data|alter\\s+column\\s+\\S+)\\s+type\\b|set\\s+not\\s+null"
              + "|\\bmodify\\s|add\\s+(primary|unique|foreign)\\b"
              + "|rename\\s+(to|column)\\b|vacuum\\s+full|create\\s+(unique\\s+)?index\\s+(?!concurrently)",
          Pattern.CASE_INSENSITIVE);

  /** So many operations of the file are looked through for the routine that one of them calls. */
  private static final int NEAR = 1_000;

  /** Text of more characters is no SQL that a migration puts together. */
  private static final int LONGEST = 10_000;

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
      if (PreparedStatements.known(
          clause.statement(), clause.script(), clause.engine().dialect())) {
        return List.of();
      }
      return clause.finding(
          this,
          ofCall(call, clause),
          "Flux cannot say what " + Words.code(call.routine()) + " does",
          "CALL was read, the routine's own statements were not judged",
          "A human must judge it.");
    }
    if (clause.operation() instanceof Query query && clause.postgresql()) {
      return ofQuery(query, clause);
    }
    return clause.operation() instanceof RunBlock block ? ofBlock(block, clause) : List.of();
  }

  private List<Finding> ofQuery(Query query, ExaminedClause clause) {
    List<String> unknown = unknown(query, clause);
    return unknown.isEmpty()
        ? List.of()
        : clause.finding(
            this,
            ofRoutines(Set.copyOf(unknown), clause),
            "Flux cannot say what " + Words.codes(unknown) + " does",
            "the call was read, the statements of the function were not judged",
            "A human must judge it.");
  }

  private Severity ofCall(CallRoutine call, ExaminedClause clause) {
    if (!PreparedStatements.isExecute(clause.statement())) {
      return ofRoutines(Set.of(call.routine().name()), clause);
    }
    boolean grave =
        PreparedStatements.before(clause.statement(), clause.script()).stream()
            .filter(each -> each.sql().length() <= LONGEST && each.sql().contains("@"))
            .anyMatch(each -> GRAVE.matcher(each.sql()).find());
    return grave ? Severity.DANGER : severity();
  }

  /** Danger where the file itself says that one of these routines does something grave. */
  private Severity ofRoutines(Set<String> names, ExaminedClause clause) {
    boolean grave =
        clause
            .earlierInFile()
            .limit(NEAR)
            .filter(CreateRoutine.class::isInstance)
            .map(CreateRoutine.class::cast)
            .filter(routine -> names.contains(routine.routine().name()))
            .anyMatch(routine -> GRAVE.matcher(routine.body().orElse(routine.text())).find());
    return grave ? Severity.DANGER : severity();
  }

  private static List<String> unknown(Query query, ExaminedClause clause) {
    return query.functions().stream()
        .filter(function -> PostgresFacts.mayChange(function, clause.before()))
        .toList();
  }

  private List<Finding> ofBlock(RunBlock block, ExaminedClause clause) {
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
            ? GRAVE.matcher(block.body()).find()
            : hidden.stream().anyMatch(part -> GRAVE.matcher(part.sql()).find());
    return clause.finding(
        this,
        grave ? Severity.DANGER : severity(),
        "Flux cannot say all that this block does",
        builds
            ? "it builds SQL when it runs; only its plain statements were judged"
            : "only its plain statements were judged, each as if it ran",
        "Write its statements plainly where that is possible; otherwise a human must judge it.");
  }
}
