package dev.flux.engine;

import dev.flux.schema.Catalog;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An impact while it is put together. A table keeps the name under which it was first mentioned,
 * however else it is spelled later, so that the operation's own table has the name of its
 * statement.
 */
public final class ImpactDraft {
  private final Catalog before;
  private final String source;
  private final Map<ObjectName, ObjectName> spelled = new LinkedHashMap<>();
  private final Map<ObjectName, LockMode> locks = new LinkedHashMap<>();
  private final Set<ObjectName> rewrites = new LinkedHashSet<>();
  private final Map<ObjectName, Boolean> emptied = new LinkedHashMap<>();
  private final Set<ObjectName> scans = new LinkedHashSet<>();
  private final Set<ObjectName> builds = new LinkedHashSet<>();
  private final Set<String> assumptions = new LinkedHashSet<>();
  private Impact.TransactionRule transaction = Impact.TransactionRule.ANYWHERE;

  /**
   * Nothing yet.
   *
   * @param source manual and section, or that it was measured
   */
  public ImpactDraft(Catalog before, String source) {
    this.before = before;
    this.source = source;
  }

  private ObjectName name(ObjectName written) {
    return spelled.computeIfAbsent(before.resolve(written), resolved -> written);
  }

  /** Locks a table, at least so. */
  public ImpactDraft lock(ObjectName table, LockMode mode) {
    locks.merge(name(table), mode, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    return this;
  }

  /** Locks tables, each at least so. */
  public ImpactDraft lock(Collection<ObjectName> tables, LockMode mode) {
    tables.forEach(table -> lock(table, mode));
    return this;
  }

  /** Reads tables from end to end. */
  public ImpactDraft scan(Collection<ObjectName> tables) {
    tables.forEach(table -> scans.add(name(table)));
    return this;
  }

  /** Reads a table from end to end. */
  public ImpactDraft scan(ObjectName table) {
    return scan(List.of(table));
  }

  /** Builds an index on each of these tables, which it reads for it. */
  public ImpactDraft build(Collection<ObjectName> tables) {
    tables.forEach(table -> builds.add(name(table)));
    return scan(tables);
  }

  /** Writes the rows of tables anew, which it reads for it. */
  public ImpactDraft rewrite(Collection<ObjectName> tables) {
    tables.forEach(this::replace);
    return scan(tables);
  }

  /** Writes the rows of a relation anew, which come from elsewhere. */
  public ImpactDraft replace(ObjectName relation) {
    rewrites.add(name(relation));
    return this;
  }

  /** Gives a table a new file without rows, and its indexes, where it has any, too. */
  public ImpactDraft empty(ObjectName table, boolean indexed) {
    emptied.put(name(table), indexed);
    return this;
  }

  /** Tables whose rows are written anew, so far. */
  public Set<ObjectName> rewrites() {
    return Set.copyOf(rewrites);
  }

  /** All that another, for the same schema, has; its names may rest on another search path. */
  public ImpactDraft with(ImpactDraft other) {
    other.locks.forEach((table, mode) -> lock(known(table, other), mode));
    other.rewrites.forEach(table -> rewrites.add(name(known(table, other))));
    other.emptied.forEach((table, indexed) -> empty(known(table, other), indexed));
    other.scans.forEach(table -> scans.add(name(known(table, other))));
    other.builds.forEach(table -> builds.add(name(known(table, other))));
    assumptions.addAll(other.assumptions);
    return this;
  }

  private ObjectName known(ObjectName written, ImpactDraft other) {
    ObjectName there = other.before.resolve(written);
    return before.resolve(written).equals(there) ? written : there;
  }

  /** The server refuses it inside a transaction. */
  public ImpactDraft outsideOnly() {
    transaction = Impact.TransactionRule.OUTSIDE_ONLY;
    return this;
  }

  /** What it makes is of use after the commit only. */
  public ImpactDraft usableAfterCommit() {
    transaction = Impact.TransactionRule.USABLE_AFTER_COMMIT;
    return this;
  }

  /** Leaves out tables for which nobody can wait. */
  public ImpactDraft without(Collection<ObjectName> tables) {
    List<ObjectName> names = tables.stream().map(this::name).toList();
    locks.keySet().removeAll(names);
    rewrites.removeAll(names);
    emptied.keySet().removeAll(names);
    scans.removeAll(names);
    builds.removeAll(names);
    return this;
  }

  /** Leaves out relations whose names have the text, and what is assumed of them. */
  public ImpactDraft withoutNamed(String text) {
    Predicate<ObjectName> named = name -> name.toString().contains(text);
    locks.keySet().removeIf(named);
    rewrites.removeIf(named);
    emptied.keySet().removeIf(named);
    scans.removeIf(named);
    builds.removeIf(named);
    assumptions.removeIf(sentence -> sentence.contains(text));
    return this;
  }

  /** Leaves out relations of some kind that are only read. */
  public ImpactDraft withoutReads(Predicate<ObjectName> kind) {
    locks.entrySet().removeIf(e -> e.getValue() == LockMode.ACCESS_SHARE && kind.test(e.getKey()));
    return this;
  }

  /** A sentence that the impact rests on and that was not seen to be true. */
  public ImpactDraft assume(String sentence) {
    assumptions.add(sentence);
    return this;
  }

  /** The whole of it. */
  public Impact impact() {
    List<Impact.TableLock> tableLocks = new ArrayList<>();
    locks.forEach((table, mode) -> tableLocks.add(new Impact.TableLock(table, mode)));
    List<ObjectName> indexed = emptied.keySet().stream().filter(emptied::get).toList();
    return new Impact(
        tableLocks,
        union(rewrites, emptied.keySet()),
        emptied.keySet().stream().filter(table -> !works(table)).toList(),
        union(scans, indexed),
        union(builds, indexed),
        blocking(),
        transaction,
        Optional.empty(),
        assumptions.isEmpty() ? Evidence.KNOWN : Evidence.ASSUMED,
        List.copyOf(assumptions),
        source);
  }

  private boolean works(ObjectName table) {
    return Stream.of(rewrites, scans, builds).anyMatch(tables -> tables.contains(table));
  }

  private static List<ObjectName> union(
      Collection<ObjectName> tables, Collection<ObjectName> others) {
    return Stream.concat(tables.stream(), others.stream()).distinct().toList();
  }

  private Impact.Blocking blocking() {
    if (!rewrites.isEmpty()) {
      return Impact.Blocking.REWRITE;
    }
    if (!builds.isEmpty()) {
      return Impact.Blocking.BUILD;
    }
    return scans.isEmpty() ? Impact.Blocking.INSTANT : Impact.Blocking.SCAN;
  }
}
