package dev.flux.hazard;

import dev.flux.sql.DataOperation.CallRoutine;
import dev.flux.sql.DataOperation.RunBlock;
import java.util.List;
import java.util.Locale;

/**
 * Catches statements that exist only when the migration runs: in DO blocks and behind CALL. Plain
 * statements inside a block are judged by the other hazards as well.
 *
 * <p>In production: unknown: the block's own statements take locks and change rows like any other,
 * and Flux does not judge them.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version.
 *
 * <p>Safe path: write the statements plainly where that is possible; otherwise have somebody review
 * the block.
 *
 * <p>Source: PostgreSQL manual, DO; 41.5.4 Executing Dynamic Commands.
 */
final class HiddenSql implements Hazard {
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
      return clause.finding(
          this,
          "Flux cannot say what " + Words.code(call.routine()) + " does",
          "CALL was read, the routine's own statements were not judged",
          "A human must judge it.");
    }
    if (!(clause.operation() instanceof RunBlock block)) {
      return List.of();
    }
    String body = block.body().toLowerCase(Locale.ROOT);
    boolean dynamic = body.contains("execute");
    return clause.finding(
        this,
        "Flux cannot say all that this block does",
        dynamic
            ? "it builds SQL when it runs; only its plain statements were judged"
            : "only its plain statements were judged, each as if it ran",
        "Write its statements plainly where that is possible; otherwise a human must judge it.");
  }
}
