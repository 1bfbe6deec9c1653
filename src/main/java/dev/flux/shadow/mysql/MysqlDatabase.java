package dev.flux.shadow.mysql;

import dev.flux.shadow.Application;
import dev.flux.shadow.Measured;
import dev.flux.shadow.Run;
import dev.flux.shadow.Samples;
import dev.flux.shadow.SandboxDatabase;
import dev.flux.shadow.State;
import dev.flux.shadow.StatementFailed;
import dev.flux.shadow.Unprovable;
import dev.flux.shadow.Usage;
import dev.flux.sql.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A database of a sandbox. What it locks is said by the server itself, where a step states it. */
final class MysqlDatabase implements SandboxDatabase {
  /** Unknown columns and tables, and values that must be (manual, Server Error Messages). */
  private static final Set<Integer> GONE = Set.of(1054, 1146, 1048, 1364, 1906, 3105);

  private final MysqlSandbox sandbox;
  private final String name;

  MysqlDatabase(MysqlSandbox sandbox, String name) {
    this.sandbox = sandbox;
    this.name = name;
  }

  @Override
  public SandboxDatabase copy() throws Unprovable {
    String other = sandbox.createEmpty();
    try (Connection connection = sandbox.connect(other)) {
      new Copy(connection, name).run();
      return new MysqlDatabase(sandbox, other);
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
  }

  /** Statements of the schema end each transaction, so that there is none around all. */
  @Override
  public List<Measured> run(Run run) throws StatementFailed, Unprovable {
    List<Measured> measured = new ArrayList<>();
    try (Session session = new Session(sandbox.connect(name))) {
      for (Statement statement : run.statements()) {
        session.execute(statement.sql());
        measured.add(Measured.nothing(statement.sql()));
      }
      sandbox.watch().check();
      return measured;
    } catch (StatementFailed refused) {
      sandbox.watch().check();
      throw refused;
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
  }

  @Override
  public List<StatementFailed> replay(Run run) throws Unprovable {
    List<StatementFailed> refusals = new ArrayList<>();
    try (Session session = new Session(sandbox.connect(name))) {
      for (Statement statement : run.statements()) {
        try {
          session.execute(statement.sql());
        } catch (StatementFailed refused) {
          sandbox.watch().check();
          refusals.add(refused);
        }
      }
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
    return refusals;
  }

  @Override
  public State state() throws Unprovable {
    try (Connection connection = sandbox.connect(name)) {
      CatalogReader reader = new CatalogReader(connection, name);
      return new State(reader.picture(), reader.rows());
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
  }

  @Override
  public Usage usage() throws Unprovable {
    try (Connection connection = sandbox.connect(name)) {
      return new Usage(MysqlTable.all(connection, name).stream().map(MysqlTable::usage).toList());
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
  }

  @Override
  public Optional<String> misses(Usage usage) throws Unprovable {
    try (Connection connection = sandbox.connect(name)) {
      return Application.misses(
          connection,
          queries(connection, usage),
          e ->
              GONE.contains(e.getErrorCode()) ? Optional.of(Session.message(e)) : Optional.empty());
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
  }

  private List<List<String>> queries(Connection connection, Usage usage) throws SQLException {
    List<String> known =
        MysqlTable.all(connection, name).stream().map(table -> table.usage().name()).toList();
    List<List<String>> queries = new ArrayList<>();
    try (java.sql.Statement statement = connection.createStatement()) {
      for (Usage.Table table : usage.tables()) {
        boolean rows = false;
        if (known.contains(table.name())) {
          try (ResultSet row =
              statement.executeQuery("SELECT 1 FROM " + table.name() + " LIMIT 1")) {
            rows = row.next();
          }
        }
        queries.add(rows ? table.queriesByVariables() : table.queries());
      }
    }
    return queries;
  }

  @Override
  public Map<String, String> fill(Samples samples, Set<String> tables) throws Unprovable {
    try (Connection connection = sandbox.connect(name)) {
      return new SampleRows(connection, name, samples).fill(tables);
    } catch (SQLException e) {
      throw sandbox.unprovable(e);
    }
  }

  @Override
  public void drop() throws Unprovable {
    sandbox.drop(name);
  }
}
