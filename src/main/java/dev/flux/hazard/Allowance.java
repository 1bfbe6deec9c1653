package dev.flux.hazard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One hazard that somebody allows somewhere.
 *
 * @param scope which findings it is about, besides being of the hazard
 * @param path of the file that says so
 * @param line that says so
 * @param owed whether it must be of use, so that Flux says when it is not
 */
record Allowance(
    String hazard, String reason, Predicate<Finding> scope, String path, int line, boolean owed) {

  boolean covers(Finding finding) {
    return finding.hazard().equals(hazard) && scope.test(finding);
  }

  String source() {
    return path + ":" + line;
  }

  /**
   * What the comments of a file allow. One belongs to the statement that follows it; before the
   * first statement also to what is said of the file as a whole.
   */
  static List<Allowance> of(ExaminedMigration migration) {
    List<Allowance> allowances = new ArrayList<>();
    for (AllowComment comment : AllowComment.of(migration.script())) {
      if (!comment.reason().isEmpty()) {
        Predicate<Finding> scope = scope(migration, comment);
        String path = migration.migration().path();
        for (String hazard : comment.hazards()) {
          allowances.add(
              new Allowance(hazard, comment.reason(), scope, path, comment.line(), true));
        }
      }
    }
    return allowances;
  }

  private static Predicate<Finding> scope(ExaminedMigration migration, AllowComment comment) {
    List<ExaminedStatement> statements = migration.statements();
    int next = 0;
    while (next < statements.size()
        && statements.get(next).statement().span().start() < comment.end()) {
      next++;
    }
    boolean behind =
        next > 0 && statements.get(next - 1).statement().span().endLine() == comment.line();
    if (next == statements.size() || behind) {
      return finding -> false;
    }
    int first = next == 0 ? 1 : statements.get(next).statement().span().line();
    int last = statements.get(next).statement().span().endLine();
    String path = migration.migration().path();
    return finding ->
        finding.path().equals(path) && finding.line() >= first && finding.line() <= last;
  }
}
