package dev.flux.hazard;

import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.stream.Stream;

/**
 * Catches a transaction with several foreign keys that lock two or more existing tables, where
 * nothing else speaks of those locks. Spoken once a file.
 *
 * <p>In production: each foreign key takes SHARE ROW EXCLUSIVE on both its tables, and all are held
 * to the end of the transaction: writes to every one of them wait for the slowest, and an
 * application that uses them in another order may deadlock.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: one foreign key in each migration.
 *
 * <p>Source: PostgreSQL manual, 13.3.1 Table-Level Locks; CREATE TABLE, REFERENCES.
 */
final class ForeignKeysOnSeveralTables implements Hazard {
  private static final int SEVERAL = 2;
  private static final LocksSeveralTables LOCKS = new LocksSeveralTables();

  @Override
  public String id() {
    return "foreign-keys-on-several-tables";
  }

  @Override
  public Severity severity() {
    return Severity.ADVICE;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    List<NewForeignKey> keys =
        NewForeignKey.of(migration).stream()
            .filter(key -> key.clause().postgresql() && inUse(key).findFirst().isPresent())
            .toList();
    List<ObjectName> tables =
        keys.stream().flatMap(ForeignKeysOnSeveralTables::inUse).distinct().toList();
    if (keys.size() < SEVERAL
        || tables.size() < SEVERAL
        || !migration.transactional()
        || !LOCKS.examine(migration).isEmpty()) {
      return List.of();
    }
    return keys.get(0)
        .clause()
        .finding(
            this,
            "Writes to " + Words.few(tables) + " wait until the whole transaction ends",
            "each foreign key locks both its tables",
            "Add one foreign key in each migration.");
  }

  /** Of its two tables those that are not new. */
  private static Stream<ObjectName> inUse(NewForeignKey key) {
    return Stream.of(key.child(), key.parent())
        .filter(table -> key.clause().findTable(table).isPresent() && !key.clause().isNew(table));
  }
}
