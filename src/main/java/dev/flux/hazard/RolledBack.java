package dev.flux.hazard;

import dev.flux.migration.Migration;
import dev.flux.migration.TransactionMode;
import dev.flux.sql.Dialect;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation.BeginTransaction;
import dev.flux.sql.SessionOperation.CommitTransaction;
import dev.flux.sql.SessionOperation.RollbackTransaction;
import dev.flux.sql.SessionOperation.Savepoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stands between BEGIN and ROLLBACK of one file, or a savepoint and ROLLBACK TO it: it leaves
 * nothing behind, so that nothing is gone. It held its locks until then, and what it did to those
 * that waited is still said. Source: PostgreSQL manual, ROLLBACK and ROLLBACK TO SAVEPOINT; SQLite,
 * Transactions. MySQL and MariaDB commit DDL before.
 */
final class RolledBack {
  /** What is only said because something is no longer there, or there under another name. */
  private static final Set<String> LASTING =
      Set.of(
          "drop-cascade",
          "drop-column",
          "drop-column-takes-dependents",
          "drop-constraint",
          "drop-default-still-needed",
          "drop-not-null",
          "drop-object",
          "drop-policy",
          "drop-primary-key",
          "drop-routine",
          "drop-table",
          "drop-trigger",
          "drop-type",
          "move-to-schema",
          "rename-column",
          "rename-enum-value",
          "rename-table",
          "truncate-table");

  private RolledBack() {}

  /** Takes out of the statements' findings what a ROLLBACK makes untrue. */
  static void excuse(List<ExaminedStatement> statements, Migration migration, Dialect dialect) {
    if (dialect != Dialect.POSTGRESQL && dialect != Dialect.SQLITE) {
      return;
    }
    excuseSinceSavepoint(statements);
    if (migration.transaction().kind() != TransactionMode.Kind.WRAPPED) {
      excuseSinceBegin(statements);
    }
  }

  private static void excuseSinceSavepoint(List<ExaminedStatement> statements) {
    Map<String, Integer> savepoints = new HashMap<>();
    for (int at = 0; at < statements.size(); at++) {
      Operation operation = statements.get(at).clauses().get(0).operation();
      if (operation instanceof CommitTransaction || operation instanceof RollbackTransaction) {
        savepoints.clear();
      } else if (operation instanceof Savepoint savepoint && savepoint.sets()) {
        savepoints.put(savepoint.name(), at);
      } else if (operation instanceof Savepoint savepoint && savepoint.goesBack()) {
        // The savepoint is still there, and what was undone need not be looked at again.
        Integer from = savepoints.replace(savepoint.name(), at);
        statements.subList(from == null ? at : from, at).replaceAll(RolledBack::undone);
      }
    }
  }

  private static void excuseSinceBegin(List<ExaminedStatement> statements) {
    int begin = -1;
    for (int at = 0; at < statements.size(); at++) {
      Operation operation = statements.get(at).clauses().get(0).operation();
      if (operation instanceof BeginTransaction && begin < 0) {
        begin = at;
      } else if (operation instanceof CommitTransaction) {
        begin = -1;
      } else if (operation instanceof RollbackTransaction) {
        statements.subList(Math.max(begin, 0), begin < 0 ? 0 : at).replaceAll(RolledBack::undone);
        begin = -1;
      }
    }
  }

  private static ExaminedStatement undone(ExaminedStatement statement) {
    return statement.with(
        statement.findings().stream()
            .filter(finding -> !LASTING.contains(finding.hazard()))
            .toList());
  }
}
