package dev.flux.shadow.postgresql;

import dev.flux.shadow.Application;
import dev.flux.shadow.Measured;
import dev.flux.shadow.Run;
import dev.flux.shadow.Samples;
import dev.flux.shadow.SandboxDatabase;
import dev.flux.shadow.State;
import dev.flux.shadow.StatementFailed;
import dev.flux.shadow.Unprovable;
import dev.flux.shadow.Usage;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A database that the role of a sandbox owns. */
final class PostgresDatabase implements SandboxDatabase {
  /** An index is used wherever one can be, as on a table that holds much. */
  private static final String LARGE = "enable_seqscan=off";

  private static final String TRUSTED_NAMES = "search_path=pg_catalog";

  private final PostgresSandbox sandbox;
  private final String name;
  private final Relations old;
  private @Nullable Connection reader;

  private PostgresDatabase(PostgresSandbox sandbox, String name, Relations old) {
    this.sandbox = sandbox;
    this.name = name;
    this.old = old;
  }

  /** A database as it is now: what exists now existed before. */
  static PostgresDatabase of(PostgresSandbox sandbox, String name) throws Unprovable {
    try (Connection connection = sandbox.connect(name, TRUSTED_NAMES)) {
      return new PostgresDatabase(sandbox, name, Relations.of(connection));
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
  }

  @Override
  public SandboxDatabase copy() throws Unprovable {
    closeReader();
    return of(sandbox, sandbox.create(name));
  }

  @Override
  public List<Measured> run(Run run) throws StatementFailed, Unprovable {
    try (Session session = new Session(sandbox.connect(name, LARGE), sandbox.watch(), old)) {
      return switch (run.mode()) {
        case TOGETHER -> together(session, run.statements());
        case APART, OWN -> apart(session, run.statements());
      };
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
  }

  private List<Measured> together(Session session, List<Statement> statements)
      throws SQLException, StatementFailed, Unprovable {
    List<Measured> measured = new ArrayList<>();
    session.connection().setAutoCommit(false);
    session.begin();
    for (Statement statement : statements) {
      measured.add(measure(session, statement));
    }
    try {
      session.connection().commit();
    } catch (SQLException e) {
      throw refused("COMMIT", e);
    }
    return measured;
  }

  /** Each in a transaction of its own, where the server takes it there. */
  private List<Measured> apart(Session session, List<Statement> statements)
      throws SQLException, StatementFailed, Unprovable {
    List<Measured> measured = new ArrayList<>();
    boolean open = false;
    for (Statement statement : statements) {
      if (open || begins(statement)) {
        if (begins(statement)) {
          session.begin();
        }
        measured.add(measure(session, statement));
        open = !ends(statement);
      } else {
        measured.add(alone(session, statement));
      }
    }
    return measured;
  }

  private static boolean begins(Statement statement) {
    return statement.operations().stream()
        .anyMatch(SessionOperation.BeginTransaction.class::isInstance);
  }

  private static boolean ends(Statement statement) {
    return statement.operations().stream()
        .anyMatch(
            operation ->
                operation instanceof SessionOperation.CommitTransaction
                    || operation instanceof SessionOperation.RollbackTransaction);
  }

  private Measured measure(Session session, Statement statement)
      throws StatementFailed, Unprovable {
    try {
      if (Preparation.of(statement).skipped(sandbox, name)) {
        return Measured.nothing(statement.sql());
      }
      return session.measure(statement);
    } catch (SQLException e) {
      throw refused(statement.sql(), e);
    }
  }

  private Measured alone(Session session, Statement statement)
      throws SQLException, StatementFailed, Unprovable {
    try {
      if (Preparation.of(statement).skipped(sandbox, name)) {
        return Measured.nothing(statement.sql());
      }
      session.connection().setAutoCommit(false);
      session.begin();
      Measured measured = session.measure(statement);
      session.connection().commit();
      session.connection().setAutoCommit(true);
      return measured;
    } catch (SQLException e) {
      if (!Observer.mustBeAlone(e)) {
        throw refused(statement.sql(), e);
      }
    }
    session.connection().rollback();
    session.connection().setAutoCommit(true);
    try (Observer observer = new Observer(sandbox, name, old)) {
      Measured measured = observer.watch(session, statement);
      session.refresh();
      return measured;
    } catch (SQLException e) {
      throw refused(statement.sql(), e);
    }
  }

  private StatementFailed refused(String sql, SQLException e) throws Unprovable {
    if (sandbox.watch().reached().isPresent()) {
      throw sandbox.unprovable(e);
    }
    return Session.refused(sql, e);
  }

  @Override
  public List<StatementFailed> replay(Run run) throws Unprovable {
    List<StatementFailed> refusals = new ArrayList<>();
    try (Session session = new Session(sandbox.connect(name), sandbox.watch(), old)) {
      boolean together = run.mode() == Run.Mode.TOGETHER;
      session.connection().setAutoCommit(!together);
      for (Statement statement : run.statements()) {
        try {
          if (!Preparation.of(statement).skipped(sandbox, name)) {
            replay(session, statement, together);
          }
        } catch (SQLException e) {
          refusals.add(refused(statement.sql(), e));
        }
      }
      if (together) {
        session.connection().commit();
      }
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
    return refusals;
  }

  private void replay(Session session, Statement statement, boolean together) throws SQLException {
    if (!together) {
      session.execute(statement.sql());
      return;
    }
    Savepoint savepoint = session.connection().setSavepoint();
    try {
      session.execute(statement.sql());
      session.connection().releaseSavepoint(savepoint);
    } catch (SQLException e) {
      session.connection().rollback(savepoint);
      throw e;
    }
  }

  @Override
  public State state() throws Unprovable {
    try {
      Connection connection = reader();
      return new State(CatalogReader.picture(connection), CatalogReader.rows(connection));
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
  }

  /** A session that reads alone; what it knows of the catalog it need not learn again. */
  private Connection reader() throws SQLException {
    Connection open = reader;
    if (open == null) {
      open = sandbox.connect(name, TRUSTED_NAMES);
      reader = open;
    }
    return open;
  }

  /** The server copies and drops a database only when nobody is in it. */
  private void closeReader() throws Unprovable {
    if (reader != null) {
      try {
        reader.close();
      } catch (SQLException e) {
        throw sandbox.unprovable(e);
      }
      reader = null;
    }
  }

  @Override
  public void sort() throws Unprovable {
    try (Connection connection = sandbox.connect(name, TRUSTED_NAMES)) {
      Tables.sort(connection);
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
  }

  @Override
  public Usage usage() throws Unprovable {
    try {
      return Tables.usage(reader());
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
  }

  @Override
  public Optional<String> misses(Usage usage) throws Unprovable {
    try (Connection connection = sandbox.connect(name)) {
      return Application.misses(connection, usage, Tables::gone);
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
  }

  @Override
  public Optional<String> apart(String table, String one, String other) throws Unprovable {
    try (Connection connection = sandbox.connect(name)) {
      return Tables.apart(connection, table, one, other);
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
  }

  @Override
  public Map<String, String> fill(Samples samples, Set<String> tables) throws Unprovable {
    try (Connection connection = sandbox.connect(name)) {
      return new SampleRows(connection, samples).fill(tables);
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
  }

  @Override
  public void drop() throws Unprovable {
    closeReader();
    sandbox.drop(name);
  }
}
