package dev.flux.engine.postgresql;

import dev.flux.engine.EngineFacts;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Evidence;
import dev.flux.engine.Impact;
import dev.flux.engine.LockMode;
import dev.flux.schema.Catalog;
import dev.flux.sql.BlockReader;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Flux says of one statement.
 *
 * @param before the schema that it meets, which knows the tables under their full names
 * @param impact empty where Flux has no fact for a part of it on this version
 */
record Claim(Catalog before, List<Operation> operations, Optional<Impact> impact) {

  static Claim of(String sql, Catalog before, EngineVersion version) {
    List<Operation> operations = operations(sql);
    List<Impact> impacts = new ArrayList<>();
    Catalog catalog = before;
    for (Statement statement : statements(sql)) {
      EngineFacts.Whole whole = EngineFacts.Whole.of(statement, statement.operations(), catalog);
      for (Operation operation : statement.operations()) {
        new PostgresFacts().impact(operation, whole, catalog, version).ifPresent(impacts::add);
        catalog = catalog.after(operation);
      }
    }
    return new Claim(
        before,
        operations,
        impacts.size() == operations.size()
            ? impacts.stream().reduce(Impact::and)
            : Optional.empty());
  }

  static List<Operation> operations(String sql) {
    return statements(sql).stream().map(Statement::operations).flatMap(List::stream).toList();
  }

  private static List<Statement> statements(String sql) {
    return SqlReader.read(sql, Dialect.POSTGRESQL).statements();
  }

  static Catalog fold(Catalog catalog, String sql) {
    Catalog after = catalog;
    for (Operation operation : operations(sql)) {
      after = after.after(operation);
      after = operation instanceof DataOperation.RunBlock block ? fold(after, block) : after;
    }
    return after;
  }

  /** What stands in a block is taken to run, as where a change is examined. */
  private static Catalog fold(Catalog catalog, DataOperation.RunBlock block) {
    Catalog after = catalog;
    for (Statement inside : BlockReader.statements(block.body())) {
      for (Operation operation : inside.operations()) {
        after = after.after(operation);
      }
    }
    return after;
  }

  boolean assumed() {
    return impact.filter(i -> i.evidence() == Evidence.ASSUMED).isPresent();
  }

  boolean outsideOnly() {
    return impact.filter(i -> i.transaction() == Impact.TransactionRule.OUTSIDE_ONLY).isPresent();
  }

  /** Where the server did otherwise, one line each; none where all was said right. */
  List<String> differences(Measurement measured) {
    if (impact.isEmpty()) {
      return List.of("nothing is known of " + operations);
    }
    List<String> differences = new ArrayList<>();
    compare("locks", locks(), measured.locks(), differences);
    compare("rewrites", names(Impact::rewrites), measured.rewrites(), differences);
    if (!reads()) {
      compare("builds", names(Impact::builds), measured.builds(), differences);
    }
    if (measured.scansCounted()) {
      compareScans(measured, differences);
    }
    return differences;
  }

  private static void compare(
      String what, Object claimed, Object measured, List<String> differences) {
    if (!claimed.equals(measured)) {
      differences.add(what + ": said " + claimed + ", measured " + measured);
    }
  }

  /**
   * A rewrite or build scans too, but not every kind of it is counted as a scan; how the rows of a
   * query are found is the planner's choice, that of a function too, which only reads its tables.
   */
  private void compareScans(Measurement measured, List<String> differences) {
    Set<String> claimed = names(Impact::scans);
    Set<String> seen = new TreeSet<>(measured.scans());
    Set<String> worked = new TreeSet<>(names(Impact::rewrites));
    worked.addAll(names(Impact::builds));
    claimed.removeAll(worked);
    seen.removeAll(worked);
    if (reads()) {
      seen.retainAll(claimed);
    } else {
      Map<String, LockMode> locks = locks();
      seen.removeIf(table -> !claimed.contains(table) && ofQueries(locks.get(table)));
    }
    compare("scans", claimed, seen, differences);
  }

  private static boolean ofQueries(@Nullable LockMode lock) {
    return lock == LockMode.ACCESS_SHARE || lock == LockMode.ROW_EXCLUSIVE;
  }

  /** Whether it has a query, which reads as the planner likes. */
  private boolean reads() {
    return operations.stream()
        .anyMatch(
            operation ->
                operation instanceof DataOperation
                    || operation instanceof ObjectOperation.CreateView
                    || operation instanceof ObjectOperation.RefreshMaterializedView
                    || (operation instanceof TableOperation.CreateTable table && table.asQuery()));
  }

  private Map<String, LockMode> locks() {
    Map<String, LockMode> locks = new TreeMap<>();
    for (Impact.TableLock lock : impact.orElseThrow().locks()) {
      locks.merge(name(lock.table()), lock.mode(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
    return locks;
  }

  private String name(ObjectName written) {
    return before.resolve(written).toString();
  }

  private Set<String> names(Function<Impact, List<ObjectName>> part) {
    return part.apply(impact.orElseThrow()).stream()
        .map(this::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
