package dev.flux.sql;

import dev.flux.sql.SessionOperation.Maintain;
import dev.flux.sql.TableOperation.RewriteTable;
import dev.flux.sql.TableOperation.RewriteTable.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads statements about transactions, locks and upkeep. */
final class SessionReader {
  private static final String[] TRANSACTION_WORDS = {
    "WORK",
    "TRANSACTION",
    "TRAN",
    "ISOLATION",
    "LEVEL",
    "READ",
    "WRITE",
    "ONLY",
    "COMMITTED",
    "UNCOMMITTED",
    "REPEATABLE",
    "SERIALIZABLE",
    "NOT",
    "DEFERRABLE",
    "IMMEDIATE",
    "EXCLUSIVE",
    "DEFERRED",
    "WITH",
    "CONSISTENT",
    "SNAPSHOT",
    "AND",
    "NO",
    "CHAIN",
    "RELEASE"
  };

  private final Tokens tokens;

  SessionReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Behind BEGIN or START TRANSACTION. */
  Operation begin() {
    modes();
    return new SessionOperation.BeginTransaction(tokens.text());
  }

  /** Behind COMMIT or END. */
  Operation commit() {
    if (tokens.take("PREPARED")) {
      tokens.string("a transaction");
      return new SessionOperation.Session(tokens.text());
    }
    modes();
    return new SessionOperation.CommitTransaction(tokens.text());
  }

  /** Behind ROLLBACK or ABORT. */
  Operation rollback() {
    tokens.takeAny("WORK", "TRANSACTION");
    if (tokens.take("PREPARED")) {
      tokens.string("a transaction");
      return new SessionOperation.Session(tokens.text());
    }
    if (tokens.take("TO")) {
      tokens.take("SAVEPOINT");
      return savepoint();
    }
    modes();
    return new SessionOperation.RollbackTransaction(tokens.text());
  }

  /** Behind SAVEPOINT or RELEASE. */
  Operation savepoint() {
    tokens.take("SAVEPOINT");
    tokens.identifier("a savepoint");
    return new SessionOperation.Savepoint(tokens.text());
  }

  private void modes() {
    while (tokens.takeAny(TRANSACTION_WORDS) || tokens.takeSymbol(',')) {
      // Each call takes one.
    }
  }

  /** Behind LOCK. */
  Operation lock() {
    boolean several = tokens.mysql() && tokens.take("TABLES");
    tokens.take("TABLE");
    if (several || tokens.mysql()) {
      return mysqlLock();
    }
    List<ObjectName> tables = onlyNames();
    String mode = "ACCESS EXCLUSIVE";
    if (tokens.take("IN")) {
      StringBuilder words = new StringBuilder();
      while (!tokens.take("MODE")) {
        words.append(words.length() > 0 ? " " : "").append(tokens.identifier("MODE"));
      }
      mode = words.toString().toUpperCase(Locale.ROOT);
    }
    tokens.take("NOWAIT");
    return new SessionOperation.LockTable(tables, mode);
  }

  private Operation mysqlLock() {
    List<ObjectName> tables = new ArrayList<>();
    String mode = "READ";
    do {
      tables.add(tokens.name("a table name"));
      if (tokens.take("AS") || !tokens.isAny("READ", "WRITE", "LOW_PRIORITY")) {
        tokens.identifier("an alias");
      }
      tokens.take("LOW_PRIORITY");
      if (tokens.take("WRITE")) {
        mode = "WRITE";
      } else {
        tokens.expect("READ");
        tokens.take("LOCAL");
      }
    } while (tokens.takeSymbol(','));
    return new SessionOperation.LockTable(tables, mode);
  }

  private List<ObjectName> onlyNames() {
    List<ObjectName> tables = new ArrayList<>();
    do {
      boolean bracket = tokens.take("ONLY") && tokens.takeSymbol('(');
      tables.add(tokens.name("a table name"));
      if (bracket && !tokens.takeSymbol(')')) {
        throw tokens.unexpected("`)`");
      }
      tokens.takeOperator("*");
    } while (tokens.takeSymbol(','));
    return tables;
  }

  /** Behind TRUNCATE. */
  Operation truncate() {
    tokens.take("TABLE");
    List<ObjectName> tables = onlyNames();
    if (!tokens.take("RESTART", "IDENTITY")) {
      tokens.take("CONTINUE", "IDENTITY");
    }
    return new TableOperation.TruncateTable(tables, tokens.takeCascade());
  }

  /** Behind VACUUM: one operation for each table that is written anew. */
  List<Operation> vacuum() {
    boolean full = tokens.sqlite();
    if (tokens.isSymbol('(')) {
      full = Switches.on(tokens.group(), "FULL");
    }
    while (tokens.isAny("FULL", "FREEZE", "VERBOSE", "ANALYZE", "ANALYSE")) {
      full |= tokens.is("FULL");
      tokens.skip();
    }
    if (tokens.sqlite()) {
      tokens.refusePlaceholders();
      tokens.skipAll();
    }
    List<ObjectName> tables = tablesWithColumns();
    return full
        ? rewrites(tables, Cause.VACUUM_FULL)
        : List.of(new Maintain(Maintain.Kind.VACUUM, tables, tokens.text()));
  }

  private List<Operation> rewrites(List<ObjectName> tables, Cause cause) {
    String text = tokens.text();
    if (tables.isEmpty()) {
      return List.of(new RewriteTable(Optional.empty(), cause, TableOptions.NONE, text));
    }
    List<Operation> found = new ArrayList<>();
    tables.forEach(
        table -> found.add(new RewriteTable(Optional.of(table), cause, TableOptions.NONE, text)));
    return found;
  }

  private List<ObjectName> tablesWithColumns() {
    List<ObjectName> tables = new ArrayList<>();
    while (!tokens.done()) {
      tokens.take("ONLY");
      tables.add(tokens.name("a table name"));
      if (tokens.isSymbol('(')) {
        tokens.skipGroup();
      }
      if (!tokens.takeSymbol(',')) {
        break;
      }
    }
    return tables;
  }

  /** Behind ANALYZE. */
  Operation analyze() {
    if (tokens.isSymbol('(')) {
      tokens.skipGroup();
    }
    tokens.takeAny("VERBOSE", "LOCAL", "NO_WRITE_TO_BINLOG");
    if (tokens.mysql()) {
      tokens.expect("TABLE");
    }
    return new Maintain(Maintain.Kind.ANALYZE, tablesWithColumns(), tokens.text());
  }

  /** Behind CLUSTER. */
  Operation cluster() {
    if (tokens.isSymbol('(')) {
      tokens.skipGroup();
    }
    tokens.take("VERBOSE");
    if (tokens.done()) {
      return new RewriteTable(Optional.empty(), Cause.CLUSTER, TableOptions.NONE, tokens.text());
    }
    ObjectName table = tokens.name("a table name");
    if (tokens.take("USING")) {
      tokens.identifier("an index name");
    } else if (tokens.take("ON")) {
      table = tokens.name("a table name");
    }
    return new RewriteTable(Optional.of(table), Cause.CLUSTER, TableOptions.NONE, tokens.text());
  }

  /** Behind OPTIMIZE. */
  List<Operation> optimize() {
    tokens.takeAny("LOCAL", "NO_WRITE_TO_BINLOG");
    tokens.expect("TABLE");
    return rewrites(tokens.names("a table name"), Cause.OPTIMIZE);
  }

  /** Behind RENAME TABLE. */
  List<Operation> renameTables() {
    List<Operation> found = new ArrayList<>();
    boolean ifExists = tokens.takeIfExists();
    do {
      ObjectName table = tokens.name("a table name");
      MysqlActionReader.takeWait(tokens);
      tokens.expect("TO");
      String to = tokens.name("a new name").name();
      found.add(new TableOperation.RenameTable(table, to, ifExists));
    } while (tokens.takeSymbol(','));
    return found;
  }

  /** Anything that touches neither schema nor rows. */
  Operation other() {
    tokens.refusePlaceholders();
    tokens.skipAll();
    return new SessionOperation.Session(tokens.text());
  }
}
