package dev.flux.hazard;

import dev.flux.sql.DataOperation.Delete;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.Operation;
import dev.flux.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Loops of a stored program of MySQL or MariaDB that commit in each turn. What changes rows there
 * between values of variables, or up to a LIMIT, works in batches. Source: MySQL 8.0 manual, 15.6.5
 * Flow Control Statements; 15.3.1 COMMIT.
 */
final class BatchLoops {
  private static final Pattern WORD =
      Pattern.compile(
          "--[^\n]*+|#[^\n]*+|/\\*.*?\\*/|'[^']*+'|\"[^\"]*+\"|`[^`]*+`"
              + "|\\bend\\s+(?:while|loop|repeat)\\b|\\b(?:while|loop|repeat)\\b(?!\\s*\\()"
              + "|\\bwhile\\b|\\bcommit\\b",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern DECLARED =
      Pattern.compile("\\bdeclare\\s+(\\w+(?:\\s*,\\s*\\w+)*)\\s", Pattern.CASE_INSENSITIVE);

  private static final Pattern LIMIT = Pattern.compile("\\blimit\\s", Pattern.CASE_INSENSITIVE);

  /** A loop from its word to its end, in characters of the body. */
  private record Turn(int start, int end) {
    boolean holds(Statement statement) {
      return start <= statement.span().start() && statement.span().start() < end;
    }
  }

  private final List<Turn> loops;
  private final Pattern bound;

  private BatchLoops(List<Turn> loops, Pattern bound) {
    this.loops = loops;
    this.bound = bound;
  }

  /** Those of a body. */
  static BatchLoops of(String body) {
    StringBuilder variables = new StringBuilder("@\\w+");
    DECLARED
        .matcher(body)
        .results()
        .flatMap(names -> Pattern.compile("\\s*,\\s*").splitAsStream(names.group(1)))
        .forEach(name -> variables.append("|").append(name).append("\\b"));
    String bound = "(?:[<>]=?|\\bbetween)\\s*(?:" + variables + ")";
    return new BatchLoops(committing(body), Pattern.compile(bound, Pattern.CASE_INSENSITIVE));
  }

  private static List<Turn> committing(String body) {
    List<Turn> found = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>();
    Matcher words = WORD.matcher(body);
    int committed = -1;
    while (words.find()) {
      String word = words.group();
      if (word.equalsIgnoreCase("commit")) {
        committed = words.start();
      } else if (word.regionMatches(true, 0, "end", 0, 3) && !open.isEmpty()) {
        int start = open.pop();
        if (committed > start) {
          found.add(new Turn(start, words.start()));
        }
      } else if (Character.isLetter(word.charAt(0))) {
        open.push(words.start());
      }
    }
    return found;
  }

  /** Whether a statement of the body changes a batch of rows in each turn. */
  boolean batch(Statement statement) {
    return loops.stream().anyMatch(loop -> loop.holds(statement))
        && statement.operations().stream().allMatch(BatchLoops::changesRows)
        && (bound.matcher(statement.sql()).find() || LIMIT.matcher(statement.sql()).find());
  }

  private static boolean changesRows(Operation operation) {
    return operation instanceof Update
        || operation instanceof Delete
        || operation instanceof Insert;
  }
}
