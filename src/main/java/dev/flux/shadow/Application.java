package dev.flux.shadow;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads and writes as a running application does, which knows the schema of another moment. */
public final class Application {
  private Application() {}

  /**
   * The first thing that it can do no more; what it writes is undone.
   *
   * @param gone what a refusal says, where it is about something that is not there; that a row is
   *     there already, or breaks a rule as it did before, says nothing
   */
  public static Optional<String> misses(
      Connection connection, Usage usage, Function<SQLException, Optional<String>> gone)
      throws SQLException {
    return misses(connection, usage.tables().stream().map(Usage.Table::queries).toList(), gone);
  }

  /** The same by other queries, those of each table in their order. */
  public static Optional<String> misses(
      Connection connection,
      List<List<String>> queries,
      Function<SQLException, Optional<String>> gone)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (List<String> ofTable : queries) {
        for (String sql : ofTable) {
          Optional<String> refusal = refusal(statement, sql, gone);
          if (refusal.isPresent()) {
            return refusal.map(why -> "`" + sql + "` is refused: " + why);
          }
        }
      }
      return Optional.empty();
    } finally {
      connection.rollback();
    }
  }

  private static Optional<String> refusal(
      Statement statement, String sql, Function<SQLException, Optional<String>> gone)
      throws SQLException {
    Connection connection = statement.getConnection();
    Savepoint savepoint = connection.setSavepoint();
    try {
      statement.execute(sql);
      connection.rollback(savepoint);
      return Optional.empty();
    } catch (SQLException e) {
      if (connection.isClosed()) {
        throw e;
      }
      connection.rollback(savepoint);
      return gone.apply(e);
    }
  }
}
