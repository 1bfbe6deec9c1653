package dev.flux.hazard;

import dev.flux.schema.Catalog;
import dev.flux.sql.BlockReader;
import dev.flux.sql.DataOperation.CallRoutine;
import dev.flux.sql.DataOperation.Query;
import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.Operation;
import dev.flux.sql.Script;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What CALL, EXECUTE and {@code BEGIN NOT ATOMIC} run on MySQL and MariaDB: the plain statements of
 * a procedure that the history or the file itself creates, and what it prepares from constant text.
 * Each is taken to run, whatever stands around it; batches of rows are left out. Source: MySQL 8.0
 * manual, 15.2.1 CALL; MariaDB documentation, BEGIN END.
 */
final class RoutineStatements {
  private static final int DEEPEST = 4;
  private static final int LONGEST = 100_000;

  /** Statements of stored programs that touch neither schema nor rows. */
  private static final Pattern BOOKKEEPING =
      Pattern.compile(
          "(?:declare|set|open|fetch|close|leave|iterate|return|signal|resignal|prepare|deallocate"
              + "|get\\s+(?:current\\s+|stacked\\s+)?diagnostics|commit|rollback)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Dialect dialect;
  private final Catalog before;
  private final List<Operation> operations = new ArrayList<>();
  private boolean whole = true;

  private RoutineStatements(Dialect dialect, Catalog before) {
    this.dialect = dialect;
    this.before = before;
  }

  /** The statement's clauses, and behind a call or block those of what it is known to run. */
  static List<Statement.Clause> of(
      Statement statement, Script script, Catalog before, Dialect dialect) {
    Stream<Statement.Clause> inner =
        read(statement, script, before, dialect).operations.stream()
            .map(operation -> new Statement.Clause(statement.span(), operation));
    return Stream.concat(statement.clauses().stream(), inner).toList();
  }

  /** Whether all is known that the statement runs. */
  static boolean known(Statement statement, Script script, Catalog before, Dialect dialect) {
    return read(statement, script, before, dialect).whole;
  }

  /** Whether some of what the statement runs is judged, though not all of it may be known. */
  static boolean judges(Statement statement, Script script, Catalog before, Dialect dialect) {
    return !read(statement, script, before, dialect).operations.isEmpty();
  }

  private static RoutineStatements read(
      Statement statement, Script script, Catalog before, Dialect dialect) {
    RoutineStatements read = new RoutineStatements(dialect, before);
    Operation operation = statement.clauses().get(0).operation();
    if (operation instanceof CallRoutine call) {
      read.called(statement, call, script, Variables.NONE, 0);
    } else if (operation instanceof RunBlock block) {
      read.body(block.body(), Variables.NONE, 0);
    }
    return read;
  }

  /** CALL, or EXECUTE of what was prepared. */
  private void called(
      Statement statement, CallRoutine call, Script script, Variables variables, int depth) {
    if (!PreparedStatements.isExecute(statement)) {
      call(call, depth);
      return;
    }
    Optional<List<Operation>> prepared =
        PreparedStatements.operations(statement, script, dialect, variables);
    whole &= prepared.isPresent();
    prepared.orElse(List.of()).stream().filter(BlockStatements::isPlain).forEach(operations::add);
  }

  private void call(CallRoutine call, int depth) {
    List<CreateRoutine> known =
        before.routines().stream()
            .filter(name -> isCalled(name, call.routine()))
            .flatMap(name -> before.routines(name).stream())
            .toList();
    Optional<String> body = known.stream().findFirst().flatMap(CreateRoutine::body);
    if (known.size() != 1 || body.isEmpty() || depth == DEEPEST) {
      whole = false;
      return;
    }
    body(body.get(), Variables.given(known.get(0), call), depth);
  }

  /** Names of routines are not case-sensitive (manual, 11.2.3). */
  private static boolean isCalled(ObjectName known, ObjectName called) {
    boolean sameSchema =
        called.schema().isEmpty()
            || known.schema().isEmpty()
            || known.schema().equals(called.schema());
    return sameSchema && known.name().equalsIgnoreCase(called.name());
  }

  private void body(String body, Variables variables, int depth) {
    if (body.length() > LONGEST) {
      whole = false;
      return;
    }
    Script script = BlockReader.ofMysql(body, dialect);
    BatchLoops loops = BatchLoops.of(body);
    script.statements().stream()
        .filter(statement -> !loops.batch(statement))
        .forEach(statement -> take(statement, script, variables, depth));
  }

  private void take(Statement statement, Script script, Variables variables, int depth) {
    if (statement.operations().get(0) instanceof CallRoutine call) {
      called(statement, call, script, variables, depth + 1);
      return;
    }
    if (BOOKKEEPING.matcher(statement.sql()).matches()) {
      return;
    }
    statement.operations().stream().filter(BlockStatements::isPlain).forEach(operations::add);
    whole &= statement.readable() && statement.operations().stream().allMatch(this::isJudged);
  }

  private boolean isJudged(Operation operation) {
    return BlockStatements.isPlain(operation)
        || operation instanceof Query
        || operation instanceof SessionOperation;
  }
}
