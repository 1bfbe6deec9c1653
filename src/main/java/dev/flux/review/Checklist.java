package dev.flux.review;

import dev.flux.engine.Impact;
import dev.flux.hazard.ExaminedClause;
import dev.flux.hazard.Severity;
import dev.flux.rollout.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a person makes sure of before the deploy; each item only where it applies. */
final class Checklist {
  private static final int MOST_NAMES = 3;

  private Checklist() {}

  /** The items, as sentences with names between backticks; empty where nothing needs attention. */
  static List<String> of(Review review) {
    boolean danger = !review.findings(Severity.DANGER).isEmpty();
    boolean attention = danger || !review.findings(Severity.WARNING).isEmpty();
    List<SequencedStep> steps = SequencedStep.of(review);
    boolean planned = !steps.isEmpty();
    return Stream.of(
            item(danger || planned, "Backup verified, and a restore of it tested"),
            item(danger || planned, "Tested on a copy of production data, not on ten rows"),
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
    List<String> names =
        Stream.concat(steps.stream().flatMap(Checklist::outside), outside(review, steps))
            .distinct()
            .toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    String shown =
        names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
            + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    return Optional.of("For CONCURRENTLY: transaction wrapping is off for " + shown);
  }

  /** The step, where it is a migration that runs outside transactions only. */
  private static Stream<String> outside(SequencedStep sequenced) {
    Step step = sequenced.step();
    return step.transactional() || step.kind() != Step.Kind.MIGRATION
        ? Stream.empty()
        : Stream.of(sequenced.file().map(Checklist::code).orElse("step " + sequenced.number()));
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
