package dev.flux.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.migration.Tool.NewMigration;
import dev.flux.migration.Tool.WrittenMigration;
import dev.flux.migration.TransactionMode.Kind;
import dev.flux.sql.Dialect;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written looks like the directory, and is read again as it was meant. */
class WritingTest {
  private static final String TABLE = "CREATE TABLE parcel (id bigserial PRIMARY KEY);\n";
  private static final NewMigration EXPAND =
      new NewMigration(
          "add_parcel_weight",
          "ALTER TABLE parcel ADD COLUMN weight int;",
          "ALTER TABLE parcel DROP COLUMN weight;",
          true);
  private static final NewMigration INDEX =
      new NewMigration(
          "index_parcel_weight",
          "CREATE INDEX CONCURRENTLY parcel_weight ON parcel (weight);",
          "DROP INDEX CONCURRENTLY parcel_weight;",
          false);
  private static final NewMigration TWO_INDEXES =
      new NewMigration(
          "index_parcel",
          """
          SET lock_timeout = '5s';
          CREATE INDEX CONCURRENTLY a ON parcel (a);
          CREATE INDEX CONCURRENTLY b ON parcel (b);
          """,
          "DROP INDEX CONCURRENTLY b;\nDROP INDEX CONCURRENTLY a;",
          false);

  private static List<WrittenMigration> written(Repo repo, NewMigration... steps) {
    MigrationChange change = repo.only();
    List<Migration> existing = new java.util.ArrayList<>(change.history());
    Migration replaced = change.changed().get(0);
    existing.addAll(change.changed().subList(1, change.changed().size()));
    return change.tool().write(existing, replaced, List.of(steps), change.engine().dialect());
  }

  private static List<MigrationFile> files(Repo repo, NewMigration... steps) {
    return written(repo, steps).stream().flatMap(each -> each.files().stream()).toList();
  }

  private static List<String> paths(Repo repo, NewMigration... steps) {
    return files(repo, steps).stream().map(MigrationFile::path).toList();
  }

  /** The written files as the tool reads them, in the place of the change. */
  private static List<Migration> readAgain(Repo repo, NewMigration... steps) {
    Repo next = new Repo();
    repo.content()
        .base()
        .paths()
        .forEach(path -> next.with(path, repo.content().base().read(path).orElseThrow()));
    files(repo, steps).forEach(file -> next.adds(file.path(), file.content()));
    MigrationChange change = next.only();
    assertThat(change.tool().id()).isEqualTo(repo.only().tool().id());
    assertThat(change.touched()).isEmpty();
    return change.changed();
  }

  private static Repo dbmate() {
    return new Repo()
        .with("db/migrations/20240101000000_parcel.sql", "-- migrate:up\n" + TABLE)
        .adds("db/migrations/20240131235959_add_weight.sql", "-- migrate:up\nSELECT 1;\n");
  }

  @Test
  void dbmateTakesTheSlotAndCountsSecondsFromThere() {
    assertThat(paths(dbmate(), EXPAND, INDEX, EXPAND))
        .containsExactly(
            "db/migrations/20240131235959_add_parcel_weight.sql",
            "db/migrations/20240201000000_index_parcel_weight.sql",
            "db/migrations/20240201000001_add_parcel_weight.sql");
  }

  @Test
  void dbmateWritesBothMarkersAndTheWayOutOfTheTransaction() {
    assertThat(files(dbmate(), EXPAND, INDEX))
        .extracting(MigrationFile::content)
        .containsExactly(
            """
            -- migrate:up
            ALTER TABLE parcel ADD COLUMN weight int;

            -- migrate:down
            ALTER TABLE parcel DROP COLUMN weight;
            """,
            """
            -- migrate:up transaction:false
            CREATE INDEX CONCURRENTLY parcel_weight ON parcel (weight);

            -- migrate:down transaction:false
            DROP INDEX CONCURRENTLY parcel_weight;
            """);
    assertThat(readAgain(dbmate(), EXPAND, INDEX))
        .extracting(each -> each.transaction().kind())
        .containsExactly(Kind.WRAPPED, Kind.IMPLICIT);
  }

  @Test
  void aToolThatSendsFilesWholeGetsOneStatementAFile() {
    List<WrittenMigration> written = written(dbmate(), TWO_INDEXES, EXPAND);
    assertThat(written).hasSize(2);
    assertThat(written.get(0).step()).isEqualTo(TWO_INDEXES);
    assertThat(written.get(0).files())
        .extracting(file -> file.content().replace("\n", " ").strip())
        .containsExactly(
            "-- migrate:up transaction:false CREATE INDEX CONCURRENTLY a ON parcel (a); "
                + " -- migrate:down transaction:false DROP INDEX CONCURRENTLY a;",
            "-- migrate:up transaction:false CREATE INDEX CONCURRENTLY b ON parcel (b); "
                + " -- migrate:down transaction:false DROP INDEX CONCURRENTLY b;");
  }

  @Test
  void laterMigrationsKeepTheirVersions() {
    Repo repo =
        new Repo()
            .with("migrations/0001_parcel.sql", TABLE)
            .adds("migrations/0002_weight.sql", "SELECT 1;")
            .adds("migrations/0003_later.sql", "SELECT 1;");
    assertThat(paths(repo, EXPAND, EXPAND))
        .containsExactly(
            "migrations/0002_add_parcel_weight.sql", "migrations/0004_add_parcel_weight.sql");
  }

  private static Repo flyway() {
    return new Repo()
        .with("db/migration/V1_9__Create_Parcel.sql", TABLE)
        .adds("db/migration/V1_10__Add_Weight.sql", "SELECT 1;");
  }

  @Test
  void flywayKeepsItsWritingAndConfiguresTheScript() {
    assertThat(paths(flyway(), EXPAND, INDEX))
        .containsExactly(
            "db/migration/V1_10__Add_Parcel_Weight.sql",
            "db/migration/V1_11__Index_Parcel_Weight.sql",
            "db/migration/V1_11__Index_Parcel_Weight.sql.conf");
    assertThat(readAgain(flyway(), EXPAND, INDEX))
        .extracting(each -> each.transaction().kind())
        .containsExactly(Kind.WRAPPED, Kind.NONE);
  }

  @Test
  void flywayUndoesOnlyWhereTheDirectoryDoes() {
    Repo repo = flyway().with("db/migration/U1_9__Create_Parcel.sql", "DROP TABLE parcel;");
    assertThat(paths(repo, EXPAND))
        .containsExactly(
            "db/migration/V1_10__Add_Parcel_Weight.sql",
            "db/migration/U1_10__Add_Parcel_Weight.sql");
  }

  @Test
  void flywaySaysWhatItWouldWaitFor() {
    String needs = "-- Needs the setting flyway.postgresql.transactional.lock=false";
    assertThat(files(flyway(), INDEX).get(0).content()).startsWith(needs);
    assertThat(files(flyway(), EXPAND).get(0).content()).doesNotContain(needs);
    Repo set = flyway().with("flyway.conf", "flyway.postgresql.transactional.lock=false\n");
    assertThat(files(set, INDEX).get(0).content()).startsWith("CREATE INDEX CONCURRENTLY");
    Repo toml =
        flyway()
            .with("flyway.toml", "[flyway.postgresql.transactional]\nlock = false\n")
            .with("README.md", "");
    assertThat(files(toml, INDEX).get(0).content()).startsWith("CREATE INDEX CONCURRENTLY");
  }

  @Test
  void golangMigrateWritesTwins() {
    Repo repo =
        new Repo()
            .with("migrations/000001_parcel.up.sql", TABLE)
            .with("migrations/000001_parcel.down.sql", "DROP TABLE parcel;")
            .adds("migrations/000002_add-weight.up.sql", "SELECT 1;")
            .adds("migrations/000002_add-weight.down.sql", "SELECT 1;");
    assertThat(paths(repo, EXPAND, INDEX))
        .containsExactly(
            "migrations/000002_add-parcel-weight.up.sql",
            "migrations/000002_add-parcel-weight.down.sql",
            "migrations/000003_index-parcel-weight.up.sql",
            "migrations/000003_index-parcel-weight.down.sql");
    assertThat(readAgain(repo, EXPAND, INDEX))
        .extracting(each -> each.down().isPresent())
        .containsExactly(true, true);
  }

  @Test
  void prismaWritesDirectories() {
    Repo repo =
        new Repo()
            .with("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n")
            .with("prisma/migrations/20240101000000_init/migration.sql", TABLE)
            .adds("prisma/migrations/20240102000000_weight/migration.sql", "SELECT 1;");
    assertThat(paths(repo, EXPAND, TWO_INDEXES))
        .containsExactly(
            "prisma/migrations/20240102000000_add_parcel_weight/migration.sql",
            "prisma/migrations/20240102000000_add_parcel_weight/down.sql",
            "prisma/migrations/20240102000001_index_parcel_1/migration.sql",
            "prisma/migrations/20240102000001_index_parcel_1/down.sql",
            "prisma/migrations/20240102000002_index_parcel_2/migration.sql",
            "prisma/migrations/20240102000002_index_parcel_2/down.sql");
    assertThat(readAgain(repo, EXPAND, INDEX)).hasSize(2);
  }

  @Test
  void plainSqlKeepsSectionsTwinsAndFolders() {
    Repo sections =
        new Repo()
            .with("migrations/009_parcel.sql", "-- UP\n" + TABLE + "-- DOWN\nDROP TABLE parcel;\n")
            .adds("migrations/010_weight.sql", "-- UP\nSELECT 1;\n-- DOWN\nSELECT 1;\n");
    assertThat(files(sections, EXPAND).get(0))
        .isEqualTo(
            new MigrationFile(
                "migrations/010_add_parcel_weight.sql",
                """
                -- UP
                ALTER TABLE parcel ADD COLUMN weight int;

                -- DOWN
                ALTER TABLE parcel DROP COLUMN weight;
                """));
    Repo twins =
        new Repo()
            .with("sql/V0001.Create_Parcel.up.sql", TABLE)
            .with("sql/V0001.Create_Parcel.down.sql", "DROP TABLE parcel;")
            .adds("sql/V0002.Weight.up.sql", "ALTER TABLE parcel ADD COLUMN w int;");
    assertThat(paths(twins, EXPAND))
        .containsExactly(
            "sql/V0002.Add_Parcel_Weight.up.sql", "sql/V0002.Add_Parcel_Weight.down.sql");
    Repo folders =
        new Repo()
            .with("schema/versioned/v1.1/parcel.sql", TABLE)
            .adds("schema/versioned/v1.2/weight.sql", "SELECT 1;");
    assertThat(paths(folders, EXPAND, EXPAND))
        .containsExactly(
            "schema/versioned/v1.2/add_parcel_weight.sql",
            "schema/versioned/v1.3/add_parcel_weight.sql");
  }

  @Test
  void plainSqlSaysThatAFileRunsOutsideATransaction() {
    Repo repo =
        new Repo()
            .with("migrations/001_parcel.sql", TABLE)
            .adds("migrations/002_weight.sql", "SELECT 1;");
    assertThat(readAgain(repo, EXPAND, INDEX))
        .extracting(each -> each.transaction().kind())
        .containsExactly(Kind.WRAPPED, Kind.NONE);
  }

  @Test
  void headersThatEveryFileHasAreKept() {
    Repo repo = new Repo();
    for (int i = 1; i < 5; i++) {
      repo.with("migrations/00" + i + "_x.sql", "-- Owner: parcels\nSELECT " + i + ";\n");
    }
    repo.adds("migrations/005_w.sql", "-- Owner: parcels\nSELECT 5;\n");
    assertThat(files(repo, EXPAND).get(0).content())
        .isEqualTo("-- Owner: parcels\nALTER TABLE parcel ADD COLUMN weight int;\n");
  }

  @Test
  void aHeaderStandsOnceWithTheYearOfTheReplacedFile() {
    Repo repo = new Repo();
    for (int i = 1; i < 5; i++) {
      repo.with("migrations/00" + i + "_x.sql", "-- (c) 2031 Parcels\nSELECT " + i + ";\n");
    }
    repo.adds("migrations/005_w.sql", "-- (c) 2032 Parcels\nSELECT 5;\n");
    NewMigration commented = new NewMigration("w", "-- (c) 2032 Parcels\n" + EXPAND.up(), "", true);
    assertThat(files(repo, commented, EXPAND))
        .extracting(MigrationFile::content)
        .allMatch(
            text ->
                text.equals("-- (c) 2032 Parcels\nALTER TABLE parcel ADD COLUMN weight int;\n"));
  }

  @Test
  void theReplacedFileLendsItsNameAsItIs() {
    Repo repo =
        new Repo()
            .with("migrations/0001_1.0.0_schema.up.sql", TABLE)
            .adds("migrations/0002_1.10.0_schema.up.sql", "SELECT 1;");
    NewMigration rest = new NewMigration("1_10_0_schema", EXPAND.up(), "", true);
    assertThat(paths(repo, rest, EXPAND))
        .contains(
            "migrations/0002_1.10.0_schema.up.sql", "migrations/0003_add_parcel_weight.up.sql");
  }

  @Test
  void noFileThatExistsIsOverwritten() {
    Repo repo =
        new Repo()
            .with("migrations/add_parcel_weight.sql", TABLE)
            .adds("migrations/weight.sql", "SELECT 1;");
    assertThat(paths(repo, EXPAND)).containsExactly("migrations/add_parcel_weight_2.sql");
  }

  private static final NewMigration BATCHES =
      new NewMigration(
          "fill_weight",
          """
          -- flux: allow unbounded-update because it is in batches
          DO $$
          BEGIN
            UPDATE parcel SET weight = 1;
            COMMIT;
          END
          $$;
          """,
          "",
          false);

  private static Repo goose() {
    return new Repo()
        .with("migrations/00002_parcel.sql", "-- +goose Up\n" + TABLE)
        .adds("migrations/00003_weight.sql", "-- +goose Up\nSELECT 1;\n");
  }

  @Test
  void gooseBracketsWhatHasSemicolonsInside() {
    assertThat(files(goose(), EXPAND, BATCHES))
        .containsExactly(
            new MigrationFile(
                "migrations/00003_add_parcel_weight.sql",
                """
                -- +goose Up
                ALTER TABLE parcel ADD COLUMN weight int;

                -- +goose Down
                ALTER TABLE parcel DROP COLUMN weight;
                """),
            new MigrationFile(
                "migrations/00004_fill_weight.sql",
                """
                -- +goose NO TRANSACTION
                -- +goose Up
                -- flux: allow unbounded-update because it is in batches
                -- +goose StatementBegin
                DO $$
                BEGIN
                  UPDATE parcel SET weight = 1;
                  COMMIT;
                END
                $$;
                -- +goose StatementEnd

                -- +goose Down
                -- Nothing goes back.
                """));
    assertThat(readAgain(goose(), EXPAND, BATCHES))
        .extracting(each -> each.transaction().kind())
        .containsExactly(Kind.WRAPPED, Kind.NONE);
  }

  @Test
  void gooseHasItsMarkersOnceWhereTheAuthorsStatementsBringThem() {
    NewMigration marked =
        new NewMigration(
            "keep_weight",
            "-- +goose StatementEnd\n-- Why.\n-- +goose StatementBegin\n"
                + BATCHES.up().replaceFirst("(?m)^--.*\\R", ""),
            "",
            true);
    assertThat(files(goose(), marked))
        .singleElement()
        .satisfies(
            file ->
                assertThat(file.content())
                    .startsWith("-- +goose Up\n-- Why.\n-- +goose StatementBegin\nDO $$\n")
                    .containsOnlyOnce("StatementBegin")
                    .containsOnlyOnce("StatementEnd"));
  }

  @Test
  void sqlMigrateSaysItInItsMarkers() {
    Repo repo =
        new Repo()
            .with("migrations/1-parcel.sql", "-- +migrate Up\n" + TABLE)
            .adds("migrations/2-weight.sql", "-- +migrate Up\nSELECT 1;\n");
    assertThat(files(repo, INDEX))
        .containsExactly(
            new MigrationFile(
                "migrations/2-index_parcel_weight.sql",
                """
                -- +migrate Up notransaction
                CREATE INDEX CONCURRENTLY parcel_weight ON parcel (weight);

                -- +migrate Down notransaction
                DROP INDEX CONCURRENTLY parcel_weight;
                """));
    assertThat(readAgain(repo, INDEX, EXPAND))
        .extracting(each -> each.transaction().kind())
        .containsExactly(Kind.NONE, Kind.WRAPPED);
  }

  private static Repo sqlx(String suffix) {
    Repo repo =
        new Repo()
            .with("Cargo.toml", "[dependencies]\nsqlx = \"0.8\"\n")
            .with("migrations/20240101000000_parcel" + suffix, TABLE)
            .adds("migrations/20240102000000_weight" + suffix, "SELECT 1;\n");
    return suffix.startsWith(".up")
        ? repo.with("migrations/20240101000000_parcel.down.sql", "DROP TABLE parcel;\n")
        : repo;
  }

  @Test
  void sqlxHasTwinsWhereTheDirectoryHas() {
    assertThat(paths(sqlx(".sql"), EXPAND))
        .containsExactly("migrations/20240102000000_add_parcel_weight.sql");
    assertThat(files(sqlx(".up.sql"), INDEX))
        .containsExactly(
            new MigrationFile(
                "migrations/20240102000000_index_parcel_weight.up.sql",
                "-- no-transaction\nCREATE INDEX CONCURRENTLY parcel_weight ON parcel (weight);\n"),
            new MigrationFile(
                "migrations/20240102000000_index_parcel_weight.down.sql",
                "-- no-transaction\nDROP INDEX CONCURRENTLY parcel_weight;\n"));
    assertThat(readAgain(sqlx(".sql"), TWO_INDEXES, EXPAND))
        .extracting(each -> each.transaction().kind())
        .containsExactly(Kind.IMPLICIT, Kind.IMPLICIT, Kind.WRAPPED);
  }

  private static Repo diesel() {
    return new Repo()
        .with("diesel.toml", "")
        .with("migrations/2024-01-01-235959_parcel/up.sql", TABLE)
        .adds("migrations/2024-01-02-235959_weight/up.sql", "SELECT 1;\n")
        .adds("migrations/2024-01-02-235959_weight/down.sql", "SELECT 1;\n");
  }

  @Test
  void dieselHasADirectoryAndMetadata() {
    assertThat(paths(diesel(), EXPAND, INDEX))
        .containsExactly(
            "migrations/2024-01-02-235959_add_parcel_weight/up.sql",
            "migrations/2024-01-02-235959_add_parcel_weight/down.sql",
            "migrations/2024-01-03-000000_index_parcel_weight/up.sql",
            "migrations/2024-01-03-000000_index_parcel_weight/down.sql",
            "migrations/2024-01-03-000000_index_parcel_weight/metadata.toml");
    assertThat(readAgain(diesel(), EXPAND, INDEX))
        .extracting(each -> each.transaction().kind())
        .containsExactly(Kind.WRAPPED, Kind.IMPLICIT);
  }

  @Test
  void dieselKeepsAVersionOfMoreThanASecond() {
    Repo repo =
        new Repo()
            .with("diesel.toml", "")
            .with("migrations/2024-01-01-000000_parcel/up.sql", TABLE)
            .adds("migrations/2024-01-02-120000-0000_weight/up.sql", "SELECT 1;\n");
    assertThat(paths(repo, EXPAND, EXPAND))
        .contains(
            "migrations/2024-01-02-120000-0000_add_parcel_weight/up.sql",
            "migrations/2024-01-02-120001-0000_add_parcel_weight/up.sql");
  }

  @Test
  void aCommentStaysWithItsStatementInAFileOfItsOwn() {
    NewMigration commented =
        new NewMigration(
            "indexes",
            "SET lock_timeout = '5s';\n-- why\nCREATE INDEX CONCURRENTLY a ON parcel (a);",
            "",
            false);
    assertThat(files(dbmate(), commented).get(0).content())
        .contains("up transaction:false\n-- why\nCREATE INDEX CONCURRENTLY a ON parcel (a);\n");
  }

  private static Repo timed(String folder, String suffix) {
    return new Repo()
        .with(folder + "/20240101000000_a_parcel" + suffix, TABLE)
        .adds(folder + "/20240102000000_add_weight" + suffix, "SELECT 1;\n");
  }

  @Test
  void whatATransactionCannotHoldIsLeftToHandWhereNothingLeadsOutOfIt() {
    for (Repo repo :
        List.of(
            timed("supabase/migrations", ".sql"),
            timed("migrations", ".up.sql").with("go.mod", "require github.com/ory/pop/v6 v6.2.0"),
            timed("migrations", ".sql")
                .with("package.json", "{\"dependencies\": {\"node-pg-migrate\": \"8\"}}"))) {
      Tool tool = repo.only().tool();
      assertThat(tool.runs(EXPAND)).as(tool.title()).isTrue();
      assertThat(tool.runs(INDEX)).as(tool.title()).isFalse();
      assertThat(files(repo, EXPAND, EXPAND))
          .as(tool.title())
          .extracting(file -> file.path().replaceFirst(".*/(\\w+)\\..*", "$1"))
          .contains("20240102000000_add_parcel_weight", "20240102000001_add_parcel_weight");
      assertThat(readAgain(repo, EXPAND))
          .singleElement()
          .satisfies(each -> assertThat(each.up().text().strip()).isEqualTo(EXPAND.up()));
    }
  }

  @Test
  void supabaseHasTheWayUpAlone() {
    assertThat(files(timed("supabase/migrations", ".sql"), EXPAND))
        .containsExactly(
            new MigrationFile(
                "supabase/migrations/20240102000000_add_parcel_weight.sql", EXPAND.up() + "\n"));
  }

  @Test
  void supabaseRunsWhatOnlyItsWayBackNeedsOutsideOfATransaction() {
    Tool tool = timed("supabase/migrations", ".sql").only().tool();
    NewMigration drop =
        new NewMigration("d", "ALTER TABLE parcel DROP COLUMN weight;", BATCHES.up(), false);
    assertThat(tool.runs(drop)).isTrue();
    assertThat(List.of(INDEX, BATCHES)).noneMatch(tool::runs);
  }

  @Test
  void popKeepsTheEngineInItsNames() {
    Repo repo =
        timed("migrations", ".postgres.up.sql")
            .with("migrations/20240101000000_a_parcel.postgres.down.sql", "DROP TABLE parcel;\n")
            .with("go.mod", "require github.com/gobuffalo/pop/v6 v6.1.1");
    assertThat(paths(repo, EXPAND))
        .containsExactly(
            "migrations/20240102000000_add_parcel_weight.postgres.up.sql",
            "migrations/20240102000000_add_parcel_weight.postgres.down.sql");
  }

  @Test
  void nodePgMigrateHasBothMarkers() {
    Repo repo =
        timed("migrations", ".sql")
            .with("package.json", "{\"dependencies\": {\"node-pg-migrate\": \"8\"}}");
    assertThat(files(repo, EXPAND).get(0).content())
        .isEqualTo(
            """
            -- Up Migration
            ALTER TABLE parcel ADD COLUMN weight int;

            -- Down Migration
            ALTER TABLE parcel DROP COLUMN weight;
            """);
    assertThat(readAgain(repo, EXPAND))
        .extracting(each -> each.down().orElseThrow().text().strip())
        .containsExactly(EXPAND.down());
  }

  private static String entry(int index, long when, String tag) {
    return """
        {
          "idx": %d,
          "version": "7",
          "when": %d,
          "tag": "%s",
          "breakpoints": true
        }\
    """
        .formatted(index, when, tag)
        .stripTrailing();
  }

  private static String journal(String... entries) {
    return "{\n  \"version\": \"7\",\n  \"dialect\": \"postgresql\",\n  \"entries\": [\n"
        + String.join(",\n", entries)
        + "\n  ]\n}";
  }

  @Test
  void drizzleKeepsItsJournalAndLeavesToHandWhatItsTransactionCannotHold() {
    Repo repo =
        new Repo()
            .with("drizzle/0000_brave_parcel.sql", TABLE)
            .with("drizzle/meta/_journal.json", journal(entry(0, 1000, "0000_brave_parcel")))
            .adds("drizzle/0001_calm_weight.sql", "SELECT 1;\n")
            .adds(
                "drizzle/meta/_journal.json",
                journal(entry(0, 1000, "0000_brave_parcel"), entry(1, 90000, "0001_calm_weight")));
    NewMigration two =
        new NewMigration(
            "add_weight",
            "SET LOCAL lock_timeout = '5s';\nALTER TABLE parcel ADD COLUMN weight int;",
            "",
            true);
    List<MigrationFile> files = files(repo, two, EXPAND);
    assertThat(files)
        .extracting(MigrationFile::path)
        .containsExactly("drizzle/0001_add_weight.sql", "drizzle/0002_add_parcel_weight.sql");
    assertThat(files.get(0).content())
        .isEqualTo(
            "SET LOCAL lock_timeout = '5s';\n--> statement-breakpoint\n"
                + "ALTER TABLE parcel ADD COLUMN weight int;\n");
    Tool tool = repo.only().tool();
    assertThat(
            tool.listing(
                List.of("drizzle/0001_calm_weight.sql"),
                files.stream().map(MigrationFile::path).toList()))
        .singleElement()
        .returns("drizzle/meta/_journal.json", MigrationFile::path)
        .returns(
            journal(
                entry(0, 1000, "0000_brave_parcel"),
                entry(1, 90000, "0001_add_weight"),
                entry(2, 91000, "0002_add_parcel_weight")),
            MigrationFile::content);
    assertThat(tool.runs(EXPAND)).isTrue();
    assertThat(tool.runs(INDEX)).isFalse();
    assertThat(
            tool.runs(new NewMigration("v", "ALTER TABLE parcel VALIDATE CONSTRAINT c;", "", true)))
        .isFalse();
  }

  @Test
  void drizzleRunsOnMysqlWhatCommitsItselfAndOnSqliteWhatATransactionHolds() {
    NewMigration batches =
        new NewMigration(
            "fill",
            "CREATE PROCEDURE fill()\nBEGIN\n  DO 1;\n  COMMIT;\nEND;\nCALL fill();",
            "",
            false);
    Tool mysql = drizzle("mysql").only().tool();
    assertThat(mysql.runs(batches)).isTrue();
    assertThat(files(drizzle("mysql"), batches))
        .extracting(MigrationFile::content)
        .containsExactly(
            "CREATE PROCEDURE fill()\nBEGIN\n  DO 1;\n  COMMIT;\nEND;\n--> statement-breakpoint\n"
                + "CALL fill();\n");
    Tool sqlite = drizzle("sqlite").only().tool();
    assertThat(sqlite.runs(EXPAND)).isTrue();
    assertThat(sqlite.runs(new NewMigration("rebuild", "BEGIN;\nCOMMIT;", "", false))).isFalse();
  }

  @Test
  void plainSqlKeepsTheOneLineBetweenTheWays() {
    String line = "---- create above / drop below ----\n";
    Repo repo =
        new Repo()
            .with("migrations/001_a.sql", TABLE + line + "DROP TABLE parcel;\n")
            .adds("migrations/002_b.sql", "SELECT 1;\n\n" + line + "SELECT 2;\n");
    assertThat(files(repo, new NewMigration("c", "SELECT 3;", "SELECT 4;", true)))
        .extracting(MigrationFile::content)
        .containsExactly("SELECT 3;\n\n" + line + "SELECT 4;\n");
  }

  @Test
  void prismaBeginsItselfOnSqlite() {
    Repo repo =
        new Repo()
            .with("prisma/schema.prisma", "datasource db {\n  provider = \"sqlite\"\n}\n")
            .with("prisma/migrations/migration_lock.toml", "provider = \"sqlite\"\n")
            .with("prisma/migrations/20240101000000_a/migration.sql", TABLE)
            .adds("prisma/migrations/20240102000000_b/migration.sql", "SELECT 1;\n");
    NewMigration two = new NewMigration("two", "SELECT 1;\nSELECT 2;", "SELECT 3;", true);
    assertThat(files(repo, two))
        .extracting(MigrationFile::content)
        .containsExactly("BEGIN IMMEDIATE;\nSELECT 1;\nSELECT 2;\nCOMMIT;\n", "SELECT 3;\n");
  }

  private static Repo drizzle(String dialect) {
    String before = journal(entry(0, 1000, "0000_brave_parcel"));
    String after =
        journal(entry(0, 1000, "0000_brave_parcel"), entry(1, 90000, "0001_calm_weight"));
    return new Repo()
        .with("drizzle/0000_brave_parcel.sql", "CREATE TABLE parcel (id int PRIMARY KEY);\n")
        .with("drizzle/meta/_journal.json", before.replace("postgresql", dialect))
        .adds("drizzle/0001_calm_weight.sql", "SELECT 1;\n")
        .adds("drizzle/meta/_journal.json", after.replace("postgresql", dialect));
  }

  private static Repo liquibase(String include) {
    String root = "db/changelog/db.changelog-master.yaml";
    String merged =
        "databaseChangeLog:\n  - include: {file: db/changelog/sql/009-new-parcel.sql}\n";
    return new Repo()
        .with(root, include.isEmpty() ? "" : merged)
        .with(
            "db/changelog/sql/009-new-parcel.sql",
            "-- liquibase formatted sql\n\n-- changeset ada:009 context:live\n" + TABLE)
        .edits(root, include.isEmpty() ? "" : merged + include)
        .adds(
            "db/changelog/sql/010-add-weight.sql",
            """
            -- liquibase formatted sql

            -- changeset ada:010 context:live splitStatements:false
            SELECT 1;
            -- rollback SELECT 2;
            """);
  }

  private static final String INCLUDE =
      "  - include: {file: db/changelog/sql/010-add-weight.sql}\n";

  @Test
  void liquibaseKeepsAuthorContextAndListing() {
    List<MigrationFile> files = files(liquibase(INCLUDE), EXPAND, BATCHES);
    assertThat(files)
        .containsExactly(
            new MigrationFile(
                "db/changelog/sql/010-add-parcel-weight.sql",
                """
                -- liquibase formatted sql

                -- changeset ada:010 context:live
                ALTER TABLE parcel ADD COLUMN weight int;
                -- rollback ALTER TABLE parcel DROP COLUMN weight;
                """),
            new MigrationFile(
                "db/changelog/sql/011-fill-weight.sql",
                "-- liquibase formatted sql\n\n"
                    + "-- changeset ada:011 context:live runInTransaction:false"
                    + " splitStatements:false\n"
                    + BATCHES.up()
                    + "-- rollback empty\n"));
    assertThat(readAgain(liquibase(INCLUDE), EXPAND, INDEX))
        .extracting(each -> each.down().orElseThrow().text().strip())
        .containsExactly(EXPAND.down(), INDEX.down());
    assertThat(
            liquibase(INCLUDE)
                .only()
                .tool()
                .listing(
                    List.of("db/changelog/sql/010-add-weight.sql"),
                    files.stream().map(MigrationFile::path).toList()))
        .singleElement()
        .satisfies(
            root ->
                assertThat(root.content())
                    .endsWith(
                        """
                        /009-new-parcel.sql}
                          - include: {file: db/changelog/sql/010-add-parcel-weight.sql}
                          - include: {file: db/changelog/sql/011-fill-weight.sql}
                        """));
  }

  private static String refusal(Repo repo) {
    MigrationChange change = repo.only();
    return change.tool().refusal(change.history(), change.changed()).orElse("");
  }

  @Test
  void liquibaseSaysWhatAnotherFileCannotStandFor() {
    assertThat(refusal(liquibase(INCLUDE))).isEmpty();
    assertThat(refusal(liquibase(""))).contains("no changelog");
    assertThat(
            refusal(
                liquibase(INCLUDE)
                    .adds(
                        "db/changelog/sql/010-add-weight.sql",
                        "--liquibase formatted sql\n"
                            + "--changeset ada:2 runOnChange:true\n"
                            + "SELECT 1;")))
        .contains("runs again");
    assertThat(
            refusal(
                new Repo()
                    .with("a.sql", "--liquibase formatted sql\n--changeset ada:1\n" + TABLE)
                    .edits(
                        "a.sql",
                        "--liquibase formatted sql\n--changeset ada:1\n"
                            + TABLE
                            + "--changeset ada:2\nSELECT 1;")))
        .contains("merged too");
  }

  private static final NewMigration ROUTINE =
      new NewMigration(
          "fill_parcel",
          """
          CREATE PROCEDURE fill()
          BEGIN
            UPDATE parcel SET weight = 1;
            COMMIT;
          END;
          CALL fill();
          """,
          "DROP PROCEDURE fill;",
          false);

  private static List<MigrationFile> onMysql(Repo repo, NewMigration... steps) {
    MigrationChange change = repo.only();
    return change
        .tool()
        .write(change.history(), change.changed().get(0), List.of(steps), Dialect.MYSQL)
        .stream()
        .flatMap(each -> each.files().stream())
        .toList();
  }

  @Test
  void golangMigrateRunsAStepOfMysqlWhole() {
    Repo repo =
        new Repo()
            .with("migrations/000001_parcel.up.sql", TABLE)
            .adds("migrations/000002_weight.up.sql", "SELECT 1;");
    assertThat(onMysql(repo, ROUTINE))
        .first()
        .satisfies(file -> assertThat(file.content()).isEqualTo(ROUTINE.up()));
  }

  @Test
  void gooseBracketsRoutinesOfMysql() {
    Repo repo =
        new Repo()
            .with("migrations/00001_parcel.sql", "-- +goose Up\n" + TABLE + "-- +goose Down\n")
            .adds("migrations/00002_weight.sql", "-- +goose Up\nSELECT 1;\n-- +goose Down\n");
    assertThat(onMysql(repo, ROUTINE))
        .singleElement()
        .satisfies(
            file ->
                assertThat(file.content())
                    .contains("-- +goose StatementBegin\nCREATE PROCEDURE fill()")
                    .contains("END;\n-- +goose StatementEnd\nCALL fill();"));
  }

  @Test
  void flywayIsToldWhereARoutineOfMysqlEnds() {
    Repo repo =
        new Repo()
            .with("db/migration/V1__parcel.sql", TABLE)
            .adds("db/migration/V2__weight.sql", "SELECT 1;");
    assertThat(onMysql(repo, ROUTINE))
        .first()
        .satisfies(
            file ->
                assertThat(file.content())
                    .startsWith("DELIMITER $$\nCREATE PROCEDURE fill()")
                    .contains("END;\n$$\nDELIMITER ;\nCALL fill();"));
  }

  @Test
  void aDirectoryWithDelimitersGetsThem() {
    Repo repo =
        new Repo()
            .with(
                "sql/001_parcel.sql",
                TABLE + "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\n")
            .adds("sql/002_weight.sql", "SELECT 1;");
    assertThat(onMysql(repo, ROUTINE))
        .first()
        .satisfies(file -> assertThat(file.content()).contains("DELIMITER $$\nCREATE PROCEDURE"));
  }
}
