package dev.flux.hazard;

import dev.flux.sql.BlockReader;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.DataOperation;
import dev.flux.sql.DataOperation.Query;
import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The plain statements inside a DO block: each is taken to run. What is built at run time stays
 * hidden.
 */
final class BlockStatements {
  /** Statements of PL/pgSQL that touch neither schema nor rows. */
  private static final Pattern BOOKKEEPING =
      Pattern.compile(
          "(?:raise|return|null|exit|continue|assert|open|close|fetch|move|commit|rollback"
              + "|get\\s+(?:current\\s+|stacked\\s+)?diagnostics)\\b.*|[\\w.\\[\\]\"]+\\s*:?=.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private BlockStatements() {}

  /** The statement's clauses, and behind a DO those of the plain statements in it. */
  static List<Statement.Clause> of(Statement statement, Dialect dialect) {
    if (dialect != Dialect.POSTGRESQL
        || !(statement.clauses().get(0).operation() instanceof RunBlock block)
        || !block.language().equals("plpgsql")) {
      return statement.clauses();
    }
    Stream<Statement.Clause> inner =
        inside(statement, block).stream()
            .flatMap(plain -> plain.clauses().stream())
            .filter(clause -> isPlain(clause.operation()));
    return Stream.concat(statement.clauses().stream(), inner).toList();
  }

  /** The statements of a block that are neither judged nor known to touch nothing. */
  static List<Statement> hidden(Statement statement, RunBlock block, Predicate<Query> harmless) {
    List<Statement> inside = inside(statement, block);
    return inside.isEmpty() ? List.of(statement) : hidden(inside, harmless);
  }

  /** Those of them that are neither judged nor known to touch nothing. */
  static List<Statement> hidden(List<Statement> inside, Predicate<Query> harmless) {
    return inside.stream().filter(plain -> !isKnown(plain, harmless)).toList();
  }

  /** Whether a statement of PL/pgSQL touches neither schema nor rows. */
  static boolean isBookkeeping(Statement plain) {
    return BOOKKEEPING.matcher(plain.sql()).matches();
  }

  private static boolean isKnown(Statement plain, Predicate<Query> harmless) {
    return isBookkeeping(plain)
        || (plain.readable()
            && plain.operations().stream()
                .allMatch(
                    operation ->
                        isPlain(operation)
                            || operation instanceof TableOperation
                            || (operation instanceof Query query && harmless.test(query))));
  }

  /** Empty where the block's text is not found as it stands. */
  private static List<Statement> inside(Statement statement, RunBlock block) {
    int offset = statement.sql().indexOf(block.body());
    if (offset < 0 || !block.language().equals("plpgsql")) {
      return List.of();
    }
    int lines = (int) statement.sql().substring(0, offset).chars().filter(c -> c == '\n').count();
    return BlockReader.statements(block.body()).stream()
        .map(
            inner ->
                inner.behind(
                    statement.span().start() + offset, statement.span().line() - 1 + lines))
        .toList();
  }

  /** Whether it is judged as a statement of the migration's own. */
  static boolean isPlain(Operation operation) {
    // SELECT … INTO sets a variable there.
    return (operation instanceof TableOperation
            && !(operation instanceof TableOperation.CreateTable create
                && create.definition().regionMatches(true, 0, "select", 0, 6)))
        || operation instanceof ColumnOperation
        || operation instanceof ConstraintOperation
        || operation instanceof IndexOperation
        || operation instanceof ObjectOperation
        || operation instanceof DataOperation.Insert
        || operation instanceof DataOperation.Update
        || operation instanceof DataOperation.Delete
        || operation instanceof SessionOperation.SetSetting;
  }
}
