package dev.flux.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recipe on a live server: forward, back and forward again, step by step. */
public class LiveRolloutTest {
  private static final String USERS =
      """
      CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, name varchar(80), age integer);
      CREATE INDEX users_name_idx ON users (name);
      """;
  private static final String USER_ROWS =
      "INSERT INTO users SELECT i, 'u' || i || '@example.org', 'n' || i, i % 90"
          + " FROM generate_series(1, 1100) AS i;";
  private static final String ORDERS =
      """
      CREATE SCHEMA "Shop";
      CREATE TYPE "Shop"."State" AS ENUM ('open', 'done');
      CREATE TABLE "Shop"."Order" ("Shop Id" uuid, "No" integer, "State" "Shop"."State" NOT NULL DEFAULT 'open',
        "Total" numeric(10, 2) NOT NULL CHECK ("Total" >= 0), "Note" text, PRIMARY KEY ("Shop Id", "No"));
      CREATE INDEX "Order State" ON "Shop"."Order" ("State", "Total") WHERE "Note" IS NOT NULL;
      ALTER TABLE "Shop"."Order" ADD CONSTRAINT "One Note" UNIQUE ("Note");
      """;
  private static final String ORDER_ROWS =
      "INSERT INTO \"Shop\".\"Order\" SELECT md5(i::text)::uuid, i % 7, 'open', i, 'note ' || i"
          + " FROM generate_series(1, 1100) AS i;";

  private static final String KEYED =
      """
      CREATE TABLE teams (id serial PRIMARY KEY, code text NOT NULL UNIQUE,
        upper_code text GENERATED ALWAYS AS (upper(code)) STORED);
      CREATE TABLE members (id bigint PRIMARY KEY, team_id integer NOT NULL REFERENCES teams (id),
        code text REFERENCES teams (code));
      CREATE VIEW sizes AS SELECT t.id, t.upper_code, count(*) AS size FROM teams t
        JOIN members m ON m.team_id = t.id GROUP BY t.id;
      """;
  private static final String KEYED_ROWS =
      "INSERT INTO teams (code) SELECT 'c' || i FROM generate_series(1, 1100) AS i;\n"
          + "INSERT INTO members SELECT i, i, 'c' || i FROM generate_series(1, 100) AS i;";

  /** A change with the history it meets. */
  public record Case(String name, String history, String rows, String change) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case users(String name, String change) {
    return new Case(name, USERS, USER_ROWS, change);
  }

  private static Case users(String name, String more, String change) {
    return new Case(name, USERS + more, USER_ROWS, change);
  }

  private static Case orders(String name, String change) {
    return new Case(name + ", quoted", ORDERS, ORDER_ROWS, change);
  }

  /** Every case. */
  public static Stream<Case> cases() {
    return Stream.concat(ownCases(), LiveRolloutCases.all());
  }

  private static Stream<Case> ownCases() {
    return Stream.of(
        users(
            "NOT NULL without default",
            "-- flux: backfill users.status = 'active'\n"
                + "ALTER TABLE users ADD COLUMN status text NOT NULL;"),
        orders(
            "NOT NULL without default",
            "-- flux: backfill \"Shop\".\"Order\".\"Kind\" = 'shop'\n"
                + "ALTER TABLE \"Shop\".\"Order\" ADD COLUMN \"Kind\" varchar(20) NOT NULL;"),
        users(
            "volatile default",
            "ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();"),
        orders(
            "volatile default",
            "ALTER TABLE \"Shop\".\"Order\" ADD COLUMN \"Seen\" timestamptz DEFAULT"
                + " clock_timestamp();"),
        users("serial", "ALTER TABLE users ADD COLUMN number serial;"),
        orders(
            "identity",
            "ALTER TABLE \"Shop\".\"Order\" ADD COLUMN \"Number\" bigint GENERATED ALWAYS AS"
                + " IDENTITY;"),
        users(
            "inline constraints",
            "ALTER TABLE users ADD COLUMN score int CHECK (score > 0), ADD COLUMN nick text UNIQUE,"
                + " ADD COLUMN boss bigint REFERENCES users (id), ADD COLUMN plain int;"),
        orders(
            "inline constraints",
            "ALTER TABLE \"Shop\".\"Order\" ADD COLUMN \"Code\" uuid NOT NULL DEFAULT"
                + " gen_random_uuid() UNIQUE;"),
        users("rename column", "ALTER TABLE users RENAME COLUMN name TO full_name;"),
        users(
            "rename a required column",
            "CREATE INDEX ON users (age);\nALTER TABLE users RENAME COLUMN email TO mail;"),
        users(
            "column dropped and added again",
            "ALTER TABLE users DROP COLUMN age, ADD COLUMN age text DEFAULT 'unknown';"),
        orders(
            "column dropped and added again",
            "-- flux: backfill \"Shop\".\"Order\".\"Note\" = '{}'\n"
                + "ALTER TABLE \"Shop\".\"Order\" DROP COLUMN \"Note\";\n"
                + "ALTER TABLE \"Shop\".\"Order\" ADD COLUMN \"Note\" jsonb NOT NULL;"),
        orders(
            "rename column", "ALTER TABLE \"Shop\".\"Order\" RENAME COLUMN \"Total\" TO \"Sum\";"),
        orders(
            "rename unique column",
            "ALTER TABLE \"Shop\".\"Order\" RENAME \"Note\" TO \"Remark\";"),
        users(
            "rename table",
            "ALTER TABLE users RENAME TO members;\nALTER TABLE members ADD COLUMN x int;"),
        orders("rename table", "ALTER TABLE \"Shop\".\"Order\" RENAME TO \"Orders\";"),
        new Case(
            "rename a key that foreign keys and a view name",
            KEYED,
            KEYED_ROWS,
            "ALTER TABLE teams RENAME COLUMN id TO team_id;"),
        new Case(
            "rename a key beside a required column",
            "CREATE TABLE visits (visit_id bigint PRIMARY KEY, visit_kind int NOT NULL, note"
                + " text);",
            "INSERT INTO visits SELECT i, i % 3, 'n' FROM generate_series(1, 1100) AS i;",
            """
            ALTER TABLE visits RENAME COLUMN visit_kind TO kind;
            ALTER TABLE visits RENAME COLUMN visit_id TO id;
            ALTER TABLE visits ALTER COLUMN note TYPE varchar(200);
            """),
        new Case(
            "rename a referenced code",
            KEYED,
            KEYED_ROWS,
            "ALTER TABLE teams RENAME COLUMN code TO slug;"),
        new Case(
            "rename a generated column",
            KEYED,
            KEYED_ROWS,
            "ALTER TABLE teams RENAME COLUMN upper_code TO shout;"),
        new Case(
            "change type of a key and what refers to it",
            KEYED,
            KEYED_ROWS,
            "DROP VIEW sizes;\nALTER TABLE teams ALTER COLUMN id TYPE bigint;\n"
                + "ALTER TABLE members ALTER COLUMN team_id TYPE bigint;"),
        new Case(
            "change type of an identity key",
            "CREATE TABLE a (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text);\n"
                + "CREATE TABLE b (id int PRIMARY KEY, a_id integer NOT NULL REFERENCES a);",
            "INSERT INTO a (x) SELECT 'x' FROM generate_series(1, 1100);\n"
                + "INSERT INTO b SELECT i, i FROM generate_series(1, 1100) AS i;",
            "ALTER TABLE a ALTER COLUMN id TYPE bigint;"),
        users(
            "change type below a view",
            "CREATE VIEW grown AS SELECT id, age FROM users WHERE age > 17;",
            "DROP VIEW grown;\nALTER TABLE users ALTER COLUMN age TYPE bigint;\n"
                + "CREATE VIEW grown AS SELECT id, age FROM users WHERE age > 17;"),
        new Case(
            "an enum without one of its values",
            "CREATE TYPE mood AS ENUM ('sad', 'ok', 'gone');\n"
                + "CREATE TABLE p (id int PRIMARY KEY, m mood NOT NULL DEFAULT 'ok');",
            "INSERT INTO p SELECT i FROM generate_series(1, 1100) AS i;",
            "CREATE TYPE mood_new AS ENUM ('sad', 'ok');\n"
                + "ALTER TABLE p ALTER COLUMN m DROP DEFAULT;\n"
                + "ALTER TABLE p ALTER COLUMN m TYPE mood_new USING (m::text::mood_new);\n"
                + "ALTER TYPE mood RENAME TO mood_old;\nALTER TYPE mood_new RENAME TO mood;\n"
                + "DROP TYPE mood_old;\nALTER TABLE p ALTER COLUMN m SET DEFAULT 'sad';"),
        users("change type", "ALTER TABLE users ALTER COLUMN age TYPE bigint;"),
        users(
            "change type with USING",
            "ALTER TABLE users ALTER COLUMN name TYPE integer USING substr(name, 2)::integer;"),
        orders(
            "change type",
            "ALTER TABLE \"Shop\".\"Order\" ALTER COLUMN \"Total\" TYPE numeric(12, 3);"),
        orders("enum to text", "ALTER TABLE \"Shop\".\"Order\" ALTER COLUMN \"State\" TYPE text;"),
        users("drop column", "ALTER TABLE users DROP COLUMN name;"),
        new Case(
            "drop three columns and change two types",
            USERS
                + "CREATE TABLE bills (id int PRIMARY KEY, sum int NOT NULL, code text UNIQUE, old"
                + " text, kind smallint DEFAULT 1);",
            USER_ROWS
                + "INSERT INTO bills SELECT i, i, 'c' || i, 'o', i % 5 FROM generate_series(1,"
                + " 1100) AS i;",
            "ALTER TABLE users DROP COLUMN name;\n"
                + "ALTER TABLE bills ALTER COLUMN sum TYPE bigint;\n"
                + "ALTER TABLE bills DROP COLUMN code, DROP COLUMN old;\n"
                + "ALTER TABLE bills ALTER COLUMN kind TYPE integer;"),
        users(
            "rename two required columns",
            "ALTER TABLE users ALTER COLUMN name SET NOT NULL;",
            "ALTER TABLE users RENAME COLUMN name TO full_name;\n"
                + "ALTER TABLE users RENAME COLUMN email TO mail;"),
        users("drop required column", "ALTER TABLE users DROP COLUMN email, DROP COLUMN age;"),
        orders(
            "drop column",
            "ALTER TABLE \"Shop\".\"Order\" DROP COLUMN \"State\";\nDROP TYPE \"Shop\".\"State\";"),
        users("drop table", "DROP TABLE users;"),
        orders("drop table", "DROP TABLE \"Shop\".\"Order\";"),
        new Case(
            "drop table with serial and foreign key",
            "CREATE TABLE roles (id SERIAL PRIMARY KEY, name text);\n"
                + "CREATE TABLE user_roles (id SERIAL PRIMARY KEY, role_id integer NOT NULL"
                + " REFERENCES roles (id) ON DELETE CASCADE);",
            "INSERT INTO roles (name) SELECT 'r' || i FROM generate_series(1, 10) AS i;\n"
                + "INSERT INTO user_roles (role_id) SELECT i FROM generate_series(1, 10) AS i;",
            "DROP TABLE IF EXISTS user_roles;\nDROP TABLE IF EXISTS roles;"),
        new Case(
            "drop table with identity and foreign key",
            "CREATE TABLE roles (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);\n"
                + "CREATE TABLE user_roles (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"
                + " role_id bigint NOT NULL REFERENCES roles (id) ON DELETE CASCADE);",
            "INSERT INTO roles (name) SELECT 'r' || i FROM generate_series(1, 10) AS i;\n"
                + "INSERT INTO user_roles (role_id) SELECT i FROM generate_series(1, 10) AS i;",
            "DROP TABLE user_roles;\nDROP TABLE roles;"),
        users("SET NOT NULL", "ALTER TABLE users ALTER COLUMN name SET NOT NULL;"),
        orders(
            "SET NOT NULL", "ALTER TABLE \"Shop\".\"Order\" ALTER COLUMN \"Note\" SET NOT NULL;"),
        users(
            "CHECK",
            "ALTER TABLE users ADD CHECK (age >= 0);\n"
                + "ALTER TABLE users ADD CONSTRAINT named CHECK (email <> '');"),
        orders(
            "CHECK",
            "ALTER TABLE \"Shop\".\"Order\" ADD CONSTRAINT \"Positive No\" CHECK (\"No\" >= 0);"),
        users(
            "FOREIGN KEY",
            "CREATE TABLE teams (id bigint PRIMARY KEY);\n"
                + "ALTER TABLE users ADD COLUMN team_id bigint;\n"
                + "ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE SET"
                + " NULL DEFERRABLE;"),
        orders(
            "FOREIGN KEY",
            "CREATE TABLE \"Shop\".\"Line\" (\"Shop Id\" uuid, \"No\" int);\n"
                + "ALTER TABLE \"Shop\".\"Order\" ADD CONSTRAINT \"Self\" FOREIGN KEY (\"Shop Id\","
                + " \"No\") REFERENCES \"Shop\".\"Order\";"),
        users(
            "UNIQUE",
            "ALTER TABLE users ADD UNIQUE (email);\n"
                + "ALTER TABLE users ADD CONSTRAINT one_name UNIQUE NULLS NOT DISTINCT (name);"),
        orders(
            "UNIQUE",
            "ALTER TABLE \"Shop\".\"Order\" ADD CONSTRAINT \"One Total\" UNIQUE (\"Total\") INCLUDE"
                + " (\"Note\") DEFERRABLE INITIALLY DEFERRED;"),
        new Case(
            "PRIMARY KEY",
            "CREATE TABLE t (a int, b text NOT NULL);",
            "INSERT INTO t SELECT i, i::text FROM generate_series(1, 100) AS i;",
            "ALTER TABLE t ADD PRIMARY KEY (a, b);"),
        new Case(
            "another PRIMARY KEY",
            "CREATE TABLE t (a int PRIMARY KEY, b text NOT NULL);",
            "INSERT INTO t SELECT i, i::text FROM generate_series(1, 100) AS i;",
            "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD COLUMN c int, ADD PRIMARY KEY (b, a);"),
        new Case(
            "PRIMARY KEY in place of a dropped one",
            "CREATE TABLE t (id bigserial PRIMARY KEY, a int NOT NULL, b text NOT NULL);",
            "INSERT INTO t (a, b) SELECT i, i::text FROM generate_series(1, 100) AS i;",
            "ALTER TABLE t DROP COLUMN id;\nALTER TABLE t ADD PRIMARY KEY (a, b);"),
        users(
            "CREATE INDEX",
            "CREATE INDEX ON users (lower(email), age);\n"
                + "CREATE UNIQUE INDEX mails ON users (email);"),
        orders(
            "CREATE INDEX",
            "CREATE INDEX \"By Note\" ON \"Shop\".\"Order\" USING btree (\"Note\") WHERE \"Total\""
                + " > 1;"),
        users("DROP INDEX", "DROP INDEX users_name_idx;"),
        orders("DROP INDEX", "DROP INDEX IF EXISTS \"Shop\".\"Order State\";"),
        users(
            "replace index",
            "DROP INDEX users_name_idx;\nCREATE INDEX users_name_idx ON users (name, age);"),
        new Case(
            "index on partitions",
            "CREATE TABLE log (id bigint, day date NOT NULL) PARTITION BY RANGE (day);\n"
                + "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO"
                + " ('2021-01-01');\n"
                + "CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM ('2021-01-01') TO"
                + " ('2022-01-01');",
            "INSERT INTO log VALUES (1, '2020-05-05'), (2, '2021-05-05');",
            "CREATE INDEX log_id ON log (id);"),
        new Case(
            "move to another schema",
            "CREATE SCHEMA archive;\n"
                + "CREATE TABLE notes (id bigserial PRIMARY KEY, body text NOT NULL);",
            "INSERT INTO notes (body) SELECT 'x' FROM generate_series(1, 10);",
            "ALTER TABLE notes SET SCHEMA archive;"),
        new Case(
            "rename a view",
            "CREATE TABLE notes (id bigint PRIMARY KEY, body text NOT NULL);\n"
                + "CREATE VIEW short AS SELECT id FROM notes;",
            "INSERT INTO notes VALUES (1, 'x');",
            "ALTER VIEW short RENAME TO brief;"),
        new Case(
            "rename an enum's label",
            "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE p (id int PRIMARY KEY, m mood"
                + " NOT NULL DEFAULT 'ok');",
            "INSERT INTO p SELECT i FROM generate_series(1, 10) AS i;",
            "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';"),
        new Case(
            "constraints on partitions",
            "CREATE TABLE users (id bigint PRIMARY KEY);\n"
                + "CREATE TABLE log (id bigint, day date NOT NULL, user_id bigint) PARTITION BY"
                + " RANGE (day);\n"
                + "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO"
                + " ('2021-01-01');\n"
                + "CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM ('2021-01-01') TO"
                + " ('2022-01-01');",
            "INSERT INTO users VALUES (1), (2);\n"
                + "INSERT INTO log VALUES (1, '2020-05-05', 1), (2, '2021-05-05', 2);",
            "ALTER TABLE log ADD CONSTRAINT positive CHECK (id > 0);\n"
                + "ALTER TABLE log ADD FOREIGN KEY (user_id) REFERENCES users (id);\n"
                + "ALTER TABLE log ADD PRIMARY KEY (id, day);\n"
                + "ALTER TABLE log ADD CONSTRAINT one UNIQUE (user_id, day);"),
        new Case(
            "new partition",
            "CREATE TABLE log (id bigint DEFAULT 7, day date NOT NULL, CHECK (id > 0)) PARTITION BY"
                + " RANGE (day);\n"
                + "CREATE INDEX log_id ON log (id);\n"
                + "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO"
                + " ('2021-01-01');",
            "INSERT INTO log VALUES (1, '2020-05-05');",
            "CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM ('2021-01-01') TO"
                + " ('2022-01-01');"),
        users(
            "UPDATE",
            "ALTER TABLE users ADD COLUMN active boolean;\n"
                + "UPDATE users SET active = true;\n"
                + "ALTER TABLE users ALTER COLUMN active SET NOT NULL;"),
        users(
            "INSERT of a query into a new table",
            "CREATE TABLE nicks (user_id bigint PRIMARY KEY, nick text NOT NULL);\n"
                + "INSERT INTO nicks VALUES (-1, 'nobody');\n"
                + "INSERT INTO nicks (user_id, nick) SELECT u.id, lower(u.name) FROM users AS u"
                + " WHERE u.age > 3 OR u.age < 2;"),
        users(
            "INSERT of a query into a table in use",
            "CREATE TABLE nicks (id bigserial PRIMARY KEY, user_id bigint UNIQUE, nick text);\n"
                + "INSERT INTO nicks (user_id, nick) VALUES (7, 'seven');",
            "INSERT INTO nicks (user_id, nick) SELECT id, name FROM users ON CONFLICT (user_id) DO"
                + " UPDATE SET nick = EXCLUDED.nick;"),
        users("UPDATE of old column", "UPDATE users u SET name = 'none' WHERE u.name IS NULL;"),
        orders(
            "UPDATE",
            "ALTER TABLE \"Shop\".\"Order\" ADD COLUMN \"Done\" boolean;\n"
                + "UPDATE \"Shop\".\"Order\" AS o SET \"Done\" = (o.\"State\" = 'done');"),
        users(
            "UPDATE from another table",
            "CREATE TABLE names (id bigint PRIMARY KEY, name text);\n"
                + "UPDATE users AS u SET name = n.name FROM names AS n WHERE n.id = u.id;"),
        users(
            "UPDATE from another table before NOT NULL",
            "CREATE TABLE profiles (id bigint PRIMARY KEY, project_id bigint NOT NULL);\n"
                + "INSERT INTO profiles SELECT i, i FROM generate_series(0, 2000) AS i;\n"
                + "ALTER TABLE users ADD COLUMN project_id bigint;\n"
                + "BEGIN;\n"
                + "UPDATE users AS us\nSET project_id = pf.project_id\nFROM profiles AS pf\n"
                + "WHERE us.id = pf.id;\n"
                + "-- required from here on\n"
                + "ALTER TABLE users ALTER COLUMN project_id SET NOT NULL;\n"
                + "COMMIT;"),
        orders(
            "UPDATE from another table",
            "CREATE TABLE \"Notes\" (\"No\" integer PRIMARY KEY, \"Note\" text);\n"
                + "UPDATE \"Shop\".\"Order\" \"O\" SET \"Note\" = \"N\".\"Note\" FROM \"Notes\" AS"
                + " \"N\" WHERE \"N\".\"No\" = \"O\".\"No\";"),
        users("UPDATE from another column", "UPDATE users SET name = email;"),
        users("DELETE", "DELETE FROM users WHERE age > 50;"),
        users(
            "DELETE by another table",
            "CREATE TABLE gone (id bigint PRIMARY KEY);\n"
                + "DELETE FROM users AS u USING gone AS g WHERE g.id = u.id;"),
        new Case(
            "UPDATE without key",
            "CREATE TABLE t (a int, b text);",
            "INSERT INTO t SELECT i FROM generate_series(1, 12000) AS i;",
            "UPDATE t SET b = a::text WHERE b IS NULL;"),
        new Case(
            "enum value",
            "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE p (id int PRIMARY KEY, m mood DEFAULT"
                + " 'sad');",
            "INSERT INTO p SELECT i FROM generate_series(1, 10) AS i;",
            "ALTER TYPE mood ADD VALUE 'happy';\n"
                + "ALTER TABLE p ALTER COLUMN m SET DEFAULT 'happy';"),
        users(
            "several tables",
            "CREATE TABLE a (id int);\n"
                + "-- two of them\n"
                + "ALTER TABLE users ADD COLUMN a_id int;\n"
                + "COMMENT ON COLUMN users.a_id IS 'of a';\n"
                + "CREATE INDEX ON users (a_id);\n"
                + "CREATE VIEW grown AS SELECT id FROM users WHERE age > 17;"),
        new Case(
            "domain",
            "CREATE DOMAIN mail AS text; CREATE TABLE t (id int PRIMARY KEY, m mail);",
            "INSERT INTO t VALUES (1, 'x@example.org');",
            "ALTER DOMAIN mail ADD CONSTRAINT has_at CHECK (VALUE LIKE '%@%');"),
        new Case(
            "unique constraint that an index takes the place of",
            "CREATE TABLE t (id int PRIMARY KEY, name text CONSTRAINT old_key UNIQUE);",
            "INSERT INTO t SELECT i, 'n' || i FROM generate_series(1, 10) AS i;",
            "ALTER TABLE t DROP CONSTRAINT old_key;\n"
                + "DROP INDEX IF EXISTS old_key;\n"
                + "CREATE UNIQUE INDEX new_key ON t (lower(name));"),
        new Case(
            "constraints that others take the place of",
            "CREATE TABLE p (id int PRIMARY KEY);\n"
                + "CREATE TABLE t (id serial PRIMARY KEY, p_id int NOT NULL REFERENCES p, kind text"
                + " CHECK (kind IN ('a', 'b')), code int UNIQUE);",
            "INSERT INTO p VALUES (1);\nINSERT INTO t (p_id, kind, code) SELECT 1, 'a', i FROM"
                + " generate_series(1, 1100) AS i;",
            "ALTER TABLE t DROP CONSTRAINT t_p_id_fkey;\n"
                + "ALTER TABLE t ADD CONSTRAINT t_p_id_fkey FOREIGN KEY (p_id) REFERENCES p (id) ON"
                + " DELETE CASCADE;\n"
                + "ALTER TABLE t DROP CONSTRAINT t_kind_check, ADD CONSTRAINT kinds CHECK (kind IN"
                + " ('a', 'b', 'c'));\n"
                + "ALTER TABLE t DROP CONSTRAINT t_code_key;\n"
                + "ALTER TABLE t ADD CONSTRAINT t_code_key UNIQUE (p_id, code);"),
        new Case(
            "unique constraint that an index of its name takes the place of",
            "CREATE TABLE t (id int PRIMARY KEY, name text CONSTRAINT one UNIQUE);",
            "INSERT INTO t SELECT i, 'n' || i FROM generate_series(1, 10) AS i;",
            "ALTER TABLE t DROP CONSTRAINT one;\n"
                + "CREATE UNIQUE INDEX one ON t (name) WHERE id > 3;"),
        new Case(
            "key of another column, that goes before it",
            "CREATE TABLE t (id serial PRIMARY KEY, a int NOT NULL, b int NOT NULL);",
            "INSERT INTO t (a, b) SELECT i, 1 FROM generate_series(1, 10) AS i;",
            "ALTER TABLE t DROP CONSTRAINT t_pkey;\nALTER TABLE t DROP COLUMN id;\n"
                + "ALTER TABLE t ADD PRIMARY KEY (a, b);"),
        new Case(
            "key of another column, that goes behind it",
            "CREATE TABLE t (id serial PRIMARY KEY, a int NOT NULL, b int);",
            "INSERT INTO t (a, b) SELECT i, 1 FROM generate_series(1, 10) AS i;",
            "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD CONSTRAINT k PRIMARY KEY (a, b), DROP COLUMN"
                + " id;"),
        users(
            "guarded statements",
            """
            DO $$ BEGIN
             CREATE TYPE "kind" AS ENUM('a', 'b');
            EXCEPTION
             WHEN duplicate_object THEN null;
            END $$;
            CREATE TABLE teams (id bigint PRIMARY KEY);
            ALTER TABLE users ADD COLUMN team_id bigint, ADD COLUMN boss_id bigint;
            DO $$ BEGIN
             ALTER TABLE users ADD CONSTRAINT team_fk FOREIGN KEY (team_id) REFERENCES public.teams (id);
            EXCEPTION
             WHEN duplicate_object THEN null;
            END $$;
            DO $$
            BEGIN
              IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'boss_fk') THEN
                ALTER TABLE users ADD CONSTRAINT boss_fk FOREIGN KEY (boss_id) REFERENCES users (id);
              END IF;
            END $$;
            """),
        new Case(
            "columns of a type that was exchanged",
            "CREATE TYPE \"Mood_new\" AS ENUM ('sad'); CREATE TABLE p (id int PRIMARY KEY, m"
                + " \"Mood_new\", old \"Mood_new\"[]);"
                + " ALTER TYPE \"Mood_new\" RENAME TO \"Mood\";",
            "INSERT INTO p SELECT i, 'sad' FROM generate_series(1, 10) AS i;",
            "ALTER TABLE p DROP COLUMN m, DROP COLUMN old;"),
        users(
            "constraint that adopts an index",
            "CREATE UNIQUE INDEX mails ON users (email);\n",
            "ALTER TABLE users ADD CONSTRAINT one_mail UNIQUE USING INDEX mails;\n"
                + "CREATE INDEX ON users (age);"),
        new Case(
            "foreign key dropped",
            "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY, p_id int"
                + " REFERENCES p (id) ON DELETE CASCADE);",
            "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1);",
            "ALTER TABLE c DROP CONSTRAINT c_p_id_fkey;\nALTER TABLE p ADD COLUMN x int;"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void runsForwardBackAndForward(Case given) throws SQLException {
    Rollout rollout = Plans.plan(given.history(), given.change());
    assertThat(rollout.type()).isNotEqualTo(Rollout.Type.SAFE);
    assertThat(rollout.steps()).allSatisfy(step -> assertThat(step.missing()).isEmpty());
    assertThat(rollout.steps())
        .allSatisfy(
            step ->
                assertThat(step.forward() + step.rollback())
                    .doesNotContainPattern("<[a-z_ ]+>|\\bTODO\\b|\\.\\.\\.|your_"));
    assertThat(rollout.files()).isNotEmpty();
    String empty = LiveServer.create("template1");
    LiveServer.run(empty, given.history(), false);
    String populated = LiveServer.create(empty);
    LiveServer.run(populated, given.rows(), false);

    String original = LiveServer.create(empty);
    for (var statement : SqlReader.read(given.change(), Dialect.POSTGRESQL).statements()) {
      LiveServer.run(original, statement.sql(), false);
    }
    String rolled = LiveServer.create(populated);
    SoftAssertions soft = new SoftAssertions();
    for (Step step : rollout.steps()) {
      if (step.forward().isEmpty()) {
        continue;
      }
      thereAndBack(rolled, step, soft);
    }
    soft.assertThat(LiveServer.catalog(rolled)).isEqualTo(LiveServer.catalog(original));
    soft.assertThat(Plans.undeclared(given.history(), rollout)).isEmpty();
    soft.assertAll();
  }

  @Test
  void computesAColumnByATriggerAsTheServerWould() throws SQLException {
    String history =
        USERS
            + """
            CREATE FUNCTION aged() RETURNS trigger LANGUAGE plpgsql AS $$
              BEGIN NEW.age := coalesce(NEW.age, 40); RETURN NEW; END $$;
            CREATE TRIGGER give_age BEFORE INSERT OR UPDATE ON users
              FOR EACH ROW EXECUTE FUNCTION aged();
            CREATE MATERIALIZED VIEW mails AS SELECT email FROM users;
            """;
    String change =
        "ALTER TABLE users ADD COLUMN lower text UNIQUE GENERATED ALWAYS AS (lower(email) ||"
            + " coalesce(age, 0)) STORED NOT NULL;";
    Rollout rollout = Plans.plan(history, change);
    String original = LiveServer.create("template1");
    LiveServer.run(original, history + USER_ROWS, false);
    String rolled = LiveServer.create(original);
    LiveServer.run(original, change, false);
    SoftAssertions soft = new SoftAssertions();
    for (Step step : rollout.steps()) {
      if (!step.forward().isEmpty()) {
        thereAndBack(rolled, step, soft);
      }
    }
    for (String database : List.of(original, rolled)) {
      LiveServer.run(
          database,
          "INSERT INTO users (id, email, name) VALUES (2000, 'New', 'x');"
              + "UPDATE users SET email = 'OLD' WHERE id = 7;",
          false);
    }
    LiveServer.run(rolled, "UPDATE users SET lower = 'overridden' WHERE id = 8;", false);
    String rows = "SELECT to_jsonb(u) FROM users u ORDER BY id";
    soft.assertThat(LiveServer.query(rolled, rows)).isEqualTo(LiveServer.query(original, rows));
    soft.assertThat(Plans.undeclared(history, rollout)).isEmpty();
    soft.assertThat(rollout.steps().get(0).differences()).isNotEmpty();
    soft.assertAll();
  }

  @Test
  void refusesATextThatIsTooLongAsTheChangeItselfWould() throws SQLException {
    Rollout rollout = Plans.plan(USERS, "ALTER TABLE users ALTER COLUMN email TYPE varchar(12);");
    String database = LiveServer.create("template1");
    LiveServer.run(database, USERS + "INSERT INTO users VALUES (1, 'long@mail.example');", false);
    Step add = rollout.steps().get(0);
    Step fill = rollout.steps().get(1);
    LiveServer.run(database, add.forward(), add.transactional());
    assertThat(LiveServer.query(database, add.gate().replaceFirst(".*: ", "")))
        .containsExactly("1");
    assertThatThrownBy(() -> LiveServer.run(database, fill.forward(), fill.transactional()))
        .hasMessageContaining("too long for type character varying(12)");
    assertThatThrownBy(
            () ->
                LiveServer.run(
                    database, "INSERT INTO users VALUES (2, 'another@mail.example');", true))
        .hasMessageContaining("too long for type character varying(12)");
  }

  @Test
  void bringsDroppedTablesBackWithTheirSequencesForeignKeysAndViews() throws SQLException {
    String history =
        """
        CREATE TABLE users (id serial PRIMARY KEY);
        CREATE TABLE roles (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, name text);
        CREATE TABLE user_roles (id SERIAL PRIMARY KEY,
          user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE,
          role_id bigint NOT NULL REFERENCES roles (id));
        CREATE INDEX by_role ON user_roles (role_id);
        CREATE TABLE log (id bigint, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
        CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
        CREATE INDEX ON log (day);
        CREATE VIEW role_of AS SELECT r.name, u.user_id FROM roles r JOIN user_roles u ON u.role_id = r.id;
        CREATE VIEW names AS SELECT name FROM role_of;
        """;
    Rollout rollout =
        Plans.plan(history, "DROP TABLE user_roles CASCADE;\nDROP TABLE roles;\nDROP TABLE log;");
    String database = LiveServer.create("template1");
    LiveServer.run(database, history, true);
    SortedSet<String> before = LiveServer.catalog(database);
    List<Step> steps = rollout.steps().stream().filter(s -> !s.forward().isEmpty()).toList();
    for (Step step : steps) {
      run(database, step, step.forward());
    }
    assertThat(
            LiveServer.query(
                database, "SELECT relname FROM pg_class WHERE relname ~ '^(user_)?roles'"))
        .isEmpty();
    for (int i = steps.size() - 1; i >= 0; i--) {
      run(database, steps.get(i), steps.get(i).rollback());
    }
    assertThat(LiveServer.catalog(database)).isEqualTo(before);
    assertThat(LiveServer.query(database, "SELECT pg_get_serial_sequence('user_roles', 'id')"))
        .containsExactly("public.user_roles_id_seq");
  }

  /** Other steps may have to be undone because of what they do. */
  @Test
  void bringsRoutinesAndTriggersBackAsTheHistoryWroteThem() throws SQLException {
    String history =
        USERS
            + """
            CREATE FUNCTION shout(who text, loud boolean DEFAULT true) RETURNS text LANGUAGE sql
              IMMUTABLE AS $$ SELECT upper(who) $$;
            CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$
              BEGIN NEW.age := 1; RETURN NEW; END $$;
            CREATE TRIGGER stamped BEFORE UPDATE OF email ON users
              FOR EACH ROW WHEN (NEW.age IS NULL) EXECUTE FUNCTION stamp();
            """;
    Rollout rollout =
        Plans.plan(
            history,
            """
            CREATE OR REPLACE FUNCTION shout(who text, loud boolean DEFAULT false) RETURNS text
              LANGUAGE sql STABLE AS $$ SELECT upper(who) || '!' $$;
            CREATE OR REPLACE FUNCTION shout(who int) RETURNS text LANGUAGE sql
              AS $$ SELECT who::text $$;
            DROP TRIGGER stamped ON users;
            DROP FUNCTION stamp();
            ALTER TABLE users DROP COLUMN name;
            """);
    String database = LiveServer.create("template1");
    LiveServer.run(database, history, true);
    String code =
        "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            + " UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'stamped'"
            + " ORDER BY 1";
    List<String> before = LiveServer.query(database, code);
    List<Step> steps = rollout.steps().stream().filter(s -> !s.forward().isEmpty()).toList();
    for (Step step : steps) {
      run(database, step, step.forward());
    }
    assertThat(LiveServer.query(database, code)).hasSize(2).isNotEqualTo(before);
    for (int i = steps.size() - 1; i >= 0; i--) {
      run(database, steps.get(i), steps.get(i).rollback());
    }
    assertThat(LiveServer.query(database, code)).isEqualTo(before);
    assertThat(Plans.undeclared(history, rollout)).isEmpty();
  }

  private static void thereAndBack(String database, Step step, SoftAssertions soft)
      throws SQLException {
    SortedSet<String> before = LiveServer.catalog(database);
    SortedMap<String, List<String>> rows = LiveServer.rows(database);
    run(database, step, step.forward());
    if (step.rollback().isEmpty()) {
      if (step.lossless()) {
        soft.assertThat(LiveServer.catalog(database)).as(step.title()).isEqualTo(before);
      }
      return;
    }
    run(database, step, step.rollback());
    if (step.lossless()) {
      soft.assertThat(LiveServer.catalog(database)).as(step.title()).isEqualTo(before);
      soft.assertThat(LiveServer.rows(database)).as(step.title()).isEqualTo(rows);
    }
    run(database, step, step.forward());
  }

  private static void run(String database, Step step, String sql) throws SQLException {
    try {
      LiveServer.run(database, sql, step.transactional());
    } catch (SQLException e) {
      throw new AssertionError(step.title() + ": " + e.getMessage() + "\n" + sql, e);
    }
  }
}
