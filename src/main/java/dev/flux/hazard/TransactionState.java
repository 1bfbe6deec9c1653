package dev.flux.hazard;

import dev.flux.engine.Impact.TableLock;
import dev.flux.migration.TransactionMode;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation.BeginTransaction;
import dev.flux.sql.SessionOperation.CommitTransaction;
import dev.flux.sql.SessionOperation.ResetSetting;
import dev.flux.sql.SessionOperation.RollbackTransaction;
import dev.flux.sql.SessionOperation.Savepoint;
import dev.flux.sql.SessionOperation.Session;
import dev.flux.sql.SessionOperation.SetSetting;
import dev.flux.sql.TableOperation.RenameTable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * The transaction and the lock_timeout that hold while one file runs. Source: PostgreSQL manual,
 * 55.2.2.1 Multiple Statements in a Simple Query, and SET.
 */
final class TransactionState {
  /** The server puts what follows a COMMIT in a new transaction of its own. */
  private final boolean implicit;

  private boolean open;
  private boolean sessionTimeout;
  private boolean timeoutBefore;
  private boolean transactionTimeout;
  private List<ExaminedClause> clauses = new ArrayList<>();

  /** Grown, never copied: a file may have tens of thousands of statements. */
  private PSet<TableLock> held = HashTreePSet.empty();

  /** The locks that were held at each savepoint, by name. */
  private PMap<String, PSet<TableLock>> savepoints = HashTreePMap.empty();

  private final List<TableLock> taken = new ArrayList<>();

  /**
   * As the file begins.
   *
   * @param statements how many the file has
   * @param lockTimeout whether one is set elsewhere, such as for the role
   */
  TransactionState(TransactionMode mode, int statements, boolean lockTimeout) {
    sessionTimeout = lockTimeout;
    timeoutBefore = lockTimeout;
    transactionTimeout = lockTimeout;
    implicit = mode.kind() == TransactionMode.Kind.IMPLICIT && statements > 1;
    open = implicit || mode.kind() == TransactionMode.Kind.WRAPPED;
  }

  /** Whether a statement that comes now runs inside a transaction. */
  boolean open() {
    return open;
  }

  /** Whether a lock_timeout holds now. */
  boolean lockTimeout() {
    return transactionTimeout;
  }

  /**
   * What has run in this transaction so far, but for mere changes of rows, which a file may have
   * tens of thousands of and no hazard looks back at; later operations do not change the list.
   */
  List<ExaminedClause> clauses() {
    return new Prefix(clauses, clauses.size());
  }

  /**
   * The locks on tables in use that earlier statements of this transaction hold; on a table that
   * was renamed under both names.
   */
  Set<TableLock> held() {
    return held;
  }

  /** A statement begins: outside a transaction it is one of its own. */
  void beginStatement() {
    held = held.plusAll(taken);
    taken.clear();
    if (!open) {
      forget();
    }
  }

  /** The clause has run. */
  void run(ExaminedClause clause) {
    Operation operation = clause.operation();
    List<TableLock> locks = clause.strongLocks().toList();
    if (!(operation instanceof DataOperation) || !locks.isEmpty()) {
      clauses.add(clause);
    }
    taken.addAll(locks);
    if (operation instanceof RenameTable rename) {
      locks.forEach(
          lock -> taken.add(new TableLock(lock.table().renamed(rename.to()), lock.mode())));
    }
    if (operation instanceof SetSetting set && isLockTimeout(set.name())) {
      set(set.scope(), !isOff(set.value()));
    } else if (operation instanceof ResetSetting reset
        && (isLockTimeout(reset.name()) || reset.name().equals("all"))) {
      set(SetSetting.Scope.SESSION, false);
    } else if (operation instanceof Session session
        && session.text().strip().matches("(?is)discard\\s+all")) {
      set(SetSetting.Scope.SESSION, false);
    } else if (operation instanceof Savepoint savepoint) {
      run(savepoint);
    } else if (operation instanceof BeginTransaction && !open) {
      open = true;
      timeoutBefore = sessionTimeout;
      forget();
    } else if (operation instanceof CommitTransaction || operation instanceof RollbackTransaction) {
      // A rollback takes back what SET did inside the transaction.
      sessionTimeout = operation instanceof RollbackTransaction ? timeoutBefore : sessionTimeout;
      timeoutBefore = sessionTimeout;
      open = implicit;
      forget();
      transactionTimeout = sessionTimeout;
    }
  }

  private void run(Savepoint savepoint) {
    if (savepoint.sets()) {
      savepoints = savepoints.plus(savepoint.name(), held);
    } else if (savepoint.goesBack()) {
      held = savepoints.getOrDefault(savepoint.name(), held);
    }
  }

  /** Everything so far is committed, and holds no lock any more. */
  void forget() {
    savepoints = HashTreePMap.empty();
    clauses = new ArrayList<>();
    held = HashTreePSet.empty();
    taken.clear();
  }

  private void set(SetSetting.Scope scope, boolean on) {
    if (scope == SetSetting.Scope.LOCAL) {
      transactionTimeout = open ? on : transactionTimeout;
    } else {
      sessionTimeout = on;
      transactionTimeout = on;
      timeoutBefore = open ? timeoutBefore : on;
    }
  }

  private static boolean isLockTimeout(String setting) {
    return setting.equals("lock_timeout") || setting.equals("lock_wait_timeout");
  }

  private static boolean isOff(String value) {
    return value.matches("0+ *(us|ms|s|min|h|d)?|(?i)default");
  }

  /** The first elements of a list that only grows; a copy for each clause would be quadratic. */
  private static final class Prefix extends AbstractList<ExaminedClause> implements RandomAccess {
    private final List<ExaminedClause> whole;
    private final int size;

    Prefix(List<ExaminedClause> whole, int size) {
      this.whole = whole;
      this.size = size;
    }

    @Override
    public ExaminedClause get(int index) {
      if (index >= size) {
        throw new IndexOutOfBoundsException(index);
      }
      return whole.get(index);
    }

    @Override
    public int size() {
      return size;
    }
  }
}
