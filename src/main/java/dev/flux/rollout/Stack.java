package dev.flux.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The changes that a change is split into, over all its migration directories: each stands on the
 * one before it, and is merged and deployed before the next.
 *
 * @param removed paths of the files that go, those that are written anew among them
 * @param stages in order, at least one; each but the first has a file
 * @param last steps that are left once all stages are deployed, and need no file
 * @param open steps that are not written until somebody tells a value
 * @param obstacles why nothing may be written, for people; what only a human knows among them
 */
public record Stack(
    List<String> removed,
    List<Stage> stages,
    List<Step> last,
    List<Step> open,
    List<String> obstacles) {
  public Stack {
    removed = List.copyOf(removed);
    stages = List.copyOf(stages);
    last = List.copyOf(last);
    open = List.copyOf(open);
    obstacles = List.copyOf(obstacles);
  }

  /**
   * Puts the splits of several directories together.
   *
   * @param splits at least one
   */
  public static Stack of(List<Split> splits) {
    List<Stage> stages = new ArrayList<>();
    for (Split split : splits) {
      List<Stage> own = new ArrayList<>(List.of(split.now()));
      own.addAll(split.stages());
      for (int i = 0; i < own.size(); i++) {
        if (i < stages.size()) {
          stages.set(i, stages.get(i).and(own.get(i)));
        } else {
          stages.add(own.get(i));
        }
      }
    }
    return new Stack(
        splits.stream().flatMap(split -> split.removed().stream()).toList(),
        Stream.concat(
                stages.stream().limit(1),
                stages.stream().skip(1).filter(stage -> !stage.files().isEmpty()))
            .toList(),
        stages.stream()
            .skip(1)
            .filter(stage -> stage.files().isEmpty())
            .flatMap(stage -> stage.steps().stream())
            .toList(),
        splits.stream().flatMap(split -> split.open().stream()).toList(),
        splits.stream().flatMap(split -> split.obstacles().stream()).distinct().toList());
  }

  /** Whether there is nothing to split. */
  public boolean isEmpty() {
    return removed.isEmpty()
        && obstacles.isEmpty()
        && stages.stream().allMatch(stage -> stage.files().isEmpty());
  }

  /** Whether anything goes into the change itself; otherwise all stands behind it. */
  public boolean changesHead() {
    return !removed.isEmpty() || !now().files().isEmpty();
  }

  /** What goes into the change itself. */
  public Stage now() {
    return stages.get(0);
  }

  /** What comes with later changes. */
  public List<Stage> later() {
    return stages.subList(1, stages.size());
  }
}
