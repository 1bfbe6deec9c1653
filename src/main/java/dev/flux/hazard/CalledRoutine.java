package dev.flux.hazard;

import dev.flux.engine.postgresql.PostgresFacts;
import dev.flux.schema.Catalog;
import dev.flux.sql.BlockReader;
import dev.flux.sql.DataOperation.CallRoutine;
import dev.flux.sql.DataOperation.Query;
import dev.flux.sql.Dialect;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.Operation;
import dev.flux.sql.Script;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A routine of PostgreSQL that CALL or a query runs, as the history or the file wrote it last. Its
 * plain statements are taken to run where it is called; those in a loop stay hidden, since nobody
 * knows how often they run. Source: PostgreSQL manual, CALL; 4.2.6 Function Calls.
 *
 * @param body as written
 * @param plain the statements that are judged, among them those that touch nothing
 * @param looped those that a loop repeats
 */
record CalledRoutine(String body, List<Statement> plain, List<Statement> looped) {
  private static final int LONGEST = 100_000;

  /** Bodies of the SQL standard, which are no list of statements. */
  private static final Pattern STANDARD =
      Pattern.compile(
          "\\s*(?:return|begin\\s+atomic)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  CalledRoutine {
    plain = List.copyOf(plain);
    looped = List.copyOf(looped);
  }

  /** Empty where its text was not seen, is not alone of its name, or is in another language. */
  static Optional<CalledRoutine> find(ObjectName name, Catalog before) {
    List<CreateRoutine> known = before.routines(name);
    return known.size() == 1
        ? known.get(0).body().flatMap(body -> read(known.get(0).language(), body))
        : Optional.empty();
  }

  /** Whether all is known, and judged, that a statement runs which calls something. */
  static boolean known(Statement statement, Script script, Catalog before, Dialect dialect) {
    if (dialect != Dialect.POSTGRESQL) {
      return RoutineStatements.known(statement, script, before, dialect);
    }
    return PreparedStatements.isExecute(statement)
        ? PreparedStatements.known(statement, script, dialect)
        : statement.clauses().get(0).operation() instanceof CallRoutine call
            && isJudged(call.routine(), before);
  }

  /** Whether a routine holds nothing but what is judged where it is called. */
  static boolean isJudged(ObjectName routine, Catalog before) {
    Predicate<Query> harmless =
        query ->
            query.functions().stream()
                .noneMatch(function -> PostgresFacts.mayChange(function, before));
    return find(routine, before).filter(found -> found.hidden(harmless).isEmpty()).isPresent();
  }

  private static Optional<CalledRoutine> read(String language, String body) {
    boolean block = language.equals("plpgsql");
    if (body.length() > LONGEST
        || !(block || (language.equals("sql") && !STANDARD.matcher(body).matches()))) {
      return Optional.empty();
    }
    List<Statement> all =
        block
            ? BlockReader.statements(body)
            : SqlReader.read(body, Dialect.POSTGRESQL).statements();
    List<Loops.Loop> loops =
        block
            ? Loops.PLPGSQL.in(body, 0, body.length()).stream()
                .filter(loop -> !loop.counted())
                .toList()
            : List.of();
    Predicate<Statement> repeated =
        statement -> loops.stream().anyMatch(loop -> loop.holds(statement.span()));
    return Optional.of(
        new CalledRoutine(
            body,
            all.stream().filter(repeated.negate()).toList(),
            all.stream().filter(repeated).toList()));
  }

  /** The statement's clauses, and behind a call those of the plain statements that it runs. */
  static List<Statement.Clause> clauses(Statement statement, Catalog before) {
    Stream<Statement.Clause> inner =
        called(statement.clauses().get(0).operation())
            .flatMap(name -> find(name, before).stream())
            .flatMap(routine -> routine.plain().stream())
            .filter(plain -> !BlockStatements.isBookkeeping(plain))
            .flatMap(plain -> plain.operations().stream())
            .filter(BlockStatements::isPlain)
            .map(operation -> new Statement.Clause(statement.span(), operation));
    return Stream.concat(statement.clauses().stream(), inner).toList();
  }

  private static Stream<ObjectName> called(Operation operation) {
    if (operation instanceof CallRoutine call) {
      return Stream.of(call.routine());
    }
    return operation instanceof Query query
        ? query.functions().stream().map(Identifiers::name)
        : Stream.empty();
  }

  /** The statements that are neither judged nor known to touch nothing. */
  private List<Statement> hidden(Predicate<Query> harmless) {
    return Stream.concat(
            BlockStatements.hidden(plain, harmless).stream(),
            looped.stream().filter(each -> !BlockStatements.isBookkeeping(each)))
        .toList();
  }
}
