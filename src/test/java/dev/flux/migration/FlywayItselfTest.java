package dev.flux.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flux.migration.TransactionMode.Kind;
import dev.flux.migration.tool.Tools;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flux reads a Flyway directory as Flyway itself does. */
class FlywayItselfTest {
  private static final String TABLE = "CREATE TABLE parcel (id int);\n";
  private static final String COLUMN = "ALTER TABLE parcel ADD COLUMN weight int;\n";
  private static final String INDEX = "CREATE INDEX CONCURRENTLY i ON parcel (id);\n";

  /** The transaction's id before and after: the same inside one transaction alone. */
  private static final String PROBE =
      """
      CREATE TABLE probe AS SELECT txid_current() AS id;
      INSERT INTO probe SELECT txid_current();
      """;

  private static EmbeddedPostgres postgres;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  private Flyway flyway(Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    FluentConfiguration configuration =
        Flyway.configure()
            .dataSource(postgres.getPostgresDatabase())
            .locations("filesystem:" + folder)
            .cleanDisabled(false);
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    Flyway flyway = configuration.load();
    flyway.clean();
    return flyway;
  }

  private static MigrationChange read(Map<String, String> files) {
    List<MigrationFile> given = new ArrayList<>();
    files.forEach((name, text) -> given.add(new MigrationFile("db/migration/" + name, text)));
    return new MigrationFinder(
            Tools.all(), Tools.find("flyway"), EngineChoice.parse("postgresql:16"))
        .find(List.of(), given)
        .changes()
        .get(0);
  }

  private static Kind kind(Map<String, String> files, String name) {
    return read(files).changed().stream()
        .filter(each -> each.path().endsWith("/" + name))
        .findFirst()
        .orElseThrow()
        .transaction()
        .kind();
  }

  @Test
  void ordersAsFlywayDoes() throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (String name :
        List.of(
            "V1__a.sql",
            "V1.1__b.sql",
            "V1_2__c.sql",
            "V1.10__d.sql",
            "V02__e.sql",
            "V10__f.sql",
            "sub/V3__g.sql",
            "V20240101120000__h.sql",
            "R__b.sql",
            "R__a.sql")) {
      files.put(name, "SELECT 1;\n");
    }
    List<String> own =
        Arrays.stream(flyway(files).info().all()).map(MigrationInfo::getScript).toList();
    assertThat(read(files).changed())
        .extracting(each -> each.path().replaceFirst("db/migration/", ""))
        .containsExactlyElementsOf(own);
  }

  @Test
  void aFileOfStatementsThatMustBeOutsideRunsWithoutATransaction() throws IOException {
    Map<String, String> files = Map.of("V1__a.sql", TABLE, "V2__b.sql", INDEX);
    assertThat(flyway(files).migrate().migrationsExecuted).isEqualTo(2);
    assertThat(kind(files, "V2__b.sql")).isEqualTo(Kind.NONE);
  }

  @Test
  void aMixedFileIsRefused() throws IOException {
    for (String mixed : List.of(COLUMN + INDEX, "SET lock_timeout = '2s';\n" + INDEX)) {
      Map<String, String> files = Map.of("V1__a.sql", TABLE, "V2__b.sql", mixed);
      Flyway flyway = flyway(files);
      assertThatThrownBy(flyway::migrate)
          .isInstanceOf(FlywayException.class)
          .hasMessageContaining("transactional and non-transactional");
      Migration read =
          read(files).changed().stream()
              .filter(each -> each.path().endsWith("V2__b.sql"))
              .findFirst()
              .orElseThrow();
      assertThat(read.transaction().kind()).isEqualTo(Kind.WRAPPED);
      assertThat(read.transaction().reason()).contains("refuses");
    }
  }

  @Test
  void aScriptConfigurationTakesAMixedFileOutOfTheTransaction() throws IOException {
    Map<String, String> files =
        Map.of(
            "V1__a.sql",
            TABLE,
            "V2__b.sql",
            "SET lock_timeout = '2s';\n" + INDEX,
            "V2__b.sql.conf",
            "executeInTransaction=false\n");
    assertThat(flyway(files).migrate().migrationsExecuted).isEqualTo(2);
    assertThat(kind(files, "V2__b.sql")).isEqualTo(Kind.NONE);
  }

  @Test
  void otherFilesRunInOneTransaction() throws Exception {
    Map<String, String> files = Map.of("V1__a.sql", PROBE);
    flyway(files).migrate();
    assertThat(transactions()).isEqualTo(1);
    assertThat(kind(files, "V1__a.sql")).isEqualTo(Kind.WRAPPED);
    Map<String, String> outside =
        Map.of("V1__a.sql", PROBE, "V1__a.sql.conf", "executeInTransaction=false\n");
    flyway(outside).migrate();
    assertThat(transactions()).isEqualTo(2);
    assertThat(kind(outside, "V1__a.sql")).isEqualTo(Kind.NONE);
  }

  private static int transactions() throws Exception {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(DISTINCT id) FROM probe")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
