package dev.flux.review;

import dev.flux.engine.Engine;
import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.rollout.Phase;
import dev.flux.sql.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The one-line forms of a review. */
final class Headline {
  private Headline() {}

  /** The verdict with its numbers: "2 dangerous statements, rollout in 3 phases". */
  static String of(Review review) {
    if (review.directories().isEmpty() && review.loose().isEmpty()) {
      return "No migrations changed";
    }
    int migrations = review.migrations().size();
    return switch (review.verdict()) {
      case RISKY -> count(places(review, Severity.DANGER), "dangerous statement") + phases(review);
      case UNREADABLE ->
          count(places(review, Severity.DANGER), "statement")
              + " that Flux cannot read: a human must decide";
      case SAFE -> {
        int warnings = review.findings(Severity.WARNING).size();
        String rest = warnings == 0 ? "nothing dangerous" : count(warnings, "warning");
        yield count(migrations, "migration") + ", " + rest;
      }
    };
  }

  private static String phases(Review review) {
    long phases =
        Arrays.stream(Phase.Name.values()).filter(name -> !review.steps(name).isEmpty()).count();
    return phases == 0 ? "" : ", rollout in " + count((int) phases, "phase");
  }

  /** How many places findings of a severity stand at; two about one statement count once. */
  private static int places(Review review, Severity severity) {
    return (int)
        review.findings(severity).stream()
            .map(finding -> finding.path() + ":" + finding.line())
            .distinct()
            .count();
  }

  /** What the change does, in a few words. */
  static String change(Review review) {
    List<Operation> operations =
        review.statements().flatMap(s -> s.statement().operations().stream()).toList();
    return Wording.summary(operations, 2);
  }

  /** The engines of the change: {@code PostgreSQL 16 (known)}. */
  static String engines(Review review) {
    return review.directories().stream()
        .map(directory -> directory.examination().change().engine())
        .map(Engine::toString)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** The tools of the change. */
  static String tools(Review review) {
    return review.directories().stream()
        .map(directory -> directory.examination().change().tool().title())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** "1 phase", "3 phases". */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** {@code path:line}, or the path alone for a finding about a whole file. */
  static String place(Finding finding) {
    return finding.line() > 0 ? finding.path() + ":" + finding.line() : finding.path();
  }
}
