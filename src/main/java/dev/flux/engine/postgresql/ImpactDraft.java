package dev.flux.engine.postgresql;

import dev.flux.engine.Evidence;
import dev.flux.engine.Impact;
import dev.flux.engine.LockMode;
import dev.flux.schema.Catalog;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An impact while it is put together. A table keeps the name under which it was first mentioned,
 * however else it is spelled later, so that the operation's own table has the name of its
 * statement.
 */
final class ImpactDraft {
  private final Catalog before;
  private final String source;
  private final Map<ObjectName, ObjectName> spelled = new LinkedHashMap<>();
  private final Map<ObjectName, LockMode> locks = new LinkedHashMap<>();
  private final Set<ObjectName> rewrites = new LinkedHashSet<>();
  private final Set<ObjectName> scans = new LinkedHashSet<>();
  private final Set<ObjectName> builds = new LinkedHashSet<>();
  private final Set<String> assumptions = new LinkedHashSet<>();
  private Impact.TransactionRule transaction = Impact.TransactionRule.ANYWHERE;

  ImpactDraft(Catalog before, String source) {
    this.before = before;
    this.source = source;
  }

  private ObjectName name(ObjectName written) {
    return spelled.computeIfAbsent(before.resolve(written), resolved -> written);
  }

  /** Locks a table, at least so. */
  ImpactDraft lock(ObjectName table, LockMode mode) {
    locks.merge(name(table), mode, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    return this;
  }

  ImpactDraft lock(Collection<ObjectName> tables, LockMode mode) {
    tables.forEach(table -> lock(table, mode));
    return this;
  }

  ImpactDraft scan(Collection<ObjectName> tables) {
    tables.forEach(table -> scans.add(name(table)));
    return this;
  }

  ImpactDraft scan(ObjectName table) {
    return scan(List.of(table));
  }

  ImpactDraft build(Collection<ObjectName> tables) {
    tables.forEach(table -> builds.add(name(table)));
    return scan(tables);
  }

  ImpactDraft rewrite(Collection<ObjectName> tables) {
    tables.forEach(table -> rewrites.add(name(table)));
    return scan(tables);
  }

  ImpactDraft outsideOnly() {
    transaction = Impact.TransactionRule.OUTSIDE_ONLY;
    return this;
  }

  ImpactDraft usableAfterCommit() {
    transaction = Impact.TransactionRule.USABLE_AFTER_COMMIT;
    return this;
  }

  /** A sentence that the impact rests on and that was not seen to be true. */
  ImpactDraft assume(String sentence) {
    assumptions.add(sentence);
    return this;
  }

  Impact impact() {
    List<Impact.TableLock> tableLocks = new ArrayList<>();
    locks.forEach((table, mode) -> tableLocks.add(new Impact.TableLock(table, mode)));
    return new Impact(
        tableLocks,
        List.copyOf(rewrites),
        List.copyOf(scans),
        List.copyOf(builds),
        blocking(),
        transaction,
        assumptions.isEmpty() ? Evidence.KNOWN : Evidence.ASSUMED,
        List.copyOf(assumptions),
        source);
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
