package dev.flux.engine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.Evidence;
import dev.flux.engine.Impact;
import dev.flux.engine.LockMode;
import dev.flux.schema.Catalog;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the facts to a live server: every statement of {@code statements.txt} runs on a populated
 * schema, and what the server locked, rewrote, scanned and built is what the facts say, for the
 * catalog that the reader and the fold make of the same text.
 */
class PostgresFactsLiveTest {
  private static final String SCHEMA = Resources.text("schema.sql");
  private static LivePostgres server;
  private static EngineVersion version;
  private static Catalog schema;

  @BeforeAll
  static void start() throws Exception {
    server = LivePostgres.start(List.of(SCHEMA, Resources.text("rows.sql")));
    version = server.version();
    schema = fold(Catalog.empty(Dialect.POSTGRESQL), SCHEMA).nextEra();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  static Stream<StatementForm> statements() {
    return StatementForm.read(Resources.text("statements.txt")).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void factsAreWhatTheServerDoes(StatementForm form) throws Exception {
    Assumptions.assumeTrue(
        version.major() >= form.from(), "needs PostgreSQL " + form.from() + " or later");
    Catalog before = fold(fold(schema, form.setup()), form.session());
    List<Operation> operations = operations(form.statement());
    List<Impact> impacts = impacts(operations, before);

    Measurement measured = server.measure(form);

    assertThat(locks(impacts)).as("locks").isEqualTo(measured.locks());
    assertThat(names(impacts, Impact::rewrites))
        .as("rewrites")
        .isEqualTo(rewrites(operations, measured));
    assertThat(names(impacts, Impact::builds)).as("builds").isEqualTo(builds(operations, measured));
    if (form.hold().isEmpty() && !empties(operations)) {
      compareScans(operations, impacts, measured);
    }
    assertThat(impacts)
        .extracting(Impact::evidence)
        .as("evidence")
        .contains(form.assumed() ? Evidence.ASSUMED : Evidence.KNOWN)
        .doesNotContain(form.assumed() ? Evidence.KNOWN : Evidence.ASSUMED);
    compareTransaction(form, impacts);
  }

  /**
   * A rewrite or build scans too, but not every kind of it is counted as a scan; how the rows of a
   * query are found is the planner's choice.
   */
  private static void compareScans(
      List<Operation> operations, List<Impact> impacts, Measurement measured) {
    Set<String> claimed = names(impacts, Impact::scans);
    if (operations.stream().anyMatch(PostgresFactsLiveTest::reads)) {
      assertThat(measured.scans()).as("scans").containsAll(claimed);
      return;
    }
    Set<String> worked = new TreeSet<>(names(impacts, Impact::rewrites));
    worked.addAll(names(impacts, Impact::builds));
    Set<String> seen = new TreeSet<>(measured.scans());
    worked.forEach(claimed::remove);
    worked.forEach(seen::remove);
    assertThat(claimed).as("scans").isEqualTo(seen);
  }

  /** Whether it has a query, which reads as the planner likes. */
  private static boolean reads(Operation operation) {
    return operation instanceof DataOperation
        || operation instanceof ObjectOperation.CreateView
        || operation instanceof ObjectOperation.RefreshMaterializedView
        || (operation instanceof TableOperation.CreateTable table && table.asQuery());
  }

  private static void compareTransaction(StatementForm form, List<Impact> impacts)
      throws SQLException {
    boolean outside =
        impacts.stream().anyMatch(i -> i.transaction() == Impact.TransactionRule.OUTSIDE_ONLY);
    assertThat(outside).as("refuses a transaction").isEqualTo(form.hold().isPresent());
    if (outside) {
      assertThat(server.refusesTransaction(form)).as("refused in a transaction").isTrue();
    }
  }

  /** TRUNCATE gives a table a new, empty file; no row is written anew. */
  private static Set<String> rewrites(List<Operation> operations, Measurement measured) {
    return empties(operations) ? Set.of() : measured.rewrites();
  }

  /** Indexes of materialized views are not followed. */
  private static Set<String> builds(List<Operation> operations, Measurement measured) {
    return empties(operations) || operations.stream().anyMatch(PostgresFactsLiveTest::reads)
        ? Set.of()
        : measured.builds();
  }

  private static boolean empties(List<Operation> operations) {
    return operations.stream().anyMatch(o -> o instanceof TableOperation.TruncateTable);
  }

  private static Map<String, LockMode> locks(List<Impact> impacts) {
    Map<String, LockMode> locks = new TreeMap<>();
    for (Impact impact : impacts) {
      for (Impact.TableLock lock : impact.locks()) {
        locks.merge(lock.table().toString(), lock.mode(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
      }
    }
    return locks;
  }

  private static Set<String> names(List<Impact> impacts, Function<Impact, List<ObjectName>> part) {
    return impacts.stream()
        .flatMap(impact -> part.apply(impact).stream())
        .map(ObjectName::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Impact> impacts(List<Operation> operations, Catalog before) {
    List<Impact> impacts = new ArrayList<>();
    Catalog catalog = before;
    for (Operation operation : operations) {
      impacts.add(
          new PostgresFacts()
              .impact(operation, catalog, version)
              .orElseThrow(() -> new AssertionError("no fact for " + operation)));
      catalog = catalog.after(operation);
    }
    return impacts;
  }

  static List<Operation> operations(String sql) {
    return SqlReader.read(sql, Dialect.POSTGRESQL).statements().stream()
        .flatMap(statement -> readable(statement).operations().stream())
        .toList();
  }

  private static Statement readable(Statement statement) {
    assertThat(statement.readable()).as("readable: %s", statement).isTrue();
    return statement;
  }

  static Catalog fold(Catalog catalog, String sql) {
    Catalog after = catalog;
    for (Operation operation : operations(sql)) {
      after = after.after(operation);
    }
    return after;
  }
}
