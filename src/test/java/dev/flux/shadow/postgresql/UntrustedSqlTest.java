package dev.flux.shadow.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flux.shadow.Limits;
import dev.flux.shadow.Run;
import dev.flux.shadow.Sandbox;
import dev.flux.shadow.SandboxDatabase;
import dev.flux.shadow.Shadows;
import dev.flux.shadow.StatementFailed;
import dev.flux.shadow.Unprovable;
import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stranger may write into a migration, and what becomes of it. */
class UntrustedSqlTest {
  private static final Limits TIGHT =
      new Limits(Duration.ofSeconds(20), Duration.ofSeconds(2), 200L << 20);

  private static @Nullable Sandbox shared;
  private static @Nullable SandboxDatabase own;

  @BeforeAll
  static void open() throws Unprovable {
    Sandbox sandbox = Shadows.postgresql().open(Limits.USUAL);
    shared = sandbox;
    own = sandbox.create();
  }

  @AfterAll
  static void close() {
    if (shared != null) {
      shared.close();
    }
  }

  private static Run run(String sql) {
    return new Run(SqlReader.read(sql, Dialect.POSTGRESQL).statements(), Run.Mode.APART);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          COPY (SELECT 1) TO PROGRAM 'touch /tmp/flux-was-here'    | permission denied
          CREATE TABLE t (a text); COPY t FROM PROGRAM 'id'        | permission denied
          CREATE TABLE o (a text); COPY o FROM '/etc/passwd'       | permission denied
          COPY (SELECT 1) TO '/tmp/flux-was-here'                  | permission denied
          SELECT pg_read_file('/etc/passwd')                       | permission denied
          SELECT pg_read_binary_file('postgresql.conf')            | permission denied
          SELECT pg_ls_dir('/')                                    | permission denied
          SELECT pg_stat_file('/etc/passwd')                       | permission denied
          SELECT lo_import('/etc/passwd')                          | permission denied
          SELECT lo_export(lo_create(0), '/tmp/flux-was-here')     | permission denied
          CREATE EXTENSION dblink                                  | permission denied
          CREATE EXTENSION postgres_fdw                            | permission denied
          CREATE EXTENSION file_fdw                                | permission denied
          CREATE EXTENSION adminpack                               | permission denied
          CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'x'        | permission denied
          CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1' PUBLICATION p | permission denied
          CREATE TABLESPACE t LOCATION '/tmp'                      | permission denied
          CREATE DATABASE other                                    | permission denied
          ALTER SYSTEM SET fsync = on                              | permission denied
          ALTER ROLE CURRENT_USER SUPERUSER                        | permission denied
          ALTER ROLE postgres PASSWORD 'x'                         | permission denied
          GRANT pg_execute_server_program TO CURRENT_USER          | permission denied
          SET ROLE postgres                                        | permission denied
          SET SESSION AUTHORIZATION postgres                       | permission denied
          RESET SESSION AUTHORIZATION; RESET ROLE; SELECT pg_read_file('/etc/passwd') | permission denied
          SET temp_file_limit = -1                                 | permission denied
          UPDATE pg_catalog.pg_authid SET rolsuper = true          | permission denied
          SELECT rolpassword FROM pg_catalog.pg_authid             | permission denied
          SELECT pg_reload_conf()                                  | permission denied
          DROP DATABASE postgres                                   | must be owner
          """)
  void isRefused(String sql, String reason) {
    SandboxDatabase database = Objects.requireNonNull(own);
    StatementFailed refused =
        catchThrowableOfType(StatementFailed.class, () -> database.run(run(sql)));
    assertThat(refused).as(sql).isNotNull();
    assertThat(refused.getMessage()).contains(reason);
  }

  @Test
  void makesRolesThatMayNothing() throws Exception {
    try (Sandbox sandbox = Shadows.postgresql().open(Limits.USUAL)) {
      SandboxDatabase database = sandbox.create();
      database.run(
          run(
              "CREATE ROLE intruder SUPERUSER LOGIN PASSWORD 'x'; CREATE TABLE t (a int);"
                  + " ALTER TABLE t OWNER TO intruder; GRANT SELECT ON t TO reader"));
      assertThatThrownBy(() -> database.run(run("ALTER ROLE intruder SUPERUSER")))
          .isInstanceOf(StatementFailed.class)
          .hasMessageContaining("permission denied");
      assertThatThrownBy(
              () -> database.run(run("SET ROLE intruder; SELECT pg_read_file('/etc/passwd')")))
          .isInstanceOf(StatementFailed.class)
          .hasMessageContaining("permission denied");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SET statement_timeout = 0; SELECT pg_sleep(600)                            | ran longer than 2 s
          SET statement_timeout = 0; DO $$ BEGIN LOOP END LOOP; END $$               | ran longer than 2 s
          SET statement_timeout = 0; DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(600); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END $$ | ran longer than 2 s
          SET statement_timeout = 0; SET client_min_messages = notice; DO $$ BEGIN LOOP RAISE NOTICE '%', repeat('x', 10000); END LOOP; END $$ | ran longer than 2 s
          """)
  void isEnded(String sql, String reason) throws Unprovable {
    try (Sandbox sandbox = Shadows.postgresql().open(TIGHT)) {
      SandboxDatabase database = sandbox.create();
      assertThatThrownBy(() -> database.run(run(sql)))
          .isInstanceOf(Unprovable.class)
          .hasMessageContaining(reason);
      assertThatThrownBy(database::copy).as("nothing runs any more").isInstanceOf(Unprovable.class);
    }
  }

  @Test
  void doesNotFillTheDisk() throws Unprovable {
    Limits small = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(50), 100L << 20);
    try (Sandbox sandbox = Shadows.postgresql().open(small)) {
      SandboxDatabase database = sandbox.create();
      assertThatThrownBy(
              () ->
                  database.run(
                      run(
                          "SET statement_timeout = 0; CREATE TABLE t AS SELECT repeat('x', 900),"
                              + " generate_series(1, 100000000)")))
          .isInstanceOf(Unprovable.class)
          .hasMessageContaining("filled more than 100 MB");
    }
  }

  @Test
  void doesNotSortOnDiskWithoutEnd() throws Unprovable {
    try (Sandbox sandbox = Shadows.postgresql().open(Limits.USUAL)) {
      SandboxDatabase database = sandbox.create();
      assertThatThrownBy(
              () ->
                  database.run(
                      run(
                          "SET work_mem = '64kB'; SELECT count(*) FROM (SELECT DISTINCT"
                              + " repeat(md5(i::text), 30) FROM generate_series(1, 1000000) AS i)"
                              + " AS s")))
          .isInstanceOf(StatementFailed.class)
          .hasMessageContaining("temporary file size exceeds");
    }
  }

  @Test
  void doesNotFillTheMemoryHere() throws Unprovable {
    try (Sandbox sandbox = Shadows.postgresql().open(Limits.USUAL)) {
      SandboxDatabase database = sandbox.create();
      assertThatThrownBy(
              () ->
                  database.run(
                      run("SELECT repeat('x', 100000) FROM generate_series(1, 1000000) AS i")))
          .isInstanceOf(StatementFailed.class)
          .hasMessageContaining("limit");
    }
  }

  @Test
  void leavesNothingBehind() throws Exception {
    try (Sandbox sandbox = Shadows.postgresql().open(Limits.USUAL)) {
      sandbox.create().run(run("CREATE ROLE passing; CREATE TABLE t (a int)"));
    }
    Objects.requireNonNull(own)
        .run(
            run(
                """
                DO $$ BEGIN
                  IF (SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname LIKE 'flux_shadow_%') > 1
                    OR EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'passing')
                    OR (SELECT count(*) FROM pg_catalog.pg_database WHERE datname LIKE 'flux_shadow_%') > 1
                  THEN RAISE 'something is left'; END IF;
                END $$\
                """));
  }
}
