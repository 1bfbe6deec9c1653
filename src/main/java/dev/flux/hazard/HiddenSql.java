package dev.flux.hazard;

import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Catches statements that exist only when the migration runs: built in DO blocks, behind CALL, and
 * in functions that a query calls. Plain statements inside a block are judged by the other hazards.
 * A block, or a routine that the file or the history creates, that holds a statement known to
 * destroy or to block is a danger, and so is one that shows no word of the SQL that it runs.
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
    return clause.operation() instanceof RunBlock block
        ? ofBlock(block, clause)
        : HiddenCall.find(clause).map(hidden -> ofCall(hidden, clause)).orElse(List.of());
  }

  private List<Finding> ofCall(HiddenCall hidden, ExaminedClause clause) {
    return clause.finding(
        this,
        severity(hidden.grave()),
        (hidden.partly() ? "Flux cannot say all that " : "Flux cannot say what ")
            + Words.codes(hidden.routines())
            + (hidden.routines().size() == 1 ? " does" : " do"),
        hidden.partly()
            ? "only plain statements of its text were judged, each as if it ran"
            : "the call was read, the routine's own statements were not judged",
        "A human must judge it.");
  }

  private Severity severity(boolean grave) {
    return grave ? Severity.DANGER : severity();
  }

  private List<Finding> ofBlock(RunBlock block, ExaminedClause clause) {
    if (clause.mysql()
        && CalledRoutine.known(
            clause.statement(), clause.script(), clause.before(), clause.engine().dialect())) {
      return List.of();
    }
    List<Statement> hidden =
        clause.postgresql()
            ? BlockStatements.hidden(
                clause.statement(),
                block,
                query -> HiddenCall.unknown(query, clause.before()).isEmpty())
            : List.of(clause.statement());
    if (hidden.isEmpty()) {
      return List.of();
    }
    boolean builds = hidden.stream().anyMatch(part -> BUILDS.matcher(part.sql()).find());
    boolean grave =
        builds
            ? GraveText.mayBeIn(block.body())
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
