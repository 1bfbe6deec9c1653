package dev.flux.engine.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.engine.OnlineDdl;
import dev.flux.engine.StatementForm;
import dev.flux.schema.Catalog;
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the facts to live servers: each statement of the files of forms is offered every algorithm,
 * the lightest first, and what the server takes is what the facts say, for the catalog that the
 * reader and the fold make of the same text.
 */
class MysqlFactsLiveTest {
  @TestFactory
  Stream<DynamicTest> factsAreWhatTheServerDoes() {
    List<ServerPrograms> servers = ServerPrograms.all();
    Assumptions.assumeFalse(
        servers.isEmpty(), "skipped: MySQL and MariaDB are measured with -Pengines");
    return servers.stream()
        .map(programs -> DynamicTest.dynamicTest(programs.toString(), () -> measure(programs)));
  }

  private static void measure(ServerPrograms programs) throws Exception {
    String schema = Resources.text("schema.sql");
    List<String> tables = LiveServer.pieces(schema);
    List<String> wrong = new ArrayList<>();
    int forms = 0;
    try (LiveServer server = LiveServer.start(programs)) {
      EngineVersion version = server.version();
      Catalog laid = Claim.fold(Catalog.empty(programs.dialect()), schema);
      for (StatementForm form : MysqlForms.all()) {
        if (form.knownTo(programs.dialect(), version)) {
          forms++;
          LiveServer.Answer answer = server.ask(form, tables);
          Catalog before = Claim.fold(laid, form.setup());
          wrong.addAll(differences(form, before, version, answer));
        }
      }
      System.out.println(
          programs + " " + version + ": " + forms + " forms, " + wrong.size() + " wrong");
    }
    assertThat(forms).isGreaterThan(300);
    assertThat(wrong).isEmpty();
  }

  private static List<String> differences(
      StatementForm form, Catalog before, EngineVersion version, LiveServer.Answer answer) {
    Optional<OnlineDdl> said = Claim.of(form.statement(), before, version).flatMap(Impact::online);
    String where = form.toString();
    if (said.isEmpty()) {
      return List.of("nothing is known of " + where);
    }
    List<String> differences = new ArrayList<>();
    if (said.get().algorithm() != answer.algorithm()) {
      differences.add(said.get().algorithm() + " but " + answer.algorithm() + ": " + where);
    }
    if (said.get().concurrentWrites() != answer.concurrentWrites()) {
      differences.add("writes " + said.get().concurrentWrites() + " is wrong: " + where);
    }
    boolean comparable = answer.kept() && !onlyPartitions(form, before);
    if (comparable && said.get().rewrites() != answer.rewritten()) {
      differences.add("rewrites " + said.get().rewrites() + " is wrong: " + where);
    }
    return differences;
  }

  /** Partitions have places of their own, which come and go. */
  private static boolean onlyPartitions(StatementForm form, Catalog catalog) {
    return Claim.operations(form.statement(), catalog.dialect()).stream()
        .anyMatch(TableOperation.ChangePartitions.class::isInstance);
  }
}
