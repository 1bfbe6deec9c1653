package dev.flux.sql;

import dev.flux.sql.Statement.Clause;
import java.util.List;

/**
 * Reads statements that carry another one: EXPLAIN, PREPARE, COPY of a query, SET STATEMENT.
 * Sources: PostgreSQL manual, EXPLAIN, PREPARE, COPY; MariaDB documentation, SET STATEMENT.
 */
final class CarriedStatement {
  private final Tokens tokens;
  private final int start;

  /**
   * @param start first token of the whole statement
   */
  CarriedStatement(Tokens tokens, int start) {
    this.tokens = tokens;
    this.start = start;
  }

  /** EXPLAIN ANALYZE runs what it explains; a plan locks what it reads. */
  List<Clause> explained() {
    boolean runs =
        tokens.is("ANALYZE") || (tokens.isSymbol('(') && analyzes(tokens.copy().group()));
    if (tokens.isSymbol('(')) {
      tokens.skipGroup();
    }
    tokens.takeAny("ANALYZE");
    tokens.takeAny("VERBOSE");
    if (tokens.postgres() && (runs || tokens.isAny("SELECT", "TABLE", "VALUES"))) {
      return runs ? inner(tokens.at(), tokens.end()) : planned();
    }
    if (runs) {
      throw tokens.unexpected("EXPLAIN without ANALYZE");
    }
    return session();
  }

  private static boolean analyzes(Tokens options) {
    return ExpressionReader.names(options).names().contains("analyze");
  }

  /** A query is looked through at once; what changes rows does so when it is executed. */
  List<Clause> prepared() {
    int behind = tokens.at();
    tokens.skip();
    if (tokens.isSymbol('(')) {
      tokens.skipGroup();
    }
    if (tokens.postgres() && tokens.take("AS") && tokens.isAny("SELECT", "TABLE", "VALUES")) {
      return planned();
    }
    tokens.backTo(behind);
    return session();
  }

  /** COPY of a query, or of the rows that a change returns. */
  List<Clause> copied() {
    int open = tokens.at();
    tokens.skipGroup();
    int close = tokens.at() - 1;
    tokens.expect("TO");
    return inner(open + 1, close);
  }

  /** SET STATEMENT … FOR of MariaDB: the settings hold for the statement behind them alone. */
  List<Clause> behindSettings() {
    while (!tokens.take("FOR")) {
      if (tokens.done()) {
        throw tokens.unexpected("FOR");
      }
      tokens.skip();
    }
    return inner(tokens.at(), tokens.end());
  }

  private List<Clause> planned() {
    return inner(tokens.at(), tokens.end()).stream()
        .map(
            clause ->
                clause.operation() instanceof DataOperation.Query query
                    ? new Clause(clause.span(), query.planned())
                    : clause)
        .toList();
  }

  private List<Clause> inner(int first, int behind) {
    List<Clause> clauses = new StatementReader(tokens.range(first, behind)).read();
    tokens.skipAll();
    return clauses;
  }

  private List<Clause> session() {
    Operation operation = new SessionReader(tokens).other();
    return List.of(new Clause(tokens.span(start, tokens.end()), operation));
  }
}
