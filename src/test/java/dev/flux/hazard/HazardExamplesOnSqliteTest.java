package dev.flux.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.migration.TransactionMode;
import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The SQL of every example of SQLite runs there, or fails where it says that it does. */
final class HazardExamplesOnSqliteTest {
  @TestFactory
  Stream<DynamicTest> run() {
    return HazardExample.all().values().stream()
        .flatMap(List::stream)
        .filter(example -> example.offline.isEmpty() && example.dialect() == Dialect.SQLITE)
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.hazard() + " " + example.role(), () -> run(example)));
  }

  private static void run(HazardExample example) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      for (HazardExample.File file : example.history) {
        execute(connection, file.sql.toString());
      }
      execute(connection, example.rows.toString());
      Optional<String> failure = Optional.empty();
      for (HazardExample.File file : example.changed) {
        assertThat(failure).describedAs("%s before %s", example.path, file.name).isEmpty();
        failure = file.edited ? failure : runFile(connection, file);
      }
      assertThat(failure.isPresent())
          .describedAs("%s fails: %s", example.path, failure)
          .isEqualTo(example.fails.isPresent());
      if (example.fails.isPresent()) {
        assertThat(failure.orElse("")).contains(example.fails.get());
      }
    }
  }

  private static Optional<String> runFile(Connection connection, HazardExample.File file)
      throws SQLException {
    boolean wrapped = file.transaction == TransactionMode.Kind.WRAPPED;
    try {
      execute(connection, wrapped ? "BEGIN" : "");
      execute(connection, file.sql.toString());
      execute(connection, wrapped ? "COMMIT" : "");
      return Optional.empty();
    } catch (SQLException e) {
      execute(connection, wrapped ? "ROLLBACK" : "");
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    for (var statement : SqlReader.read(sql, Dialect.SQLITE).statements()) {
      try (Statement live = connection.createStatement()) {
        live.execute(statement.sql());
      }
    }
  }
}
