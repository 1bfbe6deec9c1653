package dev.flux.review;

import dev.flux.engine.Impact;
import dev.flux.hazard.ExaminedClause;
import dev.flux.hazard.Severity;
import dev.flux.rollout.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a person makes sure of before the deploy; each item only where it applies. */
final class Checklist {
  private static final int MOST_STEPS = 8;
  private static final int MOST_FILES = 2;

  private Checklist() {}

  /** The items, as sentences with names between backticks; empty where nothing needs attention. */
  static List<String> of(Review review) {
    boolean danger = !review.findings(Severity.DANGER).isEmpty();
    boolean attention = danger || !review.findings(Severity.WARNING).isEmpty();
    List<SequencedStep> steps = SequencedStep.of(review);
    boolean planned = !steps.isEmpty();
    boolean data = danger || steps.stream().anyMatch(SequencedStep::loses);
    return Stream.of(
            item(data, "Backup verified, and a restore of it tested"),
            item(data, "Tested on a copy of production data, not on ten rows"),
            item(attention || planned, "Planned outside peak traffic"),
            item(attention || planned, "Connection pool leaves room for statements that wait"),
            unwrapped(review, steps))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> item(boolean applies, String words) {
    return applies ? Optional.of(words) : Optional.empty();
  }

  private static Optional<String> unwrapped(Review review, List<SequencedStep> steps) {
    List<String> numbers =
        steps.stream()
            .filter(Checklist::outside)
            .map(step -> String.valueOf(step.number()))
            .toList();
    List<String> names = new ArrayList<>();
    if (!numbers.isEmpty()) {
      names.add((numbers.size() == 1 ? "step " : "steps ") + Headline.list(numbers, MOST_STEPS));
    }
    List<String> files = outside(review, steps).toList();
    if (!files.isEmpty()) {
      names.add(Headline.list(files, MOST_FILES));
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Transaction wrapping is off for "
                + String.join(", and for ", names)
                + ": CONCURRENTLY and batches run outside a transaction");
  }

  /** Whether it is a migration that runs outside transactions only. */
  private static boolean outside(SequencedStep sequenced) {
    Step step = sequenced.step();
    return !step.transactional() && step.kind() == Step.Kind.MIGRATION && !step.forward().isBlank();
  }

  /** Files of the change that such a statement stands in and that no step takes the place of. */
  private static Stream<String> outside(Review review, List<SequencedStep> steps) {
    return review.migrations().stream()
        .filter(migration -> migration.clauses().stream().anyMatch(Checklist::outsideOnly))
        .map(migration -> migration.migration().path())
        .filter(path -> steps.stream().noneMatch(step -> replaces(step, path)))
        .map(Checklist::code);
  }

  private static boolean replaces(SequencedStep sequenced, String path) {
    Step step = sequenced.step();
    return !step.transactional()
        && step.origin().filter(origin -> origin.path().equals(path)).isPresent();
  }

  private static boolean outsideOnly(ExaminedClause clause) {
    return clause
        .impact()
        .filter(impact -> impact.transaction() == Impact.TransactionRule.OUTSIDE_ONLY)
        .isPresent();
  }

  private static String code(String path) {
    return "`" + path + "`";
  }
}
