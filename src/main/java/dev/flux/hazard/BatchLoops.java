package dev.flux.hazard;

import dev.flux.sql.DataOperation.Delete;
import dev.flux.sql.DataOperation.Insert;
import dev.flux.sql.DataOperation.Update;
import dev.flux.sql.Operation;
import dev.flux.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Loops of a stored program of MySQL or MariaDB that commit in each turn. What changes rows there
 * between values of variables, or up to a LIMIT, works in batches. Source: MySQL 8.0 manual, 15.3.1
 * COMMIT.
 */
final class BatchLoops {
  private static final Pattern DECLARED =
      Pattern.compile("\\bdeclare\\s+(\\w+(?:\\s*,\\s*\\w++)*+)\\s", Pattern.CASE_INSENSITIVE);

  private static final Pattern LIMIT = Pattern.compile("\\blimit\\s", Pattern.CASE_INSENSITIVE);

  private final List<Loops.Loop> loops;
  private final Pattern bound;

  private BatchLoops(List<Loops.Loop> loops, Pattern bound) {
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
    List<Loops.Loop> loops =
        Loops.MYSQL.in(body, 0, body.length()).stream().filter(Loops.Loop::commits).toList();
    return new BatchLoops(loops, Pattern.compile(bound, Pattern.CASE_INSENSITIVE));
  }

  /** Whether a statement of the body changes a batch of rows in each turn. */
  boolean batch(Statement statement) {
    return loops.stream().anyMatch(loop -> loop.holds(statement.span()))
        && statement.operations().stream().allMatch(BatchLoops::changesRows)
        && (bound.matcher(statement.sql()).find() || LIMIT.matcher(statement.sql()).find());
  }

  private static boolean changesRows(Operation operation) {
    return operation instanceof Update
        || operation instanceof Delete
        || operation instanceof Insert;
  }
}
