package dev.flux.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server itself says of the CHECKs that a partition is attached behind. */
class AttachPartitionLiveTest {

  static Stream<LiveRolloutTest.Case> attaching() {
    return LiveRolloutCases.all().filter(given -> given.name().startsWith("attach"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attaching")
  void readsNoRowOfWhatItLocks(LiveRolloutTest.Case given) throws SQLException {
    String database = LiveServer.create("template1");
    LiveServer.run(database, given.history() + given.rows(), false);
    List<Step> steps = Plans.plan(given.history(), given.change()).steps();
    List<Step> checks = steps.stream().filter(s -> s.slug().startsWith("check_")).toList();
    List<String> told = new ArrayList<>();
    for (Step step : steps) {
      told = messages(database, step.forward());
    }
    assertThat(checks).isNotEmpty();
    assertThat(told).filteredOn(m -> m.contains("implied by existing")).hasSameSizeAs(checks);
  }

  private static List<String> messages(String database, String sql) throws SQLException {
    List<String> messages = new ArrayList<>();
    try (Connection connection = LiveServer.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("SET client_min_messages = debug1");
      statement.execute(sql);
      for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
        messages.add(w.getMessage());
      }
    }
    return messages;
  }
}
