package dev.flux.shadow;

import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.hazard.Suppressed;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Step;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The steps of a rollout that run SQL, and where the application is deployed between them.
 *
 * <p>A tool beside the server is not run: the migration behind it does the same without load.
 *
 * @param first how many of them run before any deploy, so that every version from before works on
 * @param last how many run before the last deploy of the application; all, where none is
 * @param allowed statements of the change that somebody allows to do what Flux warns of
 * @param renames columns that it renames
 * @param waiting columns whose values nobody told, so that steps are not written yet
 */
record Course(
    List<Step> steps,
    int first,
    int last,
    Set<String> allowed,
    List<RenameColumn> renames,
    List<String> waiting) {
  private static final Pattern ROWS =
      Pattern.compile("\\b(UPDATE|INSERT|DEFAULT)\\b", Pattern.CASE_INSENSITIVE);

  Course {
    waiting = List.copyOf(waiting);
    steps = List.copyOf(steps);
    allowed = Set.copyOf(allowed);
    renames = List.copyOf(renames);
  }

  static Course of(Rollout rollout, Examination examination) {
    List<Step> steps = new ArrayList<>();
    int first = -1;
    int last = -1;
    for (Step step : rollout.steps()) {
      boolean deploy = step.kind() == Step.Kind.DEPLOY;
      if (first < 0 && (deploy || step.afterDeploy())) {
        first = steps.size();
      }
      last = deploy ? steps.size() : last;
      if (!step.forward().isBlank() && !step.isOfShell()) {
        steps.add(step);
      }
    }
    return new Course(
        steps,
        first < 0 ? steps.size() : first,
        last < 0 ? steps.size() : last,
        allowed(examination),
        examination.migrations().stream()
            .flatMap(migration -> migration.statements().stream())
            .flatMap(statement -> statement.statement().operations().stream())
            .filter(RenameColumn.class::isInstance)
            .map(RenameColumn.class::cast)
            .toList(),
        rollout.steps().stream()
            .flatMap(step -> step.awaited().stream())
            .map(Step.Awaited::column)
            .distinct()
            .toList());
  }

  /** In what the final schema may be unlike that of the change. */
  List<Step.Difference> differences() {
    return steps.stream().flatMap(step -> step.differences().stream()).toList();
  }

  private static Set<String> allowed(Examination examination) {
    Set<String> allowed = new HashSet<>();
    for (Suppressed suppressed : examination.suppressed()) {
      examination.migrations().stream()
          .filter(migration -> migration.migration().path().equals(suppressed.finding().path()))
          .flatMap(migration -> migration.statements().stream())
          .map(ExaminedStatement::statement)
          .filter(statement -> statement.span().line() == suppressed.finding().line())
          .map(Statement::sql)
          .forEach(allowed::add);
    }
    return allowed;
  }

  /** Whether a step keeps such a statement as it is. */
  boolean allows(Step step) {
    return allowed.stream().anyMatch(step.forward()::contains);
  }

  /**
   * Whether a step gives rows values, so that it may take those which the change itself refuses.
   */
  boolean changesRows() {
    return steps.stream().anyMatch(step -> ROWS.matcher(step.forward()).find());
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }
}
