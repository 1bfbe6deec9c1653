package dev.flux.shadow;

import dev.flux.migration.Migration;
import dev.flux.migration.TransactionMode;
import dev.flux.rollout.Step;
import dev.flux.sql.Dialect;
import dev.flux.sql.Script;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.List;

/**
 * Statements to be run one after the other in one session.
 *
 * @param mode who begins and commits
 */
public record Run(List<Statement> statements, Mode mode) {
  public Run {
    statements = List.copyOf(statements);
  }

  /** Who begins and commits. */
  public enum Mode {
    /** One transaction around all. */
    TOGETHER,
    /** Each commits by itself. */
    APART,
    /** The statements themselves. */
    OWN
  }

  /** The way up of a migration, as its tool runs it. */
  static Run of(Migration migration, Dialect dialect) {
    Script script =
        SqlReader.read(
            migration.up().file().content(), migration.up().start(), migration.up().end(), dialect);
    boolean together =
        switch (migration.transaction().kind()) {
          case WRAPPED -> true;
          case IMPLICIT -> script.statements().size() > 1;
          case NONE -> false;
        };
    boolean own = migration.transaction().kind() != TransactionMode.Kind.WRAPPED && begins(script);
    return new Run(script.statements(), own ? Mode.OWN : together ? Mode.TOGETHER : Mode.APART);
  }

  /** The same statements, each by itself. */
  Run apart() {
    return new Run(statements, mode == Mode.OWN ? Mode.OWN : Mode.APART);
  }

  /** A step or its way back. */
  static Run of(Step step, String sql, Dialect dialect) {
    Script script = SqlReader.read(sql, dialect);
    Mode mode = step.transactional() ? Mode.TOGETHER : begins(script) ? Mode.OWN : Mode.APART;
    return new Run(script.statements(), mode);
  }

  private static boolean begins(Script script) {
    return script.statements().stream()
        .flatMap(statement -> statement.operations().stream())
        .anyMatch(SessionOperation.BeginTransaction.class::isInstance);
  }
}
