package dev.flux.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.hazard.Examination;
import dev.flux.rollout.Planner;
import dev.flux.rollout.Rollout;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rollouts of every kind are proven on a real server. */
class ProofTest {
  private static final String HISTORY =
      """
      CREATE EXTENSION citext;
      CREATE TYPE mood AS ENUM ('sad', 'fine');
      CREATE TABLE teams (id bigserial PRIMARY KEY, name varchar(40) NOT NULL UNIQUE);
      CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email citext NOT NULL,
        name varchar(80), age int CHECK (age > 0), mood mood DEFAULT 'fine',
        team_id bigint REFERENCES teams (id), score numeric(8, 2));
      CREATE INDEX users_name_idx ON users (name);
      COMMENT ON COLUMN users.name IS 'as they write it';
      """;

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of("index", "CREATE INDEX ON users (age);"),
        Arguments.of("not null", "ALTER TABLE users ALTER COLUMN name SET NOT NULL;"),
        Arguments.of(
            "required column",
            "-- flux: backfill users.status = 'new'\n"
                + "ALTER TABLE users ADD COLUMN status text NOT NULL;"),
        Arguments.of(
            "random default", "ALTER TABLE users ADD COLUMN t uuid DEFAULT gen_random_uuid();"),
        Arguments.of("rename", "ALTER TABLE users RENAME COLUMN age TO years;"),
        Arguments.of("rename table", "ALTER TABLE teams RENAME TO groups;"),
        Arguments.of("type", "ALTER TABLE users ALTER COLUMN age TYPE bigint;"),
        Arguments.of("drop", "ALTER TABLE users DROP COLUMN age;"),
        Arguments.of("drop table", "DROP TABLE users;"),
        Arguments.of("unique", "ALTER TABLE users ADD UNIQUE (email);"),
        Arguments.of("check", "ALTER TABLE users ADD CHECK (score >= 0);"),
        Arguments.of("update", "UPDATE users SET name = 'none' WHERE name IS NULL;"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void provesTheRollout(String name, String change) {
    Examination examination = Changes.postgresql(HISTORY, change);
    Rollout rollout = Planner.plan(examination);
    Proof proof = Shadows.shadow(Limits.USUAL).prove(examination, rollout);
    assertThat(proof).as(name).isInstanceOf(Proof.Proven.class);
    assertThat(proof.sentence())
        .matches(
            "proven on PostgreSQL 16\\.\\d+: \\d+ steps? forward, back, forward; final schema"
                + " equal");
  }
}
