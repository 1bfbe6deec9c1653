package dev.flux.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.Evidence;
import dev.flux.migration.tool.Tools;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineFinderTest {
  private static final String NEUTRAL = "CREATE TABLE t (id int);\n";

  private static Repo repo(String sql) {
    return new Repo().with("migrations/1_a.sql", NEUTRAL).adds("migrations/2_b.sql", sql);
  }

  @Test
  void assumesPostgresWhereNothingIsSaid() {
    var engine = repo(NEUTRAL).only().engine();
    assertThat(engine).hasToString("PostgreSQL 16 (assumed)");
    assertThat(engine.source()).contains("PostgreSQL assumed").contains("version 16 assumed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgres:15-alpine | PostgreSQL 15 (known)",
        "postgis/postgis:14-3.4 | PostgreSQL 14 (known)",
        "timescale/timescaledb:2.14.2-pg13 | PostgreSQL 13 (known)",
        "timescale/timescaledb-ha:pg17 | PostgreSQL 17 (known)",
        "pgvector/pgvector:pg16 | PostgreSQL 16 (known)",
        "postgres:${PG:-12.4} | PostgreSQL 12.4 (known)",
        "mysql:8.0.33 | MySQL 8.0.33 (known)",
        "mariadb:10.6 | MariaDB 10.6 (known)",
        "mysql:latest | MySQL 8 (assumed)",
        "org/app-postgres:3 | PostgreSQL 16 (assumed)"
      })
  void readsTheImageThatTheRepositoryStarts(String image, String engine) {
    var found =
        repo(NEUTRAL)
            .with("docker-compose.yml", "services:\n  db:\n    image: " + image + "\n")
            .only();
    assertThat(found.engine()).hasToString(engine);
  }

  @Test
  void takesTheLowestVersionThatContinuousIntegrationRuns() {
    var engine =
        repo(NEUTRAL)
            .with(
                ".github/workflows/ci.yml",
                "services:\n  a:\n    image: postgres:17\n  b:\n    image: 'postgres:13'\n")
            .only()
            .engine();
    assertThat(engine).hasToString("PostgreSQL 13 (known)");
    assertThat(engine.evidence()).isEqualTo(Evidence.KNOWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE a (b jsonb) | POSTGRESQL",
        "CREATE TABLE a (id INT AUTO_INCREMENT) ENGINE=InnoDB | MYSQL",
        "ALTER TABLE `a` ADD `b` int | MYSQL",
        "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT) | SQLITE",
        "CREATE TABLE a (made INTEGER DEFAULT (strftime('%s', 'now'))) | SQLITE",
        "/* like jsonb, AUTO_INCREMENT */ CREATE TABLE a (id int) | POSTGRESQL"
      })
  void readsTheEngineFromItsSql(String sql, String dialect) {
    assertThat(repo(sql).only().engine().dialect()).hasToString(dialect);
  }

  @Test
  void takesNothingButTheSchemeOfAConnectionString() {
    var engine =
        repo(NEUTRAL)
            .with(".env", "DATABASE_URL=\"mysql://root:hunter2@db.internal:3306/app\"\n")
            .only()
            .engine();
    assertThat(engine).hasToString("MySQL 8 (assumed)");
    assertThat(engine.source()).doesNotContain("hunter2").doesNotContain("db.internal");
  }

  @Test
  void aDatabaseInMemoryForDevelopersIsNotTheServer() {
    var engine =
        new Repo()
            .with(
                "src/main/resources/application.yml",
                "url: jdbc:h2:mem:x\nother: jdbc:mysql://h/x\n")
            .adds("src/main/resources/db/migration/V1__a.sql", NEUTRAL)
            .only()
            .engine();
    assertThat(engine).hasToString("MySQL 8 (assumed)");
  }

  @Test
  void aFlagOverridesWhatIsFound() {
    var finder =
        new MigrationFinder(Tools.all(), Optional.empty(), EngineChoice.parse("mariadb:10.11"));
    var change = finder.find(repo("CREATE TABLE a (b jsonb);").content()).changes().get(0);
    assertThat(change.engine()).hasToString("MariaDB 10.11 (known)");
  }

  @Test
  void anEngineWithoutVersionLeavesTheVersionAssumed() {
    assertThat(EngineChoice.parse("postgres").orElseThrow().version()).isEmpty();
    assertThat(EngineChoice.parse("postgresql:abc")).isEmpty();
    assertThat(EngineChoice.parse("oracle:19")).isEmpty();
  }
}
