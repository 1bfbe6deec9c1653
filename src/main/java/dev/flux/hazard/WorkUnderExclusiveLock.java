package dev.flux.hazard;

import dev.flux.engine.Impact;
import dev.flux.engine.LockMode;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.DataOperation.Query;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateView;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.CreateTable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Catches a scan, rewrite, index build or change of many rows, and with less weight a query, after
 * a statement of the same transaction took ACCESS EXCLUSIVE.
 *
 * <p>In production: nothing reads or writes the locked table until all of that work is done, since
 * the lock is held until the commit.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: split the file: what takes the lock alone and short, the long work in a migration
 * of its own.
 *
 * <p>Source: PostgreSQL manual, 13.3.1 Table-Level Locks.
 */
final class WorkUnderExclusiveLock implements Hazard {
  @Override
  public String id() {
    return "work-under-exclusive-lock";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    if (!clause.inTransaction() || !(isLong(clause) || isQuery(clause))) {
      return List.of();
    }
    Set<ObjectName> locked =
        clause.held().stream()
            .filter(lock -> lock.mode() == LockMode.ACCESS_EXCLUSIVE)
            .map(Impact.TableLock::table)
            .collect(Collectors.toSet());
    return locked.isEmpty()
        ? List.of()
        : clause.finding(
            this,
            isLong(clause) ? severity() : Severity.WARNING,
            "Reads and writes of "
                + Words.codes(locked.stream().map(ObjectName::toString).sorted().toList())
                + " wait until this is done as well",
            "the transaction already holds ACCESS EXCLUSIVE, and keeps it until the commit",
            "Do the long work in a migration of its own.");
  }

  private static boolean isLong(ExaminedClause clause) {
    boolean empty = clause.operation() instanceof AddConstraint add && clause.isNew(add.table());
    return (clause.scans() && !empty && !isQuery(clause))
        || clause.builds()
        || clause.rewrites()
        || Reach.changedTable(clause)
            .filter(table -> !clause.isNew(table) && !Bookkeeping.holds(table))
            .isPresent();
  }

  /** How long a query takes only the data says; one that moves a sequence reads little. */
  private static boolean isQuery(ExaminedClause clause) {
    return queried(clause.operation()).stream()
        .anyMatch(table -> !clause.isOwn(table) && isUsers(table));
  }

  private static List<ObjectName> queried(Operation operation) {
    if (operation instanceof Query query) {
      return query.functions().contains("setval") ? List.of() : query.reads();
    }
    if (operation instanceof CreateView view) {
      return view.materialized() && view.withData() ? view.reads() : List.of();
    }
    if (operation instanceof CreateTable table) {
      return table.asQuery() ? table.reads() : List.of();
    }
    return operation instanceof Insert insert && insert.source() == Insert.Source.QUERY
        ? insert.reads()
        : List.of();
  }

  private static boolean isUsers(ObjectName table) {
    return !table.name().startsWith("pg_")
        && table.schema().filter("information_schema"::equals).isEmpty();
  }

  @Override
  public boolean isSaidBy(Finding other) {
    return other.severity() == Severity.DANGER;
  }
}
