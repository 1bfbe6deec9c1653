package dev.flux.hazard;

import dev.flux.sql.DataOperation;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.TableOperation;
import java.util.List;
import java.util.Optional;

/**
 * Catches a file that changes the schema of tables in use more than once.
 *
 * <p>In production: each statement commits by itself. Where the second fails, the first stays, the
 * tool has noted neither, and running the file again fails at the first.
 *
 * <p>Engines: MySQL, MariaDB; every version.
 *
 * <p>Safe path: one statement that changes the schema in each migration; several actions of one
 * table in one ALTER.
 *
 * <p>Source: MySQL 8.0 manual, 15.3.3 Statements That Cause an Implicit Commit.
 */
final class SeveralDdlNotAtomic implements Hazard {
  @Override
  public String id() {
    return "several-ddl-not-atomic";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    List<ExaminedStatement> changes =
        migration.statements().stream().filter(SeveralDdlNotAtomic::changesSchema).toList();
    Optional<ExaminedClause> second =
        changes.stream().skip(1).findFirst().map(statement -> statement.clauses().get(0));
    return second
        .map(
            clause ->
                clause.finding(
                    this,
                    "A failure here leaves what stands above it in place, and the migration cannot"
                        + " be run again as it is",
                    "the file changes the schema "
                        + changes.size()
                        + " times, and "
                        + clause.engine().dialect().title()
                        + " commits each by itself",
                    "Give each a migration of its own, or make one ALTER of those of one table."))
        .orElse(List.of());
  }

  private static boolean changesSchema(ExaminedStatement statement) {
    return statement.clauses().stream().anyMatch(SeveralDdlNotAtomic::changesSchema);
  }

  private static boolean changesSchema(ExaminedClause clause) {
    return clause.mysql()
        && !canRunAgain(clause)
        && !(clause.operation() instanceof DataOperation)
        && !(clause.operation() instanceof SessionOperation)
        && !(clause.operation() instanceof TableOperation.CreateTable)
        && clause.strongLocks().findFirst().isPresent();
  }

  /** Triggers are made anew where each is dropped before, if it is there. */
  private static boolean canRunAgain(ExaminedClause clause) {
    if (clause.operation() instanceof ObjectOperation.DropTrigger drop) {
      return drop.ifExists();
    }
    return clause.operation() instanceof ObjectOperation.CreateTrigger create
        && clause
            .earlierInFile()
            .anyMatch(
                earlier ->
                    earlier instanceof ObjectOperation.DropTrigger drop
                        && drop.ifExists()
                        && drop.trigger().equals(create.trigger().name()));
  }
}
