package dev.flux.hazard;

import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The plain statements inside a DO block: the words of PL/pgSQL between them are blanked out, and
 * each is taken to run. What is built at run time stays hidden. Source: PostgreSQL manual, 41.6
 * Control Structures.
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

  private BlockStatements() {}

  /** The statement's clauses, and behind a DO those of the plain statements in it. */
  static List<Statement.Clause> of(Statement statement, String text, Dialect dialect) {
    if (dialect != Dialect.POSTGRESQL
        || !(statement.clauses().get(0).operation() instanceof DataOperation.RunBlock block)
        || !block.language().equals("plpgsql")) {
      return statement.clauses();
    }
    int offset = statement.sql().indexOf(block.body());
    if (offset < 0) {
      return statement.clauses();
    }
    int start = statement.span().start() + offset;
    int end = start + block.body().length();
    Stream<Statement.Clause> inner =
        SqlReader.read(masked(text, start, end), start, end, dialect).statements().stream()
            .flatMap(plain -> plain.clauses().stream())
            .filter(clause -> isPlain(clause.operation()));
    return Stream.concat(statement.clauses().stream(), inner).toList();
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

  private static void blank(StringBuilder text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) != '\n') {
        text.setCharAt(i, ' ');
      }
    }
  }

  private static boolean isPlain(Operation operation) {
    return operation instanceof TableOperation
        || operation instanceof ColumnOperation
        || operation instanceof ConstraintOperation
        || operation instanceof IndexOperation
        || operation instanceof ObjectOperation
        || operation instanceof DataOperation.Insert
        || operation instanceof DataOperation.Update
        || operation instanceof DataOperation.Delete;
  }
}
