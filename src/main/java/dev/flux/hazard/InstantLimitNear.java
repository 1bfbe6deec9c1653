package dev.flux.hazard;

import dev.flux.engine.OnlineDdl;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;

/**
 * Catches one more INSTANT column where the table has had many.
 *
 * <p>In production: after 64 versions of its rows a table takes no further INSTANT column: the same
 * statement then writes every row anew, or is refused.
 *
 * <p>Engines: MySQL from 8.0.29.
 *
 * <p>Safe path: {@code ALTER TABLE … FORCE, ALGORITHM=INPLACE, LOCK=NONE} in a quiet hour, which
 * begins to count anew.
 *
 * <p>Source: MySQL 8.0 manual, 17.12.1 Online DDL Operations, Adding a Column.
 */
final class InstantLimitNear implements Hazard {
  private static final int LIMIT = 64;

  private static final int NEAR = 48;

  @Override
  public String id() {
    return "instant-limit-near";
  }

  @Override
  public Severity severity() {
    return Severity.ADVICE;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    boolean moves =
        clause.operation() instanceof AddColumn || clause.operation() instanceof DropColumn;
    boolean instant =
        OnlineWork.of(clause)
            .filter(ddl -> ddl.algorithm() == OnlineDdl.Algorithm.INSTANT)
            .isPresent();
    if (!moves || !instant || clause.engine().dialect() != Dialect.MYSQL) {
      return List.of();
    }
    ObjectName name = clause.table().orElseThrow();
    Optional<Table> table = clause.findTable(name);
    int versions = table.map(t -> t.storage().rowVersions()).orElse(0);
    return versions < NEAR
        ? List.of()
        : clause.finding(
            this,
            "Soon no column of " + Words.code(name) + " can be added or dropped as INSTANT",
            "its columns came or went " + versions + " times, and " + LIMIT + " are allowed",
            "Write the table anew with " + Words.code("FORCE") + " in a quiet hour.");
  }
}
