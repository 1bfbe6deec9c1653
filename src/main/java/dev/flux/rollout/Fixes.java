package dev.flux.rollout;

import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.hazard.Finding;
import dev.flux.rollout.Rollout.Fix;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.sql.KeywordCase;
import dev.flux.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Places where a line more in the same file is the whole remedy: a missing lock_timeout, or
 * lock_wait_timeout.
 */
final class Fixes {
  private static final String HAZARD = "no-lock-timeout";

  private Fixes() {}

  /** Those of a change, in the case of its author's key words. */
  static List<Fix> of(Examination examination, KeywordCase keywords) {
    List<Fix> fixes = new ArrayList<>();
    for (ExaminedMigration migration : examination.migrations()) {
      for (Finding finding : migration.findings()) {
        if (finding.hazard().equals(HAZARD)) {
          fix(migration, finding).map(fix -> fix.written(keywords)).ifPresent(fixes::add);
        }
      }
    }
    return fixes;
  }

  private static Optional<Fix> fix(ExaminedMigration migration, Finding finding) {
    Optional<Statement> statement =
        migration.script().statements().stream()
            .filter(s -> s.span().line() <= finding.line() && finding.line() <= s.span().endLine())
            .findFirst();
    if (statement.isPresent() && OnlineSql.speaks(migration.before().dialect())) {
      return onMysql(migration, finding, statement.get());
    }
    if (statement.isEmpty() || !migration.transactional()) {
      return Optional.empty();
    }
    int line = statement.get().span().line();
    String text = migration.script().text();
    int start = text.lastIndexOf('\n', statement.get().span().start() - 1) + 1;
    boolean first = text.substring(start, statement.get().span().start()).isBlank();
    int end = text.indexOf('\n', start);
    String written = text.substring(start, end < 0 ? text.length() : end).stripTrailing();
    return first
        ? Optional.of(
            new Fix(HAZARD, finding.path(), line, line, Sql.LOCK_TIMEOUT + "\n" + written))
        : Optional.empty();
  }

  /** The whole statement, which says how it must be done as well. */
  private static Optional<Fix> onMysql(
      ExaminedMigration migration, Finding finding, Statement statement) {
    String text = migration.script().text();
    int start = text.lastIndexOf('\n', statement.span().start() - 1) + 1;
    int end = text.indexOf('\n', statement.span().end());
    String behind = text.substring(statement.span().end(), end < 0 ? text.length() : end);
    boolean alone =
        text.substring(start, statement.span().start()).isBlank() && behind.strip().equals(";");
    return migration.clauses().stream()
        .filter(clause -> clause.statement().equals(statement))
        .filter(clause -> alone)
        .findFirst()
        .map(clause -> new OnlineSql(clause.before(), clause.engine()))
        .map(
            online ->
                new Fix(
                    HAZARD,
                    finding.path(),
                    statement.span().line(),
                    statement.span().endLine(),
                    OnlineSql.LOCK_WAIT + "\n" + online.stated(statement.sql() + ";")));
  }
}
