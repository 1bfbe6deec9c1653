package dev.flux.engine;

import dev.flux.sql.ObjectName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one operation does to a live database.
 *
 * @param locks strongest lock per table, the operation's own table first; new tables are left out
 * @param rewrites tables whose rows are written anew
 * @param scans tables that are read from end to end
 * @param builds tables on which an index is built or built anew
 * @param blocking how long the locks matter: for an instant, or as long as a scan, build or rewrite
 *     of the table takes
 * @param transaction whether it may run inside a transaction
 * @param evidence what the claim rests on
 * @param assumptions what was assumed, one sentence each; empty where it is known
 * @param source manual and section, or that it was measured
 */
public record Impact(
    List<TableLock> locks,
    List<ObjectName> rewrites,
    List<ObjectName> scans,
    List<ObjectName> builds,
    Blocking blocking,
    TransactionRule transaction,
    Evidence evidence,
    List<String> assumptions,
    String source) {
  public Impact {
    locks = List.copyOf(locks);
    rewrites = List.copyOf(rewrites);
    scans = List.copyOf(scans);
    builds = List.copyOf(builds);
    assumptions = List.copyOf(assumptions);
  }

  /** A lock that an operation takes on a table. */
  public record TableLock(ObjectName table, LockMode mode) {}

  /** How long locks are held for the work itself, the shortest first. */
  public enum Blocking {
    INSTANT,
    SCAN,
    BUILD,
    REWRITE;

    /** In JSON and for people. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where an operation may run. */
  public enum TransactionRule {
    ANYWHERE,
    /** The server refuses it inside a transaction. */
    OUTSIDE_ONLY,
    /** Allowed, but its result must not be used before the commit. */
    USABLE_AFTER_COMMIT
  }

  /** Whether any of its locks makes plain reads wait. */
  public boolean blocksReads() {
    return locks.stream().anyMatch(lock -> lock.mode().blocksReads());
  }

  /** Whether any of its locks makes writes wait. */
  public boolean blocksWrites() {
    return locks.stream().anyMatch(lock -> lock.mode().blocksWrites());
  }

  /** The strongest lock on a table. */
  public Optional<LockMode> lockOn(ObjectName table) {
    return locks.stream()
        .filter(lock -> lock.table().equals(table))
        .map(TableLock::mode)
        .max(Comparator.naturalOrder());
  }
}
