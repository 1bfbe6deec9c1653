package dev.flux.hazard;

import dev.flux.engine.Impact;
import dev.flux.sql.DataOperation.RunBlock;
import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements of a DO block that runs each unless what it makes is there already, or passes over
 * that, as generators of migrations and careful people write it, since PostgreSQL has no IF NOT
 * EXISTS for constraints and types.
 */
public final class GuardedStatements {
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  private static final Pattern MASKED =
      Pattern.compile("'(?:[^']|'')*+'|\"[^\"]*+\"|--[^\n]*+|/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern BEGIN = Pattern.compile("\\s*begin\\b", FLAGS);
  private static final Pattern END = Pattern.compile("\\s*end\\s*;?", FLAGS);
  private static final Pattern IF =
      Pattern.compile("\\s*if\\s+(?:not\\s+)?exists\\s*\\([^;]*?\\)\\s*then\\b", FLAGS);
  private static final Pattern CATALOG =
      Pattern.compile("\\b(?:pg_\\w+|information_schema\\s*\\.|to_regclass)", FLAGS);
  private static final Pattern END_IF = Pattern.compile("\\s*end\\s+if\\s*;", FLAGS);
  private static final Pattern PASSED_OVER =
      Pattern.compile(
          "\\s*exception\\s+(?:when\\s+duplicate_\\w+(?:\\s+or\\s+duplicate_\\w+)*\\s+then\\s+null"
              + "\\s*;\\s*)+end\\s*;?",
          FLAGS);
  private static final Pattern PLAIN =
      Pattern.compile(
          "\\s*((?:alter|create|drop|update|delete|insert|comment|truncate)\\b[^;]*);", FLAGS);
  private static final Pattern NOTICE = Pattern.compile("\\s*raise\\s+notice\\b[^;]*;", FLAGS);

  private static final String NONE = "";

  private final ExaminedClause whole;
  private final String body;
  private final int start;
  private final Matcher next;
  private MatchResult last;
  private final List<Read> found = new ArrayList<>();

  private GuardedStatements(ExaminedClause whole, String body, int start) {
    this.whole = whole;
    this.body = body;
    this.start = start;
    this.next = BEGIN.matcher(masked(body));
    this.last = next.toMatchResult();
  }

  /**
   * One of them.
   *
   * @param statement as if it stood by itself
   * @param sql with its guard, and nothing else of the block
   */
  public record Guarded(ExaminedStatement statement, String sql) {

    /** The statement that keeps its guard. */
    public ExaminedStatement whole() {
      Statement plain = statement.statement();
      Statement guarded = new Statement(plain.span(), sql, plain.clauses(), plain.alone());
      return new ExaminedStatement(
          guarded,
          statement.clauses().stream().map(clause -> clause.in(guarded)).toList(),
          statement.impact(),
          statement.findings());
    }
  }

  /**
   * A statement of the block.
   *
   * @param before the words of its guard; empty where it has none there
   * @param behind those that end it
   */
  private record Read(Statement statement, String before, String behind) {
    String sql() {
      String quote = statement.sql().contains("$$") ? "$flux$" : "$$";
      return before.isEmpty() && behind.isEmpty()
          ? statement.sql()
          : "DO %1$s\nBEGIN\n  %2$s%3$s;\n%4$s\n%1$s"
              .formatted(quote, before, statement.sql(), behind);
    }
  }

  /** In order; empty where the block does anything else. */
  public static List<Guarded> in(ExaminedStatement block) {
    ExaminedClause whole = block.clauses().get(0);
    if (!(whole.operation() instanceof RunBlock run) || !run.language().equals("plpgsql")) {
      return List.of();
    }
    int offset = whole.statement().sql().indexOf(run.body());
    GuardedStatements guarded =
        new GuardedStatements(whole, run.body(), whole.statement().span().start() + offset);
    return offset >= 0 && guarded.isRead() ? guarded.among(block) : List.of();
  }

  /** Strings, names in quotes and comments blanked out, each place kept. */
  private static String masked(String text) {
    return MASKED
        .matcher(text)
        .replaceAll(
            match -> {
              boolean quoted = match.group().startsWith("'") || match.group().startsWith("\"");
              return (quoted ? "_" : " ").repeat(match.group().length());
            });
  }

  /** Goes over the whole block; the guards that only end tell of themselves then. */
  private boolean isRead() {
    if (!skip(BEGIN)) {
      return false;
    }
    boolean plain = true;
    while (!skip(END)) {
      if (skip(PASSED_OVER)) {
        return plain && isEnd() && passedOver(0);
      }
      boolean nested = skip(BEGIN);
      boolean asked = !nested && skip(IF);
      plain &= !nested && !asked;
      if (nested ? !passing() : asked ? !asking() : !skip(NOTICE) && !plain(NONE, NONE)) {
        return false;
      }
    }
    return isEnd();
  }

  private boolean passing() {
    int first = found.size();
    while (!skip(PASSED_OVER)) {
      if (!plain(NONE, NONE)) {
        return false;
      }
    }
    return passedOver(first);
  }

  /** Gives the statements from there on the end that was just read. */
  private boolean passedOver(int first) {
    String behind = skipped().strip();
    found
        .subList(first, found.size())
        .replaceAll(read -> new Read(read.statement(), read.before(), behind));
    return first < found.size();
  }

  private boolean asking() {
    String guard = skipped().strip();
    boolean known = CATALOG.matcher(guard).find();
    while (!skip(END_IF)) {
      if (!known || !(skip(NOTICE) || plain(guard + "\n    ", "  END IF;\nEND"))) {
        return false;
      }
    }
    return known;
  }

  private boolean plain(String before, String behind) {
    if (!skip(PLAIN)) {
      return false;
    }
    List<Statement> read =
        SqlReader.read(
                whole.script().text(),
                start + last.start(1),
                start + last.end(1),
                Dialect.POSTGRESQL)
            .statements();
    read.forEach(statement -> found.add(new Read(statement, before, behind)));
    return read.size() == 1;
  }

  private boolean skip(Pattern pattern) {
    if (!next.usePattern(pattern).lookingAt()) {
      return false;
    }
    last = next.toMatchResult();
    next.region(next.end(), body.length());
    return true;
  }

  /** The text of what was skipped last. */
  private String skipped() {
    return body.substring(last.start(), last.end());
  }

  private boolean isEnd() {
    return body.substring(next.regionStart()).isBlank();
  }

  /** With what is known of their clauses, if the block has no others. */
  private List<Guarded> among(ExaminedStatement block) {
    List<ExaminedClause> inner = block.clauses().subList(1, block.clauses().size());
    List<Statement.Clause> own =
        found.stream().flatMap(read -> read.statement().clauses().stream()).toList();
    if (!own.equals(inner.stream().map(ExaminedClause::clause).toList())) {
      return List.of();
    }
    List<Guarded> guarded = new ArrayList<>();
    int from = 0;
    for (Read read : found) {
      int to = from + read.statement().clauses().size();
      ExaminedStatement alone = alone(read.statement(), inner.subList(from, to), block.findings());
      guarded.add(new Guarded(alone, read.sql()));
      from = to;
    }
    return guarded;
  }

  private static ExaminedStatement alone(
      Statement only, List<ExaminedClause> inner, List<Finding> findings) {
    Optional<Impact> impact =
        inner.stream()
            .map(ExaminedClause::impact)
            .reduce((one, other) -> one.flatMap(known -> other.map(known::and)))
            .orElse(Optional.empty());
    int from = only.span().line();
    int to = only.span().endLine();
    return new ExaminedStatement(
        only,
        inner.stream().map(clause -> clause.in(only)).toList(),
        impact,
        findings.stream().filter(f -> f.line() >= from && f.endLine() <= to).toList());
  }
}
