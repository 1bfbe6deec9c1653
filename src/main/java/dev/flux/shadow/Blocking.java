package dev.flux.shadow;

import dev.flux.engine.LockMode;
import dev.flux.rollout.Step;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Holds what was measured against what a step says of its locks. */
final class Blocking {
  private Blocking() {}

  /**
   * Why a step must not do this: it works through a table while others wait, or it makes others
   * wait and does not say so. Empty where nothing is wrong.
   */
  static Optional<String> objection(Measured measured, Step step) {
    Optional<Map.Entry<String, LockMode>> strongest =
        measured.held().entrySet().stream()
            .filter(lock -> lock.getValue().blocksWrites())
            .max(Map.Entry.comparingByValue(Comparator.naturalOrder()));
    if (strongest.isEmpty()) {
      return Optional.empty();
    }
    String lock = strongest.get().getValue().words() + " on " + strongest.get().getKey();
    Optional<String> work =
        Stream.of(
                work("writes all rows of ", measured.rewrites()),
                work("builds an index of ", measured.builds()),
                work("reads all of ", measured.scans()))
            .flatMap(Optional::stream)
            .findFirst();
    if (work.isPresent()) {
      return Optional.of("it " + work.get() + " under " + lock);
    }
    boolean said =
        strongest.get().getValue().blocksReads()
            ? step.blocks().contains("reads") || step.blocks().contains("nobody")
            : step.blocks().contains("writes") || step.blocks().contains("nobody");
    return said
        ? Optional.empty()
        : Optional.of("it takes " + lock + ", and says that it blocks " + step.blocks());
  }

  private static Optional<String> work(String what, java.util.Set<String> tables) {
    return tables.isEmpty()
        ? Optional.empty()
        : Optional.of(what + String.join(", ", new TreeSet<>(tables)));
  }
}
