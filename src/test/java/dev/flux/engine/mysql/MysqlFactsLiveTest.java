package dev.flux.engine.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.StatementForm;
import dev.flux.schema.Catalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the facts to live servers: each statement of the files of forms is offered every algorithm,
 * the lightest first, and what the server takes is what the facts say, for the catalog that the
 * reader and the fold make of the same text. The answers are also what {@link MysqlFactsTest}
 * reads: {@code -Dflux.record=FOLDER} writes them down.
 */
class MysqlFactsLiveTest {
  @TestFactory
  Stream<DynamicTest> factsAreWhatTheServerDoes() {
    return ServerPrograms.each(MysqlFactsLiveTest::measure);
  }

  private static void measure(ServerPrograms programs) throws Exception {
    List<String> tables = LiveServer.pieces(MysqlForms.schema());
    Catalog schema = Claim.fold(Catalog.empty(programs.dialect()), MysqlForms.schema());
    List<String> wrong = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    EngineVersion version;
    try (LiveServer server = LiveServer.start(programs)) {
      version = server.version();
      for (StatementForm form : MysqlForms.all()) {
        if (form.knownTo(programs.dialect(), version)) {
          try {
            Answer answer = server.ask(form, tables);
            lines.add(answer.line(form));
            wrong.addAll(answer.differences(form, schema, version));
          } catch (SQLException refused) {
            wrong.add("refused: " + form + ": " + refused.getMessage());
          }
        }
      }
      System.out.println(
          programs + " " + version + ": " + lines.size() + " forms, " + wrong.size() + " wrong");
    }
    String name = programs.dialect().id() + "-" + version + ".tsv";
    String record = System.getProperty("flux.record");
    if (record != null) {
      Files.write(Path.of(record, name), lines);
    }
    assertThat(lines).hasSizeGreaterThan(300);
    assertThat(wrong).isEmpty();
    assertThat(Resources.text(name).lines().toList()).isEqualTo(lines);
  }
}
