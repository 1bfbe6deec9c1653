package dev.flux.shadow.sqlite;

import dev.flux.shadow.Usage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Reads and writes as a running application does, which knows the schema of another moment. */
final class Application {
  /** Tables and columns that are not there, or not any more, and values that must be. */
  private static final List<String> GONE =
      List.of(
          "no such table",
          "no such column",
          "has no column named",
          "NOT NULL constraint failed",
          "cannot INSERT into generated column",
          "cannot modify");

  private Application() {}

  /** The first thing that it can do no more; what it writes is undone. */
  static Optional<String> misses(Connection connection, Usage usage) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      try {
        for (Usage.Table table : usage.tables()) {
          for (String sql : table.queries()) {
            Optional<String> refusal = refusal(statement, sql);
            if (refusal.isPresent()) {
              return refusal.map(why -> "`" + sql + "` is refused: " + why);
            }
          }
        }
        return Optional.empty();
      } finally {
        statement.execute("ROLLBACK");
      }
    }
  }

  /** That a row is there already, or breaks a rule as it did before, says nothing. */
  private static Optional<String> refusal(Statement statement, String sql) throws SQLException {
    statement.execute("SAVEPOINT flux");
    try {
      statement.execute(sql);
      return Optional.empty();
    } catch (SQLException e) {
      String message = Session.message(e);
      return GONE.stream().anyMatch(message::contains) ? Optional.of(message) : Optional.empty();
    } finally {
      statement.execute("ROLLBACK TO flux");
      statement.execute("RELEASE flux");
    }
  }
}
