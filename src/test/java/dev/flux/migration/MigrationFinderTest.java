package dev.flux.migration;

import static dev.flux.migration.Repo.paths;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.migration.tool.Tools;
import dev.flux.repository.ChangeContent;
import dev.flux.repository.ChangedFile;
import dev.flux.sql.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MigrationFinderTest {
  private static final String TABLE = "CREATE TABLE parcel (id bigserial PRIMARY KEY);\n";
  private static final String COLUMN = "ALTER TABLE parcel ADD COLUMN weight int;\n";

  @Test
  void historyIsWhatTheBaseHoldsAndChangedIsWhatTheHeadAdds() {
    MigrationChange change =
        new Repo()
            .with("migrations/002_b.sql", COLUMN)
            .with("migrations/001_a.sql", TABLE)
            .with("migrations/010_c.sql", COLUMN)
            .adds("migrations/011_d.sql", COLUMN)
            .only();
    assertThat(change.directory()).isEqualTo("migrations");
    assertThat(change.tool().id()).isEqualTo("sql");
    assertThat(paths(change.history()))
        .containsExactly("migrations/001_a.sql", "migrations/002_b.sql", "migrations/010_c.sql");
    assertThat(paths(change.changed())).containsExactly("migrations/011_d.sql");
    assertThat(change.touched()).isEmpty();
    assertThat(change.oneChange()).isTrue();
  }

  @Test
  void numbersOrderByValueNotByText() {
    MigrationChange change =
        new Repo()
            .with("migrations/9_a.sql", TABLE)
            .with("migrations/10_b.sql", COLUMN)
            .with("migrations/100_c.sql", COLUMN)
            .adds("migrations/101_d.sql", COLUMN)
            .only();
    assertThat(paths(change.history()))
        .containsExactly("migrations/9_a.sql", "migrations/10_b.sql", "migrations/100_c.sql");
  }

  @Test
  void aMergedMigrationThatIsEditedIsChangedAndTouched() {
    MigrationChange change =
        new Repo()
            .with("migrations/001_a.sql", TABLE)
            .with("migrations/002_b.sql", COLUMN)
            .edits("migrations/001_a.sql", TABLE + COLUMN)
            .only();
    assertThat(paths(change.changed())).containsExactly("migrations/001_a.sql");
    assertThat(paths(change.history())).containsExactly("migrations/002_b.sql");
    assertThat(change.touched())
        .extracting(ChangedFile::path)
        .containsExactly("migrations/001_a.sql");
  }

  @Test
  void aMergedMigrationThatIsDeletedIsTouchedAndNoHistory() {
    MigrationChange change =
        new Repo()
            .with("migrations/001_a.sql", TABLE)
            .with("migrations/002_b.sql", COLUMN)
            .deletes("migrations/002_b.sql")
            .only();
    assertThat(change.changed()).isEmpty();
    assertThat(paths(change.history())).containsExactly("migrations/001_a.sql");
    assertThat(change.touched()).hasSize(1);
  }

  @Test
  void aNewVersionOfAMergedMigrationRunsAgain() {
    MigrationChange change =
        new Repo()
            .with("migrations/001_a.sql", TABLE)
            .renames("migrations/001_a.sql", "migrations/005_a.sql")
            .only();
    assertThat(paths(change.changed())).containsExactly("migrations/005_a.sql");
    assertThat(change.touched()).hasSize(1);
  }

  @Test
  void aDirectoryThatMovesChangesNothing() {
    FoundMigrations found =
        new Repo()
            .with("migrations/001_a.sql", TABLE)
            .with("migrations/002_b.sql", COLUMN)
            .renames("migrations/001_a.sql", "db/migrations/001_a.sql")
            .renames("migrations/002_b.sql", "db/migrations/002_b.sql")
            .find();
    assertThat(found.changes()).isEmpty();
    assertThat(found.undecided()).isEmpty();
  }

  @Test
  void aWayBackAloneIsNoMigration() {
    FoundMigrations found =
        new Repo()
            .with("migrations/000001_a.up.sql", TABLE)
            .with("migrations/000001_a.down.sql", "DROP TABLE parcel;")
            .edits("migrations/000001_a.down.sql", "DROP TABLE IF EXISTS parcel;")
            .find();
    assertThat(found.changes()).isEmpty();
    assertThat(found.undecided()).isEmpty();
  }

  @Test
  void othersCodeTestDataAndDumpsAreNoMigrations() {
    FoundMigrations found =
        new Repo()
            .adds("node_modules/x/migrations/001_a.sql", TABLE)
            .adds("vendor/x/migrations/001_a.sql", TABLE)
            .adds("src/test/resources/db/migration/V1__a.sql", TABLE)
            .adds("fixtures/001_rows.sql", TABLE)
            .adds("db/schema.sql", TABLE)
            .adds("db/structure.sql", TABLE)
            .find();
    assertThat(found.changes()).isEmpty();
    assertThat(found.unsupported()).isEmpty();
    assertThat(found.undecided()).isEmpty();
  }

  @Test
  void aSchemaChangeInNoMigrationDirectoryIsLeftUndecided() {
    FoundMigrations found =
        new Repo()
            .adds("docs/example.sql", TABLE)
            .adds("queries/by_weight.sql", "SELECT * FROM parcel;")
            .find();
    assertThat(found.changes()).isEmpty();
    assertThat(found.undecided()).containsExactly("docs/example.sql");
  }

  @Test
  void numberedSchemaChangesAreMigrationsWhateverTheirFolder() {
    MigrationChange change =
        new Repo().with("sql/01_a.sql", TABLE).adds("sql/02_b.sql", COLUMN).only();
    assertThat(paths(change.history())).containsExactly("sql/01_a.sql");
  }

  @Test
  void programsThatMigrateAreNamedAsUnread() {
    FoundMigrations found =
        new Repo()
            .adds("app/versions/1f_add.py", "down_revision = 'aa'\n")
            .adds("shop/migrations/0002_weight.py", "class Migration: pass")
            .adds("db/migrate/20240101000000_add_weight.rb", "class AddWeight; end")
            .adds("migrations/20240101000000_weight.js", "exports.up = knex => knex")
            .adds("src/migration/1700000000000-Weight.ts", "implements MigrationInterface")
            .adds("db/changelog/7.xml", "<databaseChangeLog><changeSet/></databaseChangeLog>")
            .adds("db/changelog/root.xml", "<databaseChangeLog><include/></databaseChangeLog>")
            .adds("src/index.ts", "export {}")
            .adds("config/app.json", "{}")
            .find();
    assertThat(found.changes()).isEmpty();
    assertThat(found.unsupported())
        .extracting(Unsupported::tool)
        .containsExactlyInAnyOrder("Alembic", "Django", "Rails", "Knex", "TypeORM", "Liquibase");
  }

  @Test
  void eachDirectoryOfAMonorepoIsJudgedByItsOwnToolAndEngine() {
    FoundMigrations found =
        new Repo()
            .with("a/db/migrations/20240101000000_x.sql", "-- migrate:up\n" + TABLE)
            .with("a/.env", "DATABASE_URL=postgres://u:secret@host/db\n")
            .adds(
                "a/db/migrations/20240102000000_y.sql",
                "-- migrate:up\nSELECT 1;\n-- migrate:down\n")
            .with("b/prisma/migrations/migration_lock.toml", "provider = \"mysql\"\n")
            .adds("b/prisma/migrations/20240101000000_x/migration.sql", "CREATE TABLE t (id int);")
            .find();
    assertThat(found.changes())
        .extracting(change -> change.tool().id() + " " + change.engine().dialect().id())
        .containsExactly("dbmate postgresql", "prisma mysql");
    assertThat(found.changes().get(0).engine().source()).doesNotContain("secret");
  }

  @Test
  void filesForSeveralEnginesAreJudgedApart() {
    FoundMigrations found =
        new Repo()
            .with("migrations/1_a.mysql.up.sql", "CREATE TABLE t (id int);")
            .with("migrations/1_a.postgres.up.sql", "CREATE TABLE t (id int);")
            .with("migrations/1_a.cockroach.up.sql", "CREATE TABLE t (id int);")
            .adds("migrations/2_b.up.sql", "ALTER TABLE t ADD c int;")
            .adds("migrations/3_c.mysql.up.sql", "ALTER TABLE t ADD d int;")
            .adds("migrations/3_c.cockroach.up.sql", "ALTER TABLE t ADD d int;")
            .adds("migrations/4_d.up.sql", "ALTER TABLE t ADD e uuid;")
            .adds("migrations/4_d.mysql.up.sql", "ALTER TABLE t ADD e char(36);")
            .find();
    assertThat(found.changes())
        .extracting(change -> change.engine().dialect() + " " + paths(change.changed()))
        .containsExactlyInAnyOrder(
            "MYSQL [migrations/2_b.up.sql, migrations/3_c.mysql.up.sql,"
                + " migrations/4_d.mysql.up.sql]",
            "POSTGRESQL [migrations/2_b.up.sql, migrations/4_d.up.sql]");
    assertThat(found.undecided()).isEmpty();
    assertThat(found.unsupported())
        .extracting(Unsupported::path)
        .contains("migrations/3_c.cockroach.up.sql");
    assertThat(found.unsupported().get(0).reason()).contains("CockroachDB");
    assertThat(found.unsupported()).allMatch(Unsupported::otherEngine);
  }

  @Test
  void filesThatSomebodyNamesAreTheChange() {
    Repo repo =
        new Repo()
            .with("m/001_a.sql", TABLE)
            .with("m/002_b.sql", COLUMN)
            .with("m/003_c.sql", COLUMN);
    MigrationChange change =
        Repo.finder().find(repo.head(), List.of("m/002_b.sql")).changes().get(0);
    assertThat(paths(change.history())).containsExactly("m/001_a.sql");
    assertThat(paths(change.changed())).containsExactly("m/002_b.sql");
    assertThat(change.oneChange()).isTrue();
  }

  @Test
  void aDirectoryThatSomebodyNamesIsAllChange() {
    Repo repo = new Repo().with("m/001_a.sql", TABLE).with("m/002_b.sql", COLUMN);
    MigrationChange change = Repo.finder().find(repo.head(), List.of("m")).changes().get(0);
    assertThat(change.history()).isEmpty();
    assertThat(paths(change.changed())).containsExactly("m/001_a.sql", "m/002_b.sql");
    assertThat(change.oneChange()).isFalse();
  }

  @Test
  void aFileThatSomebodyNamesIsAMigrationWhereverItLies() {
    Repo repo = new Repo().with("notes/change.sql", COLUMN);
    MigrationChange change =
        Repo.finder().find(repo.head(), List.of("notes/change.sql")).changes().get(0);
    assertThat(paths(change.changed())).containsExactly("notes/change.sql");
  }

  @Test
  void filesMayBeHandedOverWithToolAndEngine() {
    MigrationFinder finder =
        new MigrationFinder(Tools.all(), Tools.find("sql"), EngineChoice.parse("postgresql:14"));
    FoundMigrations found =
        finder.find(
            List.of(new MigrationFile("a.sql", TABLE)),
            List.of(new MigrationFile("b.sql", COLUMN)));
    MigrationChange change = found.changes().get(0);
    assertThat(paths(change.history())).containsExactly("a.sql");
    assertThat(paths(change.changed())).containsExactly("b.sql");
    assertThat(change.engine()).hasToString("PostgreSQL 14 (known)");
    assertThat(change.engine().dialect()).isEqualTo(Dialect.POSTGRESQL);
  }

  @Test
  void aFileThatTheToolWouldNotRunNeverPassesInSilence() {
    MigrationFinder finder =
        new MigrationFinder(Tools.all(), Tools.find("flyway"), Optional.empty());
    FoundMigrations found =
        finder.find(List.of(), List.of(new MigrationFile("db/weight.sql", COLUMN)));
    assertThat(found.changes()).isEmpty();
    assertThat(found.unsupported())
        .extracting(Unsupported::reason)
        .containsExactly("Flyway does not run a file of this name.");
  }

  @Test
  void aLargeRepositoryTakesNoTime() {
    Repo repo = new Repo();
    for (int i = 0; i < 50_000; i++) {
      repo.with("src/app/module" + i % 100 + "/File" + i + ".java", "");
    }
    for (int i = 0; i < 7_000; i++) {
      repo.with(
          "db/migrations/" + (20_000_000_000_000L + i) + "_x.sql", "-- migrate:up\n" + COLUMN);
    }
    repo.adds("db/migrations/20000000007000_y.sql", "-- migrate:up\n" + COLUMN);
    ChangeContent content = repo.content();
    Repo.finder().find(content);
    Instant start = Instant.now();
    MigrationChange change = Repo.finder().find(content).changes().get(0);
    Duration taken = Duration.between(start, Instant.now());
    assertThat(taken).isLessThan(Duration.ofSeconds(30));
    assertThat(change.history()).hasSize(7_000);
    assertThat(change.changed()).hasSize(1);
    assertThat(change.tool().id()).isEqualTo("dbmate");
    assertThat(Optional.of(change.changed().get(0).version().text())).contains("20000000007000");
  }
}
