package dev.flux.forge;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the text of a later part of a rollout says about its place, so that the rollout can be told
 * from the forge alone.
 *
 * @param root the request that was split
 * @param place from 2
 * @param below number of the request that it stands on, in the same repository
 * @param phases of all parts, the root's first; lower case words
 * @param gates words of what is confirmed before it is merged
 */
public record RolloutMark(
    ChangeRequestId root, int place, long below, List<String> phases, Set<String> gates) {
  public RolloutMark {
    phases = List.copyOf(phases);
    gates = Set.copyOf(gates);
  }

  /** As it stands in a marker. */
  String content() {
    return "%d %d %d %s %s"
        .formatted(
            root.number(),
            place,
            below,
            String.join(",", phases),
            gates.isEmpty() ? "-" : String.join(",", new TreeSet<>(gates)));
  }
}
