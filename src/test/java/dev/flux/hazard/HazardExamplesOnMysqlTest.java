package dev.flux.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.mysql.RunningServer;
import dev.flux.engine.mysql.ServerPrograms;
import dev.flux.sql.Dialect;
import dev.flux.sql.ServerNumber;
import dev.flux.sql.SqlReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The SQL of every example of MySQL and MariaDB runs on a server, or fails where it says that it
 * does.
 */
final class HazardExamplesOnMysqlTest {
  @TestFactory
  Stream<DynamicTest> run() {
    return ServerPrograms.each(HazardExamplesOnMysqlTest::runAll);
  }

  private static List<HazardExample> examples(Dialect dialect) {
    return HazardExample.all().values().stream()
        .flatMap(List::stream)
        .filter(example -> example.offline.isEmpty() && example.dialect() == dialect)
        .toList();
  }

  private static void runAll(ServerPrograms programs) throws Exception {
    List<String> wrong = new ArrayList<>();
    try (RunningServer server = RunningServer.start(programs)) {
      for (HazardExample example : examples(programs.dialect())) {
        wrong.addAll(run(server, example));
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** What is not as the example says, in words. */
  private static List<String> run(RunningServer server, HazardExample example) throws SQLException {
    try (Connection admin = server.connect("")) {
      execute(
          admin,
          "DROP DATABASE IF EXISTS example; CREATE DATABASE example;",
          example.engine().number());
    }
    Optional<String> failure = Optional.empty();
    try (Connection connection = server.connect("example")) {
      for (HazardExample.File file : example.history) {
        execute(connection, file.sql.toString(), example.engine().number());
      }
      execute(connection, example.rows.toString(), example.engine().number());
      for (HazardExample.File file : example.changed) {
        if (!file.edited && failure.isEmpty()) {
          execute(connection, file.sql.toString(), example.engine().number());
        }
      }
    } catch (SQLException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
    }
    boolean foreseen =
        failure
            .map(f -> example.fails.filter(f::contains).isPresent())
            .orElse(example.fails.isEmpty());
    return foreseen ? List.of() : List.of(example.path + ": " + failure.orElse("does not fail"));
  }

  private static void execute(Connection connection, String sql, ServerNumber server)
      throws SQLException {
    for (var statement : SqlReader.read(sql, 0, sql.length(), server).statements()) {
      try (Statement live = connection.createStatement()) {
        live.execute(statement.sql());
      }
    }
  }
}
