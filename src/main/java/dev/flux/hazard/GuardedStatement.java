package dev.flux.hazard;

import dev.flux.engine.Impact;
import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one statement of a DO block that runs it unless what it makes is there already, as generators
 * of migrations and careful people write it, since PostgreSQL has no IF NOT EXISTS for constraints
 * and types.
 */
public final class GuardedStatement {
  private static final Pattern PASSED_OVER =
      Pattern.compile(
          "\\s*begin\\s+([^;]*;)\\s*exception\\s+(?:when\\s+duplicate_\\w+"
              + "(?:\\s+or\\s+duplicate_\\w+)*\\s+then\\s+null\\s*;\\s*)+end\\s*;?\\s*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ASKED_FOR =
      Pattern.compile(
          "\\s*begin\\s+if\\s+not\\s+exists\\s*\\([^;]*?\\b(?:pg_\\w+|information_schema\\.)[^;]*?"
              + "\\)\\s*then\\s+([^;]*;)\\s*end\\s+if\\s*;\\s*end\\s*;?\\s*",
          Pattern.CASE_INSENSITIVE);

  private GuardedStatement() {}

  /** As if it stood by itself; empty where the block does anything else. */
  public static Optional<ExaminedStatement> in(ExaminedStatement block) {
    ExaminedClause whole = block.clauses().get(0);
    if (!(whole.operation() instanceof RunBlock run) || !run.language().equals("plpgsql")) {
      return Optional.empty();
    }
    List<ExaminedClause> inner = block.clauses().subList(1, block.clauses().size());
    return statement(run, whole)
        .filter(only -> only.clauses().equals(inner.stream().map(ExaminedClause::clause).toList()))
        .map(only -> alone(only, inner, block.findings()));
  }

  private static Optional<Statement> statement(RunBlock run, ExaminedClause whole) {
    int offset = whole.statement().sql().indexOf(run.body());
    Matcher guard = PASSED_OVER.matcher(run.body());
    if (!guard.matches()) {
      guard = ASKED_FOR.matcher(run.body());
    }
    if (offset < 0 || !guard.matches()) {
      return Optional.empty();
    }
    int start = whole.statement().span().start() + offset;
    List<Statement> read =
        SqlReader.read(
                whole.script().text(),
                start + guard.start(1),
                start + guard.end(1),
                Dialect.POSTGRESQL)
            .statements();
    return read.size() == 1 ? Optional.of(read.get(0)) : Optional.empty();
  }

  private static ExaminedStatement alone(
      Statement only, List<ExaminedClause> inner, List<Finding> findings) {
    Optional<Impact> impact =
        inner.stream()
            .map(ExaminedClause::impact)
            .reduce((one, other) -> one.flatMap(known -> other.map(known::and)))
            .orElse(Optional.empty());
    int from = only.span().line();
    int to = only.span().endLine();
    return new ExaminedStatement(
        only,
        inner.stream().map(clause -> clause.in(only)).toList(),
        impact,
        findings.stream().filter(f -> f.line() >= from && f.endLine() <= to).toList());
  }
}
