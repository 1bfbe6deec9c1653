package dev.flux.hazard;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.DataOperation.Query;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.SessionOperation.LockTable;
import dev.flux.sql.TableOperation.CreateTable;

/** What stops nobody on any engine, so that no facts are needed to say so. */
final class Harmless {
  private Harmless() {}

  static boolean is(ExaminedClause clause) {
    Operation operation = clause.operation();
    return creates(operation)
        || (operation instanceof SessionOperation && !(operation instanceof LockTable))
        || (operation instanceof Insert insert && insert.source() == Insert.Source.VALUES)
        || (operation instanceof Query query && !query.locking())
        || isPlainColumn(clause)
        || Subject.of(operation).filter(clause::isNew).isPresent()
        || Reach.isKeyed(clause);
  }

  private static boolean creates(Operation operation) {
    if (operation instanceof CreateTable create) {
      return !create.asQuery() && create.partitionOf().isEmpty();
    }
    return operation instanceof ObjectOperation.CreateObject
        || operation instanceof ObjectOperation.CreateView
        || operation instanceof ObjectOperation.CreateType
        || operation instanceof ObjectOperation.CreateDomain
        || operation instanceof ObjectOperation.CreateRoutine
        || operation instanceof ObjectOperation.SetComment
        || operation instanceof ObjectOperation.ChangePrivileges;
  }

  /** SQLite only edits the stored schema (ALTER TABLE, chapter 4). */
  private static boolean isPlainColumn(ExaminedClause clause) {
    if (clause.engine().dialect() != Dialect.SQLITE
        || !(clause.operation() instanceof AddColumn add)) {
      return false;
    }
    ColumnDefinition column = add.column();
    return column.constraints().isEmpty() && column.generated().isEmpty();
  }
}
