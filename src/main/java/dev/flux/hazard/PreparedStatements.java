package dev.flux.hazard;

import dev.flux.sql.DataOperation.CallRoutine;
import dev.flux.sql.Dialect;
import dev.flux.sql.Operation;
import dev.flux.sql.Script;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The statements that EXECUTE runs: on PostgreSQL what PREPARE holds as it stands; on MySQL and
 * MariaDB where it was given constant text: a string, or a variable that holds one of a few, such
 * as by {@code IF(@there, 'ALTER …', 'SELECT 1')}. Each is taken to run. Source: PostgreSQL manual,
 * PREPARE; MySQL 8.0 manual, 15.5 Prepared Statements.
 */
final class PreparedStatements {
  private static final Pattern EXECUTE =
      Pattern.compile(
          "execute\\s+[`\"]?(\\w+)[`\"]?\\s*(?:using\\b.*|\\(.*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern PREPARE =
      Pattern.compile(
          "prepare\\s+`?(\\w+)`?\\s+from\\s+(.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern PREPARE_AS =
      Pattern.compile(
          "prepare\\s+\"?(\\w+)\"?\\s*(?:\\([^)]*\\)\\s*)?as\\s+(.+)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern SET =
      Pattern.compile("set\\s+(.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern INTO =
      Pattern.compile("into\\s+(@?)`?(\\w+)", Pattern.CASE_INSENSITIVE);

  /** So many statements before it are looked through, so that a long file takes no longer. */
  private static final int NEAR = 100;

  private PreparedStatements() {}

  /** The statement's clauses, and behind an EXECUTE those of what it is known to run. */
  static List<Statement.Clause> of(Statement statement, Script script, Dialect dialect) {
    Stream<Statement.Clause> inner =
        operations(statement, script, dialect, Variables.NONE).orElse(List.of()).stream()
            .filter(
                operation -> dialect == Dialect.POSTGRESQL || BlockStatements.isPlain(operation))
            .map(operation -> new Statement.Clause(statement.span(), operation));
    return Stream.concat(statement.clauses().stream(), inner).toList();
  }

  /** Whether all is known that the statement may run. */
  static boolean known(Statement statement, Script script, Dialect dialect) {
    return operations(statement, script, dialect, Variables.NONE).isPresent();
  }

  /** All that an EXECUTE may run; empty where that is not known, and for other statements. */
  static Optional<List<Operation>> operations(
      Statement statement, Script script, Dialect dialect, Variables given) {
    Matcher execute = EXECUTE.matcher(statement.sql());
    if (dialect == Dialect.SQLITE
        || !(statement.clauses().get(0).operation() instanceof CallRoutine)
        || !execute.matches()) {
      return Optional.empty();
    }
    Set<String> texts =
        prepared(script, statement, given).getOrDefault(lower(execute.group(1)), Set.of());
    List<Statement> statements =
        texts.stream()
            .flatMap(text -> SqlReader.read(text, dialect).statements().stream())
            .toList();
    return statements.isEmpty() || !statements.stream().allMatch(Statement::readable)
        ? Optional.empty()
        : Optional.of(statements.stream().flatMap(each -> each.operations().stream()).toList());
  }

  /** Whether the statement runs text that was prepared, whatever it is. */
  static boolean isExecute(Statement statement) {
    return EXECUTE.matcher(statement.sql()).matches();
  }

  /** What stands near before a statement, where the text that it runs may be put together. */
  static List<Statement> before(Statement until, Script script) {
    List<Statement> all = script.statements();
    int end =
        Collections.binarySearch(all, until, Comparator.comparingInt(each -> each.span().start()));
    return all.subList(Math.max(0, end - NEAR), Math.max(0, end));
  }

  /** What each name may stand for when the statement runs. */
  private static Map<String, Set<String>> prepared(
      Script script, Statement until, Variables given) {
    Map<String, Set<String>> variables = new HashMap<>(given.texts());
    Map<String, Set<String>> prepared = new HashMap<>();
    for (Statement statement : before(until, script)) {
      Matcher set = SET.matcher(statement.sql());
      Matcher prepare = PREPARE.matcher(statement.sql());
      Matcher prepareAs = PREPARE_AS.matcher(statement.sql());
      if (prepareAs.matches()) {
        prepared.put(lower(prepareAs.group(1)), Set.of(prepareAs.group(2)));
      } else if (set.matches()) {
        ConstantText.assign(set.group(1), variables);
      } else if (prepare.matches()) {
        Set<String> texts = ConstantText.of(prepare.group(2), variables).orElse(Set.of());
        prepared.put(lower(prepare.group(1)), texts);
      } else {
        Matcher into = INTO.matcher(statement.sql());
        while (into.find()) {
          variables.remove(into.group(1) + lower(into.group(2)));
        }
      }
    }
    return prepared;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
