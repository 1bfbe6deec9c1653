package dev.flux.engine.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.EngineFacts;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.engine.OnlineDdl;
import dev.flux.schema.Catalog;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
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
  private static final List<String> FORMS = List.of("alter.txt", "generated.txt", "types.txt");

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
      Catalog laid = fold(Catalog.empty(programs.dialect()), schema);
      for (String file : FORMS) {
        for (StatementForm form : StatementForm.read(Resources.text(file))) {
          if (form.knownTo(programs.dialect())) {
            forms++;
            LiveServer.Answer answer = server.ask(form, tables);
            wrong.addAll(differences(form, fold(laid, form.setup()), version, answer));
          }
        }
      }
      System.out.println(
          programs + " " + version + ": " + forms + " forms, " + wrong.size() + " wrong");
    }
    assertThat(forms).isGreaterThan(300);
    assertThat(wrong).isEmpty();
  }

  private static List<Operation> operations(String sql, Catalog catalog) {
    return SqlReader.read(sql, catalog.dialect()).statements().stream()
        .map(Statement::operations)
        .flatMap(List::stream)
        .toList();
  }

  private static Catalog fold(Catalog catalog, String sql) {
    Catalog after = catalog;
    for (Operation operation : operations(sql, catalog)) {
      after = after.after(operation);
    }
    return after;
  }

  private static Optional<Impact> claim(String sql, Catalog before, EngineVersion version) {
    MysqlFacts facts = new MysqlFacts(before.dialect());
    List<Operation> together = operations(sql, before);
    EngineFacts.Whole whole = new EngineFacts.Whole(together, before);
    List<Impact> impacts = new ArrayList<>();
    Catalog catalog = before;
    for (Operation operation : together) {
      facts.impact(operation, whole, catalog, version).ifPresent(impacts::add);
      catalog = catalog.after(operation);
    }
    return impacts.size() == together.size()
        ? impacts.stream().reduce(Impact::and)
        : Optional.empty();
  }

  private static List<String> differences(
      StatementForm form, Catalog before, EngineVersion version, LiveServer.Answer answer) {
    Optional<OnlineDdl> said = claim(form.statement(), before, version).flatMap(Impact::online);
    String where = form + (form.setup().isEmpty() ? "" : "  -- " + form.setup());
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
    return operations(form.statement(), catalog).stream()
        .anyMatch(TableOperation.ChangePartitions.class::isInstance);
  }
}
