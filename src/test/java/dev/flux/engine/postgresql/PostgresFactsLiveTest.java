package dev.flux.engine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.StatementForm;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the facts to a live server: every statement of the files of forms runs on a populated
 * schema, and what the server locked, rewrote, scanned and built is what the facts say, for the
 * catalog that the reader and the fold make of the same text. Where a version refuses a statement,
 * the facts say nothing of it.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("servers")
record PostgresFactsLiveTest(PostgresBinaries binaries) {
  private static final String SYNTAX_ERROR = "42601";
  private static LivePostgres server;
  private static EngineVersion version;
  private static Worlds worlds;

  static List<PostgresBinaries> servers() {
    return PostgresBinaries.all();
  }

  @BeforeParameterizedClassInvocation
  static void start(PostgresBinaries binaries) throws Exception {
    server = LivePostgres.start(binaries);
    version = server.version();
    worlds = new Worlds(PopulatedSchema.catalog(version));
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    server.close();
  }

  static List<StatementForm> statements() {
    return PostgresForms.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void factsAreWhatTheServerDoes(StatementForm form) throws Exception {
    assertThat(Claim.operations(form.statement())).as("read").isNotEmpty();
    Catalog before = worlds.before(form);
    Claim claim = Claim.of(form.statement(), before, version);
    if (!form.knownTo(Dialect.POSTGRESQL, version)) {
      SQLException refusal = catchThrowableOfType(SQLException.class, () -> server.measure(form));
      assertThat((Throwable) refusal).as("refusal").isNotNull();
      if (refusal.getSQLState().equals(SYNTAX_ERROR) && form.setup().isEmpty()) {
        assertThat(claim.impact()).as("facts about what is refused").isEmpty();
      }
      return;
    }

    Measurement measured = server.measure(form);

    assertThat(claim.differences(measured)).isEmpty();
    assertThat(claim.assumed()).as("assumed").isEqualTo(form.assumed());
    assertThat(claim.outsideOnly()).as("refuses a transaction").isEqualTo(form.hold().isPresent());
    if (form.hold().isPresent()) {
      assertThat(server.refusesTransaction(form)).as("refused in a transaction").isTrue();
    }
  }
}
