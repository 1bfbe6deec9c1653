package dev.flux.hazard;

import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.DataOperation;
import dev.flux.sql.DataOperation.Query;
import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The plain statements inside a DO block, those in constant strings behind EXECUTE too: the words
 * of PL/pgSQL between them are blanked out, and each is taken to run. What is built at run time
 * stays hidden. Source: PostgreSQL manual, 41.6 Control Structures; 41.5.4 Executing Dynamic
 * Commands.
 */
final class BlockStatements {
  private static final Pattern STRUCTURE =
      Pattern.compile(
          "declare\\b.*?\\bbegin\\b|begin\\b|exception\\b|else\\b|loop\\b"
              + "|(?:when|if|elsif|elseif)\\b[^;]*?\\bthen\\b"
              + "|(?:for|foreach|while)\\b[^;]*?\\bloop\\b"
              + "|end(?:\\s+(?:if|loop|case))?\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern BLANK =
      Pattern.compile("[\\s;]++|--[^\n]*+|/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern PLAIN = Pattern.compile("[^;'\"]++|'[^']*+'|\"[^\"]*+\"");

  private static final Pattern CONSTANT =
      Pattern.compile(
          "execute\\s+(?:format\\s*\\(\\s*)?(?:'((?:[^']|'')*+)'|\\$(\\w*)\\$(.*?)\\$\\2\\$)"
              + "\\s*\\)?\\s*(?:(?:using|into)\\b[^;]*)?(?=;)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern PERFORM =
      Pattern.compile("perform(?=\\s)", Pattern.CASE_INSENSITIVE);

  /** Statements of PL/pgSQL that touch neither schema nor rows. */
  private static final Pattern BOOKKEEPING =
      Pattern.compile(
          "(?:raise|return|null|exit|continue|assert|open|close|fetch|move|commit|rollback"
              + "|get\\s+(?:current\\s+|stacked\\s+)?diagnostics)\\b.*|[\\w.\\[\\]\"]+\\s*:?=.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private BlockStatements() {}

  /** The statement's clauses, and behind a DO those of the plain statements in it. */
  static List<Statement.Clause> of(Statement statement, String text, Dialect dialect) {
    if (dialect != Dialect.POSTGRESQL
        || !(statement.clauses().get(0).operation() instanceof RunBlock block)
        || !block.language().equals("plpgsql")) {
      return statement.clauses();
    }
    Stream<Statement.Clause> inner =
        inside(statement, block, text, dialect).stream()
            .flatMap(plain -> plain.clauses().stream())
            .filter(clause -> isPlain(clause.operation()));
    return Stream.concat(statement.clauses().stream(), inner).toList();
  }

  /** The statements of a block that are neither judged nor known to touch nothing. */
  static List<Statement> hidden(
      Statement statement, RunBlock block, String text, Predicate<Query> harmless) {
    List<Statement> inside = inside(statement, block, text, Dialect.POSTGRESQL);
    return inside.isEmpty()
        ? List.of(statement)
        : inside.stream().filter(plain -> !isKnown(plain, harmless)).toList();
  }

  private static boolean isKnown(Statement plain, Predicate<Query> harmless) {
    return BOOKKEEPING.matcher(plain.sql()).matches()
        || (plain.readable()
            && plain.operations().stream()
                .allMatch(
                    operation ->
                        isPlain(operation)
                            || operation instanceof TableOperation
                            || (operation instanceof Query query && harmless.test(query))));
  }

  /** Empty where the block's text is not found as it stands. */
  private static List<Statement> inside(
      Statement statement, RunBlock block, String text, Dialect dialect) {
    int offset = statement.sql().indexOf(block.body());
    if (offset < 0 || !block.language().equals("plpgsql")) {
      return List.of();
    }
    int start = statement.span().start() + offset;
    int end = start + block.body().length();
    return SqlReader.read(masked(text, start, end), start, end, dialect).statements();
  }

  private static String masked(String text, int start, int end) {
    StringBuilder masked = new StringBuilder(text);
    Matcher matcher = BLANK.matcher(text);
    int at = start;
    while (at < end) {
      matcher.region(at, end);
      if (matcher.usePattern(BLANK).lookingAt()) {
        at = matcher.end();
      } else if (matcher.usePattern(STRUCTURE).lookingAt()) {
        blank(masked, at, matcher.end());
        at = matcher.end();
      } else if (matcher.usePattern(CONSTANT).lookingAt()) {
        unwrap(masked, matcher);
        at = matcher.end();
      } else if (matcher.usePattern(PERFORM).lookingAt()) {
        masked.replace(at, matcher.end(), "SELECT ");
        at = plainEnd(matcher.usePattern(PLAIN), at, end);
      } else {
        at = plainEnd(matcher.usePattern(PLAIN), at, end);
      }
    }
    return masked.toString();
  }

  /** Where the statement ends that begins here: at its semicolon, one in quotes aside. */
  private static int plainEnd(Matcher plain, int start, int end) {
    int at = start;
    while (at < end && plain.region(at, end).lookingAt()) {
      at = plain.end();
    }
    return at == start ? at + 1 : at;
  }

  /** Leaves of an EXECUTE the statement in its string, at its place. */
  private static void unwrap(StringBuilder text, Matcher execute) {
    int group = execute.start(1) < 0 ? 3 : 1;
    blank(text, execute.start(), execute.start(group));
    blank(text, execute.end(group), execute.end());
    boolean open = false;
    for (int i = execute.start(group); group == 1 && i < execute.end(group); i++) {
      if (text.charAt(i) == '\'') {
        text.setCharAt(open ? i + 1 : i, ' ');
        open = !open;
        i++;
      }
    }
  }

  private static void blank(StringBuilder text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) != '\n') {
        text.setCharAt(i, ' ');
      }
    }
  }

  /** Whether it is judged as a statement of the migration's own. */
  static boolean isPlain(Operation operation) {
    // SELECT … INTO sets a variable there.
    return (operation instanceof TableOperation
            && !(operation instanceof TableOperation.CreateTable create
                && create.definition().regionMatches(true, 0, "select", 0, 6)))
        || operation instanceof ColumnOperation
        || operation instanceof ConstraintOperation
        || operation instanceof IndexOperation
        || operation instanceof ObjectOperation
        || operation instanceof DataOperation.Insert
        || operation instanceof DataOperation.Update
        || operation instanceof DataOperation.Delete
        || operation instanceof SessionOperation.SetSetting;
  }
}
