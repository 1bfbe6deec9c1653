package dev.flux.shadow.sqlite;

import dev.flux.shadow.StatementFailed;
import dev.flux.shadow.Unprovable;
import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.List;
import java.util.Set;

/**
 * Batches as the shell of SQLite runs them: what a query writes into a file is read from there
 * (SQLite, "Command Line Shell", 4 Special commands). No file is written here.
 */
final class ShellScript {
  private static final String WRITE = ".once flux_batches.sql";
  private static final String READ = ".read flux_batches.sql";

  /** They change what is shown, how long is waited, and when the shell stops. */
  private static final Set<String> SETTINGS =
      Set.of(".bail on", ".timeout 5000", ".mode list", ".headers off");

  private final Session session;
  private boolean writes;
  private List<String> written = List.of();

  ShellScript(Session session) {
    this.session = session;
  }

  /** Runs a statement, or one of the commands that batches consist of. */
  void run(String sql) throws StatementFailed, Unprovable {
    if (writes) {
      written = session.query(sql);
      writes = false;
    } else if (sql.equals(WRITE)) {
      writes = true;
    } else if (sql.equals(READ)) {
      read();
    } else if (!SETTINGS.contains(sql)) {
      session.execute(sql);
    }
  }

  private void read() throws StatementFailed, Unprovable {
    for (Statement statement :
        SqlReader.read(String.join("\n", written), Dialect.SQLITE).statements()) {
      if (!statement.sql().startsWith(".print ") && !statement.sql().startsWith(".shell sleep ")) {
        session.execute(statement.sql());
      }
    }
  }
}
