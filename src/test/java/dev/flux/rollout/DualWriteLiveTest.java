package dev.flux.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Old and new versions of an application write side by side, each by its own name. */
class DualWriteLiveTest {
  private static final String HISTORY =
      """
      CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL,
        age integer DEFAULT 3);
      INSERT INTO users (name) VALUES ('old row');
      """;

  /** A database on which the steps before the first deploy have run. */
  private static String expanded(String change) throws SQLException {
    Rollout rollout =
        Planner.plan(
            Plans.examine(HISTORY, change), new Told(List.of(), List.of(), DualWrite.TRIGGER));
    String database = LiveServer.create("template1");
    LiveServer.run(database, HISTORY, false);
    for (Step step : rollout.steps()) {
      if (step.kind() == Step.Kind.DEPLOY) {
        break;
      }
      LiveServer.run(database, step.forward(), step.transactional());
    }
    return database;
  }

  @Test
  void keepsBothNamesOfARenamedColumnInStep() throws SQLException {
    String database = expanded("ALTER TABLE users RENAME COLUMN name TO full_name;");
    LiveServer.run(database, "INSERT INTO users (name) VALUES ('by old')", true);
    LiveServer.run(database, "INSERT INTO users (full_name) VALUES ('by new')", true);
    LiveServer.run(database, "UPDATE users SET name = name || '!' WHERE id = 3", true);
    LiveServer.run(database, "UPDATE users SET full_name = full_name || '?' WHERE id = 2", true);
    assertThat(
            LiveServer.query(database, "SELECT name || ' / ' || full_name FROM users ORDER BY id"))
        .containsExactly("old row / old row", "by old? / by old?", "by new! / by new!");
  }

  @Test
  void leavesDefaultsToTheServer() throws SQLException {
    String database = expanded("ALTER TABLE users RENAME COLUMN age TO years;");
    LiveServer.run(
        database, "INSERT INTO users (name, years) VALUES ('a', 9), ('b', DEFAULT)", true);
    LiveServer.run(database, "UPDATE users SET age = NULL WHERE id = 1", true);
    assertThat(
            LiveServer.query(
                database,
                "SELECT coalesce(age, 0) || ' / ' || coalesce(years, 0) FROM users ORDER BY id"))
        .containsExactly("0 / 0", "9 / 9", "3 / 3");
  }
}
