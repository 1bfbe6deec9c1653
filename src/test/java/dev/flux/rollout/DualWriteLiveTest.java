package dev.flux.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    return expanded(HISTORY, change, DualWrite.TRIGGER);
  }

  private static String expanded(String history, String change, DualWrite dualWrite)
      throws SQLException {
    Rollout rollout =
        Planner.plan(Plans.examine(history, change), new Told(List.of(), List.of(), dualWrite));
    String database = LiveServer.create("template1");
    LiveServer.run(database, history, false);
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

  /** The team's triggers know the old name alone, before and behind the one that copies. */
  private static final String TRIGGERED =
      """
      CREATE TABLE docs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text, slug text);
      CREATE FUNCTION fill_slug() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN NEW.slug := coalesce(NEW.slug, NEW.title); RETURN NEW; END $$;
      CREATE FUNCTION lower_slug() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN NEW.slug := lower(NEW.slug); RETURN NEW; END $$;
      CREATE TRIGGER a_fill BEFORE INSERT OR UPDATE ON docs FOR EACH ROW EXECUTE FUNCTION fill_slug();
      CREATE TRIGGER zz_lower BEFORE INSERT OR UPDATE ON docs FOR EACH ROW EXECUTE FUNCTION lower_slug();
      INSERT INTO docs (title) VALUES ('Old Row');
      """;

  @ParameterizedTest
  @EnumSource
  void keepsARenamedColumnInStepThatTriggersSet(DualWrite dualWrite) throws SQLException {
    String database =
        expanded(TRIGGERED, "ALTER TABLE docs RENAME COLUMN slug TO permalink;", dualWrite);
    LiveServer.run(database, "INSERT INTO docs (title) VALUES ('By Trigger')", true);
    LiveServer.run(database, "INSERT INTO docs (title, slug) VALUES ('T', 'By Old')", true);
    LiveServer.run(database, "INSERT INTO docs (title, permalink) VALUES ('T', 'By New')", true);
    LiveServer.run(database, "UPDATE docs SET permalink = permalink || '!' WHERE id = 3", true);
    LiveServer.run(database, "UPDATE docs SET slug = NULL WHERE id = 1", true);
    assertThat(
            LiveServer.query(database, "SELECT slug || ' / ' || permalink FROM docs ORDER BY id"))
        .containsExactly(
            "old row / old row", "by trigger / by trigger", "by old! / by old!", "by new / by new");
  }

  @Test
  void replacesTheFunctionOfATriggerWithTheName() {
    Rollout rollout =
        Planner.plan(
            Plans.examine(
                TRIGGERED,
                """
                ALTER TABLE docs RENAME COLUMN slug TO permalink;
                CREATE OR REPLACE FUNCTION lower_slug() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN NEW.permalink := lower(NEW.permalink); RETURN NEW; END $$;
                """),
            Told.NOTHING);
    assertThat(rollout.steps())
        .filteredOn(step -> step.forward().contains("FUNCTION lower_slug"))
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.forward())
                  .containsSubsequence("RENAME COLUMN slug TO permalink;", "lower(NEW.permalink)");
              assertThat(step.rollback())
                  .containsSubsequence("lower(NEW.slug)", "RENAME COLUMN permalink TO slug;");
            });
  }
}
