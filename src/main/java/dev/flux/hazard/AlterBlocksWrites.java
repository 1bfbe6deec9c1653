package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Catches an ALTER that works in place, but lets nobody write meanwhile.
 *
 * <p>In production: writes to the table wait until the work is done; reads go on.
 *
 * <p>Engines: MySQL, MariaDB.
 *
 * <p>Safe path: do the part that blocks by itself in a quiet hour, or use an external online change
 * tool.
 *
 * <p>Source: MySQL 8.0 manual, 17.12.1 Online DDL Operations, Permits Concurrent DML; MariaDB
 * documentation, InnoDB Online DDL; measured.
 */
final class AlterBlocksWrites implements Hazard {
  private static final Set<String> HELD = Set.of("SHARED", "EXCLUSIVE");

  @Override
  public String id() {
    return "alter-blocks-writes";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    Optional<ObjectName> table = OnlineWork.table(clause);
    if (table.isEmpty()
        || clause.isNew(table.get())
        || OnlineWork.copies(clause)
        || !OnlineWork.blocksWrites(clause)) {
      return List.of();
    }
    return clause.finding(
        this,
        "Writes to " + Words.code(table.get()) + " wait until this is done",
        clause.engine().dialect().title() + " does it in place, but refuses LOCK=NONE for it",
        "Run it with an online change tool such as gh-ost or pt-online-schema-change, or in a"
            + " window.");
  }

  /** A lock that is asked for and not needed. */
  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    return OnlineWork.stated(migration)
        .filter(stated -> stated.lock().filter(HELD::contains).isPresent())
        .filter(stated -> stated.needed().concurrentWrites())
        .flatMap(
            stated ->
                stated
                    .at()
                    .finding(
                        this,
                        "Writes to "
                            + Words.code(stated.needed().table())
                            + " wait until this is done",
                        "LOCK=" + stated.lock().orElseThrow() + " is stated where NONE is enough",
                        "Leave it out, or state `LOCK=NONE`.")
                    .stream())
        .toList();
  }

  @Override
  public boolean isSaidBy(Finding other) {
    return other.severity() == Severity.DANGER
        && !other.hazard().equals("alter-copies-table")
        && !other.hazard().equals("algorithm-unsupported");
  }
}
