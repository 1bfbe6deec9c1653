package dev.flux.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The SQL of every example runs on a real server, or fails there where it says that it does. */
final class HazardExamplesOnPostgresTest {
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> run() {
    return HazardExample.all().values().stream()
        .flatMap(List::stream)
        .filter(example -> example.offline.isEmpty())
        .filter(example -> example.dialect() == Dialect.POSTGRESQL)
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.hazard() + " " + example.role(), () -> run(example)));
  }

  private static void run(HazardExample example) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection()) {
      for (String reset :
          List.of(
              "DROP SCHEMA IF EXISTS archive CASCADE",
              "DROP SCHEMA public CASCADE",
              "CREATE SCHEMA public")) {
        execute(connection, reset);
      }
      for (HazardExample.File file : example.history) {
        execute(connection, file.sql.toString());
      }
      execute(connection, example.rows.toString());
      Optional<String> failure = Optional.empty();
      for (HazardExample.File file : example.changed) {
        assertThat(failure).describedAs("%s before %s", example.path, file.name).isEmpty();
        if (!file.edited) {
          failure = runFile(connection, file);
        }
      }
      for (int i = example.changed.size() - 1; i >= 0 && failure.isEmpty(); i--) {
        execute(connection, example.changed.get(i).down.map(StringBuilder::toString).orElse(""));
      }
      if (example.fails.isPresent()) {
        assertThat(failure).describedAs("%s fails", example.path).isPresent();
        assertThat(failure.get()).contains(example.fails.get());
      } else {
        assertThat(failure).describedAs("%s", example.path).isEmpty();
      }
    }
  }

  private static Optional<String> runFile(Connection connection, HazardExample.File file)
      throws SQLException {
    List<Statement> statements =
        SqlReader.read(file.sql.toString(), Dialect.POSTGRESQL).statements();
    boolean wrapped =
        switch (file.transaction) {
          case WRAPPED -> true;
          case IMPLICIT -> statements.size() > 1;
          case NONE -> false;
        };
    try {
      execute(connection, wrapped ? "BEGIN" : "");
      for (Statement statement : statements) {
        execute(connection, statement.sql());
      }
      execute(connection, wrapped ? "COMMIT" : "");
      return Optional.empty();
    } catch (SQLException e) {
      execute(connection, "ROLLBACK");
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
