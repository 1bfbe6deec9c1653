package dev.flux.shadow;

import dev.flux.engine.LockMode;
import dev.flux.rollout.Step;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Holds what was measured against what a step says of its locks. */
final class Blocking {
  private Blocking() {}

  /**
   * Why a step must not do this: it works through a table while others wait, or it makes others
   * wait, and does not say so. Empty where nothing is wrong.
   */
  static Optional<String> objection(Measured measured, Step step) {
    Optional<Map.Entry<String, LockMode>> strongest = strongest(measured.held());
    Optional<String> work = work(measured);
    if (strongest.isPresent() && work.isPresent()) {
      boolean said = saysWhoWaits(step) && !step.blocks().contains("instant");
      return said
          ? Optional.empty()
          : Optional.of("it " + work.get() + " under " + words(strongest.get()));
    }
    // Who reads a view waits for as long as it takes to replace it.
    Map<String, LockMode> tables = new TreeMap<>(measured.held());
    tables.keySet().removeAll(measured.views());
    return strongest(tables)
        .filter(lock -> !says(step, lock.getValue()))
        .map(lock -> "it takes " + words(lock) + ", and says that it blocks " + step.blocks());
  }

  private static Optional<Map.Entry<String, LockMode>> strongest(Map<String, LockMode> locks) {
    return locks.entrySet().stream()
        .filter(lock -> lock.getValue().blocksWrites())
        .max(Map.Entry.comparingByValue(Comparator.naturalOrder()));
  }

  private static String words(Map.Entry<String, LockMode> lock) {
    return lock.getValue().words() + " on " + lock.getKey();
  }

  private static boolean says(Step step, LockMode mode) {
    String blocks = step.blocks();
    return blocks.contains("nobody")
        || blocks.contains("reads")
        || (!mode.blocksReads() && blocks.contains("writes"));
  }

  private static boolean saysWhoWaits(Step step) {
    return step.blocks().contains("writes") || step.blocks().contains("nobody");
  }

  private static Optional<String> work(Measured measured) {
    return Stream.of(
            work("writes all rows of ", measured.rewrites()),
            work("builds an index of ", measured.builds()),
            work("reads all of ", measured.scans()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> work(String what, Set<String> tables) {
    return tables.isEmpty()
        ? Optional.empty()
        : Optional.of(what + String.join(", ", new TreeSet<>(tables)));
  }
}
