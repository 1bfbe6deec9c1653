package dev.flux.rollout;

import dev.flux.hazard.TableSizes;
import dev.flux.rollout.Recipe.PlannedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is done between two deploys; each statement's first deploy is one, and so on. */
final class Round {
  private final List<List<PlannedStep>> deploys = new ArrayList<>();
  private final List<PlannedStep> works = new ArrayList<>();
  private Optional<KeptStep> kept = Optional.empty();

  void deploy(PlannedStep step, int rank) {
    while (deploys.size() <= rank) {
      deploys.add(new ArrayList<>());
    }
    deploys.get(rank).add(step);
  }

  void work(PlannedStep step) {
    flush(step.phase());
    works.add(step);
  }

  /**
   * Keeps a statement as it is.
   *
   * @param before what its file has set before it
   */
  void keep(Item item, Phase.Name phase, List<Item> before, TableSizes sizes) {
    if (kept.filter(open -> open.takes(item, before)).isEmpty()) {
      flush(phase);
      kept = Optional.of(new KeptStep(before, sizes));
    }
    kept.get().add(item);
  }

  void flush(Phase.Name phase) {
    kept.filter(KeptStep::acts).ifPresent(open -> works.add(open.step(phase)));
    kept = Optional.empty();
  }

  Stream<PlannedStep> steps() {
    return Stream.concat(
        deploys.stream().flatMap(each -> SharedDeploy.of(each).stream()), works.stream());
  }
}
