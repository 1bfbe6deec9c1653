package dev.flux.engine.sqlite;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.engine.LockMode;
import dev.flux.schema.Catalog;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What Flux says of one statement.
 *
 * @param refusal why SQLite refuses it
 */
record Claim(List<Operation> operations, Optional<Impact> impact, Optional<String> refusal) {

  static Claim of(String sql, Catalog before, EngineVersion version) {
    List<Operation> operations = operations(sql);
    List<Impact> impacts = new ArrayList<>();
    Optional<String> refusal = Optional.empty();
    Catalog catalog = before;
    for (Operation operation : operations) {
      new SqliteFacts().impact(operation, catalog, version).ifPresent(impacts::add);
      Catalog now = catalog;
      refusal = refusal.or(() -> SqliteFacts.findRefusal(operation, now, version));
      catalog = catalog.after(operation);
    }
    Optional<Impact> whole =
        impacts.size() == operations.size()
            ? impacts.stream().reduce(Impact::and)
            : Optional.empty();
    return new Claim(operations, whole, refusal);
  }

  static List<Operation> operations(String sql) {
    return SqlReader.read(sql, Dialect.SQLITE).statements().stream()
        .map(Statement::operations)
        .flatMap(List::stream)
        .toList();
  }

  static Catalog fold(Catalog catalog, String sql) {
    Catalog after = catalog;
    for (Operation operation : operations(sql)) {
      after = after.after(operation);
    }
    return after;
  }

  /** Where SQLite did otherwise, one line each; none where all was said right. */
  List<String> differences(Measurement measured) {
    List<String> differences = new ArrayList<>();
    if (operations.size() > 1 && operations.get(0) instanceof ColumnOperation) {
      // Several actions of one ALTER TABLE are no fact about any of them.
      return differences;
    }
    if (impact.isEmpty() && refusal.isEmpty()) {
      return List.of("nothing is known of " + operations);
    }
    boolean control =
        operations.stream()
            .anyMatch(
                o ->
                    o instanceof SessionOperation.BeginTransaction
                        || o instanceof SessionOperation.CommitTransaction
                        || o instanceof SessionOperation.RollbackTransaction);
    if (control) {
      return differences;
    }
    compare("refused", refusal.isPresent(), measured.refusal().isPresent(), differences);
    impact
        .filter(claimed -> measured.refusal().isEmpty())
        .ifPresent(claimed -> compare(claimed, measured, differences));
    return differences;
  }

  private void compare(Impact claimed, Measurement measured, List<String> differences) {
    boolean outside = claimed.transaction() == Impact.TransactionRule.OUTSIDE_ONLY;
    compare("outside only", outside, measured.insideRefusal().isPresent(), differences);
    if (!claimed.assumptions().isEmpty()) {
      return;
    }
    boolean rows = operations.stream().anyMatch(o -> o instanceof DataOperation);
    boolean query = operations.stream().anyMatch(o -> o instanceof DataOperation.Query);
    boolean emptied = operations.stream().anyMatch(o -> o instanceof TableOperation.DropTable);
    if (!rows && !emptied) {
      // With foreign keys on, DROP TABLE deletes rows, and writes none anew.
      compare("rewrites", names(claimed.rewrites()), measured.rewrites(), differences);
      compare("builds", names(claimed.builds()), measured.builds(), differences);
    }
    Set<String> scans = new TreeSet<>(measured.scans());
    scans.addAll(measured.rewrites());
    if (query || rows) {
      // What a WHERE or a join makes the planner read is not claimed.
      scans.retainAll(names(claimed.scans()));
    }
    compare("scans", names(claimed.scans()), scans, differences);
    boolean locks = claimed.locks().stream().anyMatch(l -> l.mode() == LockMode.EXCLUSIVE);
    if (locks && measured.rewrites().isEmpty()) {
      compare("takes the write lock", true, measured.writes(), differences);
    }
  }

  private static void compare(
      String what, Object claimed, Object measured, List<String> differences) {
    if (!claimed.equals(measured)) {
      differences.add(what + ": said " + claimed + ", measured " + measured);
    }
  }

  private static Set<String> names(List<ObjectName> tables) {
    return tables.stream().map(ObjectName::toString).collect(Collectors.toCollection(TreeSet::new));
  }
}
