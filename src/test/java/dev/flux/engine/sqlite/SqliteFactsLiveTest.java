package dev.flux.engine.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.StatementForm;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the facts to a live SQLite: every statement of the file of forms runs on a populated file,
 * and what SQLite refused, rewrote, scanned and built is what the facts say, for the catalog that
 * the reader and the fold make of the same text.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("libraries")
record SqliteFactsLiveTest(SqliteLibrary library) {
  @TempDir static Path folder;

  private static LiveSqlite live;
  private static EngineVersion version;
  private static Catalog schema;

  static List<SqliteLibrary> libraries() {
    return SqliteLibrary.all();
  }

  @BeforeParameterizedClassInvocation
  static void populate(SqliteLibrary library) throws SQLException, IOException {
    Path own = Files.createDirectory(folder.resolve(library.title()));
    live =
        LiveSqlite.populated(
            library, own, SqliteForms.text("schema.sql"), SqliteForms.text("rows.sql"));
    version = EngineVersion.parse(live.version()).orElseThrow();
    schema = SqliteForms.schema();
  }

  static List<StatementForm> statements() {
    return SqliteForms.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void factsAreWhatSqliteDoes(StatementForm form) throws Exception {
    if (!form.knownTo(Dialect.SQLITE, version)) {
      Claim refused = Claim.of(form.statement(), schema, version);
      boolean setupFails = form.setup().contains("STRICT");
      assertThat(setupFails || refused.refusal().isPresent()).as("refused").isTrue();
      return;
    }
    Claim claim = Claim.of(form.statement(), SqliteForms.before(form, schema), version);

    Measurement measured = live.measure(form.setup(), form.statement());

    assertThat(claim.differences(measured)).isEmpty();
  }
}
