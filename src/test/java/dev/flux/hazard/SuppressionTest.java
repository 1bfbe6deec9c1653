package dev.flux.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.Engine;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Evidence;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationVersion;
import dev.flux.migration.Section;
import dev.flux.migration.TransactionMode;
import dev.flux.migration.tool.PlainSql;
import dev.flux.sql.Dialect;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What authors allow is set aside with their reason; what they allow wrongly is said. */
final class SuppressionTest {
  private static final String TABLE = "CREATE TABLE boats (id bigint, name text, berth int);";
  private static final String DROP =
      "SET LOCAL lock_timeout = '5s';\n%s\nALTER TABLE boats DROP COLUMN name;\n";

  static Examination examine(String change) {
    return Examiner.examine(
        new MigrationChange(
            "db",
            new PlainSql(),
            "test",
            new Engine(Dialect.POSTGRESQL, new EngineVersion(16, 0, 0), Evidence.KNOWN, "test"),
            List.of(migration("1", TABLE)),
            List.of(migration("2", change)),
            List.of(),
            true));
  }

  private static Migration migration(String version, String sql) {
    MigrationFile file = new MigrationFile("db/" + version + ".sql", sql);
    return new Migration(
        file.path(),
        new MigrationVersion(version, List.of(new BigInteger(version))),
        version,
        Section.whole(file),
        Optional.empty(),
        new TransactionMode(TransactionMode.Kind.WRAPPED, Evidence.KNOWN, "test"));
  }

  private static List<String> found(Examination examination) {
    return examination
        .allFindings()
        .map(f -> f.severity().id() + " " + f.hazard() + ":" + f.line())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- flux: allow drop-column because nobody reads it",
        "--flux:allow drop-column because nobody reads it",
        "/* flux: allow drop-column because nobody reads it */",
        "-- FLUX: Allow drop-column, drop-column because nobody reads it",
        "-- flux: allow drop-column because nobody reads it\n-- and another line",
        "-- before\n-- flux: allow drop-column because nobody reads it\n\n",
      })
  void setAsideWithTheReason(String comment) {
    Examination judged = examine(DROP.formatted(comment));
    assertThat(found(judged)).noneMatch(f -> f.startsWith("danger"));
    assertThat(judged.suppressed())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.finding().hazard()).isEqualTo("drop-column");
              assertThat(s.reason()).isEqualTo("nobody reads it");
              assertThat(s.source()).startsWith("db/2.sql:");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- flux: allow drop-column",
        "-- flux: allow drop-column because",
        "-- flux: allow because nobody reads it",
        "-- flux: allow drop-colunm because nobody reads it",
        "-- flux: ignore drop-column because nobody reads it",
        "-- flux: allow invalid-suppression because it is mine",
      })
  void whatAllowsNothingIsItselfDangerous(String comment) {
    Examination judged = examine(DROP.formatted(comment));
    assertThat(found(judged)).contains("danger invalid-suppression:2", "danger drop-column:3");
    assertThat(judged.suppressed()).isEmpty();
  }

  @Test
  void saysWhatWasMeant() {
    assertThat(examine(DROP.formatted("-- flux: allow drop-colunm because x")).allFindings())
        .anySatisfy(f -> assertThat(f.message()).contains("did you mean `drop-column`?)"));
  }

  @Test
  void standsForTheNextStatementAlone() {
    Examination judged =
        examine(
            DROP.formatted("-- flux: allow drop-column because nobody reads it")
                + "ALTER TABLE boats DROP COLUMN berth;\n");
    assertThat(found(judged))
        .contains("danger drop-column:4")
        .doesNotContain("danger drop-column:3");
  }

  @Test
  void behindAStatementItIsOfNoUse() {
    Examination judged =
        examine(
            "ALTER TABLE boats DROP COLUMN name; -- flux: allow drop-column because nobody reads"
                + " it\n"
                + "ALTER TABLE boats DROP COLUMN berth;\n");
    assertThat(found(judged))
        .contains("danger drop-column:1", "danger drop-column:2", "advice unused-suppression:1");
  }

  @Test
  void adviceWhereNothingNeedsIt() {
    Examination judged =
        examine(
            "-- flux: allow drop-table because it is empty\nALTER TABLE boats ADD COLUMN a int;");
    assertThat(found(judged)).contains("advice unused-suppression:1");
  }

  @Test
  void atTheTopItStandsForTheFileToo() {
    Examination judged =
        examine(
            "-- flux: allow no-lock-timeout, drop-column because the harbour is closed\n"
                + "ALTER TABLE boats DROP COLUMN name;\n");
    assertThat(found(judged)).isEmpty();
    assertThat(judged.suppressed()).hasSize(2);
  }

  @Test
  void textInAStringIsNoComment() {
    Examination judged =
        examine("INSERT INTO boats (name) VALUES ('\n-- flux: allow nothing\n');\n");
    assertThat(found(judged)).isEmpty();
  }
}
