package dev.flux.engine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.EngineVersion;
import dev.flux.schema.Catalog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The change of a column from every type of {@code types.txt} to every other, with an index on it
 * where the type can have one: whether the table is written anew, and whether only the index is.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("servers")
record TypeChangeLiveTest(PostgresBinaries binaries) {
  private static LivePostgres server;
  private static LivePostgres.TypeTables tables;
  private static EngineVersion version;
  private static Catalog schema;

  static List<PostgresBinaries> servers() {
    return PostgresBinaries.all();
  }

  @BeforeParameterizedClassInvocation
  static void start(PostgresBinaries binaries) throws Exception {
    server = LivePostgres.start(binaries);
    version = server.version();
    schema = PopulatedSchema.catalog(version);
    tables = server.typeTables();
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    tables.close();
    server.close();
  }

  static List<String> types() {
    return PostgresForms.types();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void changesToEveryOtherType(String from) throws SQLException {
    List<String> created = tables.create(from);
    Catalog before = schema;
    for (String statement : created) {
      before = Claim.fold(before, statement);
    }
    List<String> wrong = new ArrayList<>();
    for (String to : types()) {
      for (String using : List.of("", " USING changed::" + to)) {
        String statement = "ALTER TABLE typed ALTER COLUMN changed TYPE " + to + using;
        Optional<Measurement> measured = tables.measure(statement);
        if (measured.isPresent()) {
          Claim.of(statement, before, version)
              .differences(measured.get())
              .forEach(difference -> wrong.add(statement + ": " + difference));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
