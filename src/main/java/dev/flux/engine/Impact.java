package dev.flux.engine;

import dev.flux.sql.ObjectName;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one operation does to a live database.
 *
 * @param locks strongest lock per table, the operation's own table first under the name that the
 *     statement gives it; also of tables that are new in the change, but not of one that the
 *     statement itself creates
 * @param rewrites tables whose rows are written anew, into another file
 * @param emptied tables among those that get a file without rows, so that all work on them is done
 *     in an instant
 * @param scans tables that are read from end to end, also for a rewrite or a build
 * @param builds tables on which an index is built or built anew
 * @param blocking how long the locks matter: for an instant, or as long as a scan, build or rewrite
 *     of the table takes
 * @param transaction whether it may run inside a transaction
 * @param online how MySQL or MariaDB alters the table; empty for everything else
 * @param evidence what the claim rests on
 * @param assumptions what was assumed, one sentence each; empty where it is known
 * @param source manual and section, or that it was measured
 */
public record Impact(
    List<TableLock> locks,
    List<ObjectName> rewrites,
    List<ObjectName> emptied,
    List<ObjectName> scans,
    List<ObjectName> builds,
    Blocking blocking,
    TransactionRule transaction,
    Optional<OnlineDdl> online,
    Evidence evidence,
    List<String> assumptions,
    String source) {
  public Impact {
    locks = List.copyOf(locks);
    rewrites = List.copyOf(rewrites);
    emptied = List.copyOf(emptied);
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

  /**
   * The impact of altering a table on MySQL or MariaDB. Every way takes the exclusive metadata lock
   * for an instant; where rows cannot be changed meanwhile, they are locked for as long as it
   * lasts.
   *
   * @param locks of other tables
   * @param builds whether an index is built
   */
  public static Impact altering(
      OnlineDdl ddl,
      List<TableLock> locks,
      boolean builds,
      List<String> assumptions,
      String source) {
    List<ObjectName> table = List.of(ddl.table());
    LockMode mode = ddl.concurrentWrites() ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE;
    Blocking work = ddl.rewrites() ? Blocking.REWRITE : builds ? Blocking.BUILD : Blocking.INSTANT;
    return new Impact(
        Stream.concat(Stream.of(new TableLock(ddl.table(), mode)), locks.stream()).toList(),
        ddl.rewrites() ? table : List.of(),
        List.of(),
        ddl.rewrites() || builds ? table : List.of(),
        builds ? table : List.of(),
        ddl.concurrentWrites() ? Blocking.INSTANT : work,
        TransactionRule.ANYWHERE,
        Optional.of(ddl),
        assumptions.isEmpty() ? Evidence.KNOWN : Evidence.ASSUMED,
        assumptions,
        source);
  }

  /** Those of the tables that it does not merely empty: what is done there takes its time. */
  public List<ObjectName> filled(List<ObjectName> tables) {
    return tables.stream().filter(table -> !emptied.contains(table)).toList();
  }

  private boolean works(ObjectName table) {
    return !emptied.contains(table)
        && Stream.of(rewrites, scans, builds).anyMatch(tables -> tables.contains(table));
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

  /**
   * This and another impact of one statement together: the strongest lock on each table, the union
   * of the work, the strictest rule and the weakest evidence.
   */
  public Impact and(Impact other) {
    if (online.isPresent() && other.online.isPresent()) {
      return altogether(other, online.get().and(other.online.get()));
    }
    Map<ObjectName, LockMode> strongest = new LinkedHashMap<>();
    Stream.concat(locks.stream(), other.locks.stream())
        .forEach(
            lock ->
                strongest.merge(lock.table(), lock.mode(), (a, b) -> a.compareTo(b) >= 0 ? a : b));
    return new Impact(
        strongest.entrySet().stream().map(e -> new TableLock(e.getKey(), e.getValue())).toList(),
        union(rewrites, other.rewrites),
        Stream.of(this, other)
            .flatMap(impact -> impact.emptied.stream())
            .filter(table -> !works(table) && !other.works(table))
            .distinct()
            .toList(),
        union(scans, other.scans),
        union(builds, other.builds),
        blocking.compareTo(other.blocking) >= 0 ? blocking : other.blocking,
        stricter(transaction, other.transaction),
        online.or(other::online),
        evidence.compareTo(other.evidence) <= 0 ? evidence : other.evidence,
        union(assumptions, other.assumptions),
        source.equals(other.source) ? source : source + "; " + other.source);
  }

  private Impact altogether(Impact other, OnlineDdl whole) {
    List<TableLock> others =
        Stream.concat(locks.stream(), other.locks.stream())
            .filter(lock -> !lock.table().equals(whole.table()))
            .distinct()
            .toList();
    return altering(
        whole,
        others,
        !builds.isEmpty() || !other.builds.isEmpty(),
        union(assumptions, other.assumptions),
        source.equals(other.source) ? source : source + "; " + other.source);
  }

  /** The same, seen on a server: {@code PostgreSQL 16.15}. */
  public Impact measured(String server) {
    return new Impact(
        locks,
        rewrites,
        emptied,
        scans,
        builds,
        blocking,
        transaction,
        online,
        Evidence.MEASURED,
        assumptions,
        source + "; measured on " + server);
  }

  private static TransactionRule stricter(TransactionRule one, TransactionRule other) {
    return one == TransactionRule.ANYWHERE || other == TransactionRule.OUTSIDE_ONLY ? other : one;
  }

  private static <T> List<T> union(List<T> one, List<T> other) {
    return Stream.concat(one.stream(), other.stream()).distinct().toList();
  }
}
