package dev.flux.shadow.sqlite;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One file. SQLite has one lock, for the whole of it, so that none is measured. */
final class SqliteDatabase implements SandboxDatabase {
  /** Tables and columns that are not there, or not any more, and values that must be. */
  private static final List<String> GONE =
      List.of(
          "no such table",
          "no such column",
          "has no column named",
          "NOT NULL constraint failed",
          "cannot INSERT into generated column",
          "cannot modify");

  private final SqliteSandbox sandbox;
  private final Path file;

  SqliteDatabase(SqliteSandbox sandbox, Path file) {
    this.sandbox = sandbox;
    this.file = file;
  }

  Path file() {
    return file;
  }

  @Override
  public SandboxDatabase copy() throws Unprovable {
    return sandbox.copy(file);
  }

  @Override
  public List<Measured> run(Run run) throws StatementFailed, Unprovable {
    List<Measured> measured = new ArrayList<>();
    try (Session session = session()) {
      session.begin(run.mode() == Run.Mode.TOGETHER);
      ShellScript shell = new ShellScript(session);
      for (Statement statement : run.statements()) {
        shell.run(statement.sql());
        measured.add(Measured.nothing(statement.sql()));
      }
      session.commit();
      return measured;
    } catch (SQLException e) {
      throw unprovable(e);
    }
  }

  private Session session() throws SQLException {
    return new Session(sandbox.connect(file), sandbox.watch());
  }

  @Override
  public List<StatementFailed> replay(Run run) throws Unprovable {
    List<StatementFailed> refusals = new ArrayList<>();
    try (Session session = session()) {
      for (Statement statement : run.statements()) {
        try {
          session.execute(statement.sql());
        } catch (StatementFailed refused) {
          refusals.add(refused);
        }
      }
    } catch (SQLException e) {
      throw unprovable(e);
    }
    return refusals;
  }

  @Override
  public State state() throws Unprovable {
    try (Connection connection = sandbox.connect(file)) {
      List<SqliteTable> tables = SqliteTable.all(connection);
      return new State(
          CatalogReader.picture(connection, tables), CatalogReader.rows(connection, tables));
    } catch (SQLException e) {
      throw unprovable(e);
    }
  }

  @Override
  public Usage usage() throws Unprovable {
    try (Connection connection = sandbox.connect(file)) {
      return new Usage(SqliteTable.all(connection).stream().map(SqliteTable::usage).toList());
    } catch (SQLException e) {
      throw unprovable(e);
    }
  }

  @Override
  public Optional<String> misses(Usage usage) throws Unprovable {
    try (Connection connection = sandbox.connect(file)) {
      return Application.misses(
          connection,
          usage,
          e ->
              Optional.of(Session.message(e)).filter(why -> GONE.stream().anyMatch(why::contains)));
    } catch (SQLException e) {
      throw unprovable(e);
    }
  }

  @Override
  public Map<String, String> fill(Samples samples, Set<String> tables) throws Unprovable {
    try (Connection connection = sandbox.connect(file)) {
      return new SampleRows(connection, samples).fill(tables);
    } catch (SQLException e) {
      throw unprovable(e);
    }
  }

  @Override
  public void drop() throws Unprovable {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new Unprovable("a database does not go away: " + e.getMessage(), e);
    }
  }

  private Unprovable unprovable(SQLException e) {
    return new Unprovable(
        sandbox.watch().reached().orElseGet(() -> "SQLite refuses: " + Session.message(e)), e);
  }
}
