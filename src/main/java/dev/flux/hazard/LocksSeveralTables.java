package dev.flux.hazard;

import dev.flux.engine.Impact;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Catches a transaction that takes strong locks on several existing tables, one after the other.
 * Spoken once a file.
 *
 * <p>In production: it holds the first table while it waits for the second; an application that
 * uses them in another order deadlocks with it.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: one table in each migration.
 *
 * <p>Source: PostgreSQL manual, 13.3.4 Deadlocks.
 */
final class LocksSeveralTables implements Hazard {
  @Override
  public String id() {
    return "locks-several-tables";
  }

  @Override
  public Severity severity() {
    return Severity.WARNING;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    for (ExaminedClause clause : migration.clauses()) {
      if (clause.inTransaction() && strong(clause).findFirst().isPresent()) {
        Set<ObjectName> held =
            clause.held().stream().map(Impact.TableLock::table).collect(Collectors.toSet());
        Set<ObjectName> wanted = strong(clause).collect(Collectors.toSet());
        wanted.removeAll(held);
        if (!held.isEmpty() && !wanted.isEmpty()) {
          return finding(held, wanted, clause);
        }
      }
    }
    return List.of();
  }

  private List<Finding> finding(
      Set<ObjectName> held, Set<ObjectName> wanted, ExaminedClause clause) {
    return clause.finding(
        this,
        "The migration may deadlock with the application, and blocks "
            + Words.codes(held.stream().map(ObjectName::toString).sorted().toList())
            + " while it waits",
        "one transaction locks "
            + Words.codes(wanted.stream().map(ObjectName::toString).sorted().toList())
            + " as well",
        "Change one table in each migration.");
  }

  private static Stream<ObjectName> strong(ExaminedClause clause) {
    return clause.strongLocks().map(Impact.TableLock::table);
  }
}
