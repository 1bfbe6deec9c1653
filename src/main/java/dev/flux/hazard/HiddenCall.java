package dev.flux.hazard;

import dev.flux.engine.postgresql.PostgresFacts;
import dev.flux.schema.Catalog;
import dev.flux.sql.DataOperation.CallRoutine;
import dev.flux.sql.DataOperation.Query;
import dev.flux.sql.Dialect;
import dev.flux.sql.Identifiers;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A call of which not all is known and judged.
 *
 * @param routines that it names
 * @param partly whether plain statements of theirs were judged
 * @param grave whether their text destroys or blocks, or is a procedure's that no file shows
 */
record HiddenCall(List<String> routines, boolean partly, boolean grave) {
  HiddenCall {
    routines = List.copyOf(routines);
  }

  /** CALL or EXECUTE, or on PostgreSQL a query that calls a function; empty where all is known. */
  static Optional<HiddenCall> find(ExaminedClause clause) {
    if (clause.operation() instanceof CallRoutine call) {
      return ofCall(call, clause);
    }
    return clause.operation() instanceof Query query && clause.postgresql()
        ? ofQuery(query, clause)
        : Optional.empty();
  }

  private static Optional<HiddenCall> ofCall(CallRoutine call, ExaminedClause clause) {
    Dialect dialect = clause.engine().dialect();
    if (CalledRoutine.known(clause.statement(), clause.script(), clause.before(), dialect)) {
      return Optional.empty();
    }
    boolean partly =
        clause.mysql()
            ? RoutineStatements.judges(
                clause.statement(), clause.script(), clause.before(), dialect)
            : CalledRoutine.find(call.routine(), clause.before()).isPresent();
    boolean unseen =
        !PreparedStatements.isExecute(clause.statement())
            && clause.before().routines().stream()
                .noneMatch(known -> known.name().equalsIgnoreCase(call.routine().name()));
    return Optional.of(
        new HiddenCall(
            List.of(call.routine().name()), partly, unseen || GraveText.isCalled(call, clause)));
  }

  private static Optional<HiddenCall> ofQuery(Query query, ExaminedClause clause) {
    List<String> unknown = unknown(query, clause.before());
    boolean partly =
        unknown.stream()
            .map(Identifiers::name)
            .anyMatch(name -> CalledRoutine.find(name, clause.before()).isPresent());
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HiddenCall(unknown, partly, GraveText.isInRoutines(Set.copyOf(unknown), clause)));
  }

  /** The functions that a query calls and that may change something that is not judged. */
  static List<String> unknown(Query query, Catalog before) {
    return query.functions().stream()
        .filter(function -> PostgresFacts.mayChange(function, before))
        .filter(function -> !CalledRoutine.isJudged(Identifiers.name(function), before))
        .toList();
  }
}
