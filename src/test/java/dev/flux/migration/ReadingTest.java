package dev.flux.migration;

import static dev.flux.migration.Repo.paths;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.migration.TransactionMode.Kind;
import dev.flux.sql.Dialect;
import dev.flux.sql.Script;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each tool's files mean, on small invented directories. */
class ReadingTest {
  private static final String UP = "ALTER TABLE parcel ADD COLUMN weight int;\n";
  private static final String DOWN = "ALTER TABLE parcel DROP COLUMN weight;\n";
  private static final String INDEX =
      "CREATE INDEX CONCURRENTLY parcel_weight ON parcel (weight);\n";

  private static Migration read(Repo repo, String tool) {
    MigrationChange change = repo.only();
    assertThat(change.tool().id()).isEqualTo(tool);
    return change.changed().get(change.changed().size() - 1);
  }

  private static void is(Migration migration, String version, String up, String down, Kind kind) {
    assertThat(migration.version().text()).isEqualTo(version);
    assertThat(migration.up().text().strip()).isEqualTo(up.strip());
    assertThat(migration.down().map(Section::text).orElse("").strip()).isEqualTo(down.strip());
    assertThat(migration.transaction().kind()).isEqualTo(kind);
  }

  @Test
  void plainSqlWithSections() {
    Migration migration =
        read(new Repo().adds("migrations/003_w.sql", "-- UP\n" + UP + "-- DOWN\n" + DOWN), "sql");
    is(migration, "003", UP, DOWN, Kind.WRAPPED);
    assertThat(migration.description()).isEqualTo("w");
    assertThat(migration.transaction().reason()).isEqualTo("assumed: one transaction per file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "-- +micrate Up|-- +micrate Down",
        "-- rambler up|-- rambler down",
        "# --- !Ups|# --- !Downs",
        "-- !Ups|-- !Downs",
        "none|---- create above / drop below ----",
        "-- // Adds the weight.|-- //@UNDO"
      })
  void plainSqlWithMarkersOfOtherTools(@Nullable String up, String down) {
    String text = (up == null ? "" : up + "\n") + UP + "\n" + down + "\n" + DOWN;
    Migration migration = read(new Repo().adds("migrations/003_w.sql", text), "sql");
    assertThat(migration.up().text()).contains("ADD COLUMN").doesNotContain("DROP", "!Ups");
    assertThat(migration.down().map(Section::text))
        .hasValueSatisfying(is -> assertThat(is).contains("DROP"));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whereDrizzleCutsAStatementEnds(Dialect dialect) {
    String text =
        "DROP TABLE a;--> statement-breakpoint\nDROP TABLE b\n--> statement-breakpoint\n"
            + "DROP TABLE c; -- ';'\n--> statement-breakpoint";
    Repo repo =
        new Repo()
            .with("drizzle/meta/_journal.json", "{\"dialect\": \"mysql\", \"entries\": []}")
            .adds("drizzle/0001_calm_sea.sql", text);
    String sent = read(repo, "drizzle").up().text();
    assertThat(SqlReader.read(sent, dialect).statements())
        .extracting(Statement::sql)
        .containsExactly("DROP TABLE a", "DROP TABLE b", "DROP TABLE c");
    assertThat(sent).hasSameSizeAs(text);
  }

  @Test
  void plainSqlWithTwins() {
    Repo repo =
        new Repo()
            .adds("migrations/V0003.Weight.up.sql", UP)
            .adds("migrations/V0003.Weight.down.sql", DOWN);
    is(read(repo, "sql"), "0003", UP, DOWN, Kind.WRAPPED);
  }

  @Test
  void plainSqlOfStatementsThatTheServerRefusesInATransaction() {
    Repo repo = new Repo().adds("migrations/003_w.sql", "SET lock_timeout = '5s';\n" + INDEX);
    assertThat(read(repo, "sql").transaction().kind()).isEqualTo(Kind.NONE);
    Repo mixed = new Repo().adds("migrations/003_w.sql", UP + INDEX);
    assertThat(read(mixed, "sql").transaction().kind()).isEqualTo(Kind.WRAPPED);
  }

  @Test
  void aDirectoryForEachVersion() {
    Repo repo =
        new Repo().with("schema/versioned/v1.9/a.sql", UP).adds("schema/versioned/v1.10/b.sql", UP);
    MigrationChange change = repo.only();
    assertThat(paths(change.history())).containsExactly("schema/versioned/v1.9/a.sql");
    assertThat(change.changed().get(0).version().text()).isEqualTo("v1.10");
  }

  @Test
  void dbmate() {
    String text = "-- migrate:up\n" + UP + "\n-- migrate:down\n" + DOWN;
    Repo repo = new Repo().adds("db/migrations/20240102000000_weight.sql", text);
    is(read(repo, "dbmate"), "20240102000000", UP, DOWN, Kind.WRAPPED);
  }

  @Test
  void aFileWithoutANameIsNotAMigrationOfDbmate() {
    Repo repo =
        new Repo()
            .adds("db/migrations/.sql", UP)
            .adds("db/migrations/20240102000000_weight.sql", "-- migrate:up\n" + UP);
    is(read(repo, "dbmate"), "20240102000000", UP, "", Kind.WRAPPED);
  }

  @Test
  void dbmateOutsideATransactionSendsTheFileWhole() {
    String text = "-- migrate:up transaction:false\r\n" + INDEX + "\r\n-- migrate:down\r\n";
    Repo repo = new Repo().adds("db/migrations/20240102000000_i.sql", text);
    is(read(repo, "dbmate"), "20240102000000", INDEX, "", Kind.IMPLICIT);
  }

  @Test
  void flywayOrdersVersionsByNumberAndRepeatablesLast() {
    Repo repo =
        new Repo()
            .with("db/migration/R__views.sql", "CREATE VIEW v AS SELECT 1;")
            .with("db/migration/V1_10__c.sql", UP)
            .with("db/migration/V1.2__b.sql", UP)
            .with("db/migration/old/V1__a.sql", UP)
            .with("db/migration/U1.2__b.sql", DOWN)
            .with("db/migration/B1.2__base.sql", UP)
            .adds("db/migration/V2__d.sql", UP);
    MigrationChange change = repo.only();
    assertThat(change.tool().id()).isEqualTo("flyway");
    assertThat(paths(change.history()))
        .containsExactly(
            "db/migration/old/V1__a.sql",
            "db/migration/V1.2__b.sql",
            "db/migration/V1_10__c.sql",
            "db/migration/R__views.sql");
    assertThat(change.history().get(1).down().map(Section::text)).contains(DOWN);
    assertThat(change.history().get(3).version().repeatable()).isTrue();
  }

  @Test
  void flywayDecidesByStatementAndByConfiguration() {
    assertThat(flyway(INDEX).kind()).isEqualTo(Kind.NONE);
    assertThat(flyway(INDEX + UP).kind()).isEqualTo(Kind.WRAPPED);
    assertThat(flyway(INDEX + UP).reason()).contains("refuses");
    assertThat(flyway(UP).kind()).isEqualTo(Kind.WRAPPED);
    assertThat(flyway("SET lock_timeout = '2s';\n" + INDEX).kind()).isEqualTo(Kind.WRAPPED);
    Migration mixed =
        read(
            new Repo()
                .with("db/flyway.conf", "flyway.mixed=true\n")
                .adds("db/migration/V2__i.sql", INDEX + UP),
            "flyway");
    assertThat(mixed.transaction().kind()).isEqualTo(Kind.NONE);
    Migration own =
        read(
            new Repo()
                .adds("db/migration/V2__i.sql", INDEX + UP)
                .adds("db/migration/V2__i.sql.conf", "executeInTransaction=false\n"),
            "flyway");
    assertThat(own.transaction().kind()).isEqualTo(Kind.NONE);
  }

  private static TransactionMode flyway(String sql) {
    return read(
            new Repo()
                .with("db/migration/V1__a.sql", "CREATE TABLE parcel (id bigserial);")
                .adds("db/migration/V2__i.sql", sql),
            "flyway")
        .transaction();
  }

  @Test
  void aRepeatableThatIsEditedIsNormal() {
    MigrationChange change =
        new Repo()
            .with("db/migration/R__views.sql", "CREATE VIEW v AS SELECT 1;")
            .edits("db/migration/R__views.sql", "CREATE VIEW v AS SELECT 2;")
            .only();
    assertThat(change.changed()).hasSize(1);
    assertThat(change.touched()).isEmpty();
  }

  @Test
  void golangMigrate() {
    Repo repo =
        new Repo()
            .adds("migrations/000003_w.up.sql", UP)
            .adds("migrations/000003_w.down.sql", DOWN);
    is(read(repo, "golang-migrate"), "000003", UP, DOWN, Kind.IMPLICIT);
  }

  @Test
  void prisma() {
    Repo repo =
        new Repo()
            .with("prisma/schema.prisma", "datasource db {\n  provider = \"postgresql\"\n}\n")
            .adds("prisma/migrations/20240102000000_w/migration.sql", UP)
            .adds("prisma/migrations/20240102000000_w/down.sql", DOWN);
    is(read(repo, "prisma"), "20240102000000", UP, DOWN, Kind.IMPLICIT);
  }

  @Test
  void goose() {
    String text = "-- +goose NO TRANSACTION\n-- +goose Up\n" + INDEX + "-- +goose Down\n" + DOWN;
    is(
        read(new Repo().adds("migrations/00003_w.sql", text), "goose"),
        "00003",
        INDEX,
        DOWN,
        Kind.NONE);
    assertThat(
            read(new Repo().adds("migrations/00003_w.sql", "-- +goose Up\n" + UP), "goose")
                .transaction()
                .kind())
        .isEqualTo(Kind.WRAPPED);
  }

  @Test
  void sqlx() {
    Repo repo =
        new Repo()
            .with("Cargo.toml", "[dependencies]\nsqlx = \"0.8\"\n")
            .adds("migrations/20240102000000_i.sql", "-- no-transaction\n" + INDEX);
    assertThat(read(repo, "sqlx").transaction().kind()).isEqualTo(Kind.IMPLICIT);
  }

  @Test
  void diesel() {
    Repo repo =
        new Repo()
            .with("diesel.toml", "")
            .with("migrations/2024-01-02-000000_a/up.sql", UP)
            .with("migrations/20230101000000_b/up.sql", UP)
            .adds("migrations/2024-01-03-000000-0000_i/up.sql", INDEX)
            .adds("migrations/2024-01-03-000000-0000_i/down.sql", DOWN)
            .adds(
                "migrations/2024-01-03-000000-0000_i/metadata.toml",
                "run_in_transaction = false\n");
    is(read(repo, "diesel"), "202401030000000000", INDEX, DOWN, Kind.IMPLICIT);
    assertThat(paths(repo.only().history()))
        .containsExactly(
            "migrations/20230101000000_b/up.sql", "migrations/2024-01-02-000000_a/up.sql");
  }

  @Test
  void drizzleOrdersByItsJournal() {
    String journal =
        "{\"dialect\":\"postgresql\",\"entries\":[{\"tag\":\"0001_b\"},{\"tag\":\"0000_a\"},{\"tag\":\"0002_c\"}]}";
    Repo repo =
        new Repo()
            .with("drizzle/meta/_journal.json", journal)
            .with("drizzle/0000_a.sql", UP)
            .with("drizzle/0001_b.sql", UP)
            .adds("drizzle/0002_c.sql", UP);
    assertThat(repo.only().tool().id()).isEqualTo("drizzle");
    assertThat(paths(repo.only().history()))
        .containsExactly("drizzle/0001_b.sql", "drizzle/0000_a.sql");
  }

  @Test
  void supabaseNodePgMigrateAndSqlMigrate() {
    assertThat(
            read(new Repo().adds("supabase/migrations/20240102000000_w.sql", UP), "supabase")
                .transaction()
                .kind())
        .isEqualTo(Kind.IMPLICIT);
    is(
        read(
            new Repo()
                .with("package.json", "{\"dependencies\":{\"node-pg-migrate\":\"7\"}}")
                .adds(
                    "migrations/1700000000000_w.sql",
                    "-- Up Migration\n" + UP + "-- Down Migration\n" + DOWN),
            "node-pg-migrate"),
        "1700000000000",
        UP,
        DOWN,
        Kind.WRAPPED);
    assertThat(
            read(
                    new Repo()
                        .adds(
                            "migrations/1700000000000_w.sql",
                            "-- Up Migration\n" + UP + "-- Down Migration\n" + DOWN),
                    "node-pg-migrate")
                .transaction()
                .kind())
        .isEqualTo(Kind.WRAPPED);
    is(
        read(
            new Repo()
                .adds(
                    "migrations/3_w.sql",
                    "-- +migrate Up notransaction\n" + INDEX + "-- +migrate Down\n" + DOWN),
            "sql-migrate"),
        "3",
        INDEX,
        DOWN,
        Kind.NONE);
  }

  @Test
  void liquibaseChangesetsAreMigrationsOfTheirOwn() {
    String merged = "--liquibase formatted sql\n\n--changeset ada:1\n" + UP;
    MigrationChange change =
        new Repo()
            .with("db/changelog/a.sql", merged)
            .edits(
                "db/changelog/a.sql",
                merged + "\n--changeset ada:2 runInTransaction:false\n" + INDEX)
            .only();
    assertThat(change.tool().id()).isEqualTo("liquibase");
    assertThat(Stream.concat(change.history().stream(), change.changed().stream()))
        .extracting(each -> each.version().text())
        .containsExactly("ada:1", "ada:2");
    assertThat(change.changed()).hasSize(1);
    assertThat(change.changed().get(0).transaction().kind()).isEqualTo(Kind.NONE);
    assertThat(List.copyOf(change.touched())).isEmpty();
  }

  @Test
  void linesOfLiquibaseAreCommentsForMysqlToo() {
    String merged =
        "--liquibase formatted sql\n\n--changeset ada:1\n"
            + "CREATE TABLE parcel (id int) ENGINE=InnoDB;\n";
    MigrationChange change =
        new Repo()
            .with("db/changelog/a.sql", merged)
            .edits(
                "db/changelog/a.sql",
                merged
                    + "\n--changeset ada:2\n--comment Why\nALTER TABLE parcel ADD note text;\n"
                    + "--rollback ALTER TABLE parcel DROP note;\n")
            .only();
    assertThat(change.engine().dialect()).isEqualTo(Dialect.MYSQL);
    Migration changeset = change.changed().get(0);
    Script script = SqlReader.read(changeset.up().text(), Dialect.MYSQL);
    assertThat(script.statements()).hasSize(1);
    assertThat(script.comments()).extracting(Script.SourceComment::text).contains("comment Why");
    assertThat(changeset.down().orElseThrow().text().strip())
        .isEqualTo("ALTER TABLE parcel DROP note;");
  }
}
