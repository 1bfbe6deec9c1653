package dev.flux.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.config.ShadowSettings;
import dev.flux.engine.mysql.RunningServer;
import dev.flux.engine.mysql.ServerPrograms;
import dev.flux.hazard.Examination;
import dev.flux.rollout.Planner;
import dev.flux.rollout.Rollout;
import dev.flux.shadow.mysql.MysqlSandboxes;
import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rollouts of MySQL and MariaDB are proven on a server with an address. */
class MysqlProofTest {
  private static final String HISTORY =
      """
      CREATE TABLE teams (id bigint AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL UNIQUE);
      CREATE TABLE users (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, email varchar(120) NOT NULL,
        name varchar(80), age int, mood enum('sad', 'fine') DEFAULT 'fine', team_id bigint,
        score decimal(8, 2), doubled int AS (age * 2) VIRTUAL, FOREIGN KEY (team_id) REFERENCES teams (id));
      CREATE INDEX users_name ON users (name);
      CREATE VIEW grown AS SELECT id, name FROM users WHERE age > 17;
      CREATE TABLE log (id bigint AUTO_INCREMENT PRIMARY KEY, text varchar(200));
      """;

  private static final Map<String, String> CHANGES = new LinkedHashMap<>();

  static {
    CHANGES.put("index", "CREATE INDEX users_age ON users (age);");
    CHANGES.put("drop index", "DROP INDEX users_name ON users;");
    CHANGES.put("not null", "ALTER TABLE users MODIFY name varchar(80) NOT NULL;");
    CHANGES.put("column", "ALTER TABLE users ADD COLUMN note varchar(20) NOT NULL DEFAULT 'n';");
    CHANGES.put(
        "labels", "ALTER TABLE users MODIFY mood enum('sad', 'ok', 'fine') DEFAULT 'fine';");
    CHANGES.put(
        "tool beside the server",
        "ALTER TABLE users ADD COLUMN half int AS (age / 2) STORED, MODIFY score decimal(20, 2);");
    CHANGES.put("attributes", "ALTER TABLE teams MODIFY name varchar(60);");
    CHANGES.put("attributes of a copy", "ALTER TABLE teams MODIFY name char(60);");
    CHANGES.put("drop required column", "ALTER TABLE teams DROP COLUMN name;");
    CHANGES.put(
        "column again", "ALTER TABLE log DROP COLUMN text;\nALTER TABLE log ADD COLUMN text text;");
    CHANGES.put(
        "index again",
        "DROP INDEX users_name ON users;\nCREATE INDEX users_name ON users (name, age);");
    CHANGES.put("rename required column", "ALTER TABLE teams RENAME COLUMN name TO title;");
    CHANGES.put("type that holds less", "ALTER TABLE users MODIFY score int;");
    CHANGES.put("update", "UPDATE users SET name = 'none' WHERE name IS NULL;");
  }

  @TestFactory
  Stream<DynamicTest> provesRolloutsAndLetsNothingOut() {
    return ServerPrograms.each(
        programs -> {
          try (RunningServer server = RunningServer.start(programs)) {
            provesOn(server.dialect(), url(server));
            letsNothingOut(url(server));
          }
        });
  }

  private static String url(RunningServer server) {
    String scheme = server.dialect() == Dialect.MYSQL ? "mysql" : "mariadb";
    return "jdbc:" + scheme + "://127.0.0.1:" + server.port() + "/";
  }

  /** Every change on the server of an address. */
  static void provesOn(Dialect dialect, String url) throws Unprovable {
    Map<String, String> wrong = new LinkedHashMap<>();
    for (Map.Entry<String, String> change : CHANGES.entrySet()) {
      int version = dialect == Dialect.MYSQL ? 8 : 11;
      Examination examination = Changes.examine(dialect, version, HISTORY, change.getValue());
      Rollout rollout = Planner.plan(examination);
      try (Shadow shadow = ThrowawayShadow.of(settings(url), Limits.USUAL)) {
        Proof proof = shadow.prove(examination, rollout);
        if (!(proof instanceof Proof.Proven)) {
          wrong.put(change.getKey(), proof.sentence());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static ShadowSettings settings(String url) {
    return new ShadowSettings(
        ShadowSettings.Kind.URL, url, Optional.of("root"), Optional.empty(), false);
  }

  static void letsNothingOut(String url) throws Unprovable {
    Map<String, String> refusals = new LinkedHashMap<>();
    refusals.put("SELECT 1 INTO OUTFILE '/tmp/flux-was-here'", "denied");
    refusals.put("CREATE TABLE t (a text); LOAD DATA INFILE '/etc/passwd' INTO TABLE t", "denied");
    refusals.put("CREATE TABLE u (a text); LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE u", "");
    refusals.put("CREATE USER intruder", "denied");
    refusals.put("GRANT ALL ON *.* TO CURRENT_USER()", "");
    refusals.put("CREATE DATABASE other", "denied");
    refusals.put("SELECT * FROM mysql.user", "denied");
    refusals.put("SET GLOBAL max_connections = 1", "denied");
    Map<String, String> let = new LinkedHashMap<>();
    Limits tight = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(2), 200L << 20);
    try (Sandbox sandbox = MysqlSandboxes.at(settings(url)).open(tight)) {
      SandboxDatabase database = sandbox.create();
      refusals.forEach(
          (sql, reason) -> {
            try {
              database.run(run(sql));
              let.put(sql, "ran");
            } catch (StatementFailed refused) {
              if (!refused.getMessage().contains(reason)) {
                let.put(sql, refused.getMessage());
              }
            } catch (Unprovable ended) {
              let.put(sql, ended.getMessage());
            }
          });
      try {
        database.run(run("SELECT SLEEP(600)"));
        let.put("sleep", "ran");
      } catch (StatementFailed | Unprovable ended) {
        if (!String.valueOf(ended.getMessage()).contains("ran longer than 2 s")) {
          let.put("sleep", String.valueOf(ended.getMessage()));
        }
      }
    }
    assertThat(let).isEmpty();
  }

  private static Run run(String sql) {
    return new Run(SqlReader.read(sql, Dialect.MYSQL).statements(), Run.Mode.APART);
  }
}
