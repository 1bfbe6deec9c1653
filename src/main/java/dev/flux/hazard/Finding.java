package dev.flux.hazard;

import dev.flux.engine.Evidence;
import java.util.List;
import java.util.stream.Stream;

/**
 * One judgement about one place.
 *
 * @param hazard id of the hazard that speaks
 * @param path file it is about
 * @param line first line of the place, from 1
 * @param endLine last line of the place
 * @param effect what happens in production, as a main clause without a full stop
 * @param cause why, as a clause that reads after "because", without a full stop
 * @param remedy the next safe step, as sentences; may be empty where nothing is to be done
 * @param assumptions what was assumed, one sentence each
 */
public record Finding(
    String hazard,
    Severity severity,
    String path,
    int line,
    int endLine,
    String effect,
    String cause,
    String remedy,
    Evidence evidence,
    List<String> assumptions) {
  public Finding {
    assumptions = List.copyOf(assumptions);
  }

  /** "Effect because cause. Remedy." */
  public String message() {
    String sentence = effect + " because " + cause + ".";
    return remedy.isEmpty() ? sentence : sentence + " " + remedy;
  }

  /** The same finding, of another weight. */
  Finding with(Severity other) {
    return new Finding(
        hazard, other, path, line, endLine, effect, cause, remedy, evidence, assumptions);
  }

  /** The same, resting on something more that was assumed. */
  Finding assuming(String assumption) {
    return new Finding(
        hazard,
        severity,
        path,
        line,
        endLine,
        effect,
        cause,
        remedy,
        Evidence.ASSUMED,
        Stream.concat(assumptions.stream(), Stream.of(assumption)).toList());
  }
}
