package dev.flux.request;

import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.Standing;
import dev.flux.work.Rollouts.Part;
import dev.flux.work.Rollouts.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where a rollout stands, seen from one of its change requests.
 *
 * @param own the part that the request is
 * @param standings of the other requests, as far as they are known
 * @param confirmed words of the gates of the own request that are met
 */
record Progress(
    Rollout rollout, Part own, Map<ChangeRequestId, Standing> standings, Set<String> confirmed) {
  Progress {
    standings = Map.copyOf(standings);
    confirmed = Set.copyOf(confirmed);
  }

  /** The part that this one stands on. */
  Optional<Part> below() {
    return rollout.at(own.place() - 1);
  }

  private Optional<Standing> standing(Part part) {
    return part.request().map(standings::get);
  }

  boolean belowMerged() {
    return below().flatMap(this::standing).filter(s -> s == Standing.MERGED).isPresent();
  }

  /** The gates that nobody has confirmed, in order. */
  Set<String> unconfirmed() {
    Set<String> open = new TreeSet<>(own.gates());
    open.removeAll(confirmed);
    return open;
  }

  /** What it waits for, a clause after "waits for"; empty where it may be merged. */
  Optional<String> waits() {
    if (own.place() == 1) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>();
    if (!belowMerged()) {
      reasons.add(below().map(Progress::name).orElse("the one before") + " to be merged");
    }
    for (String gate : unconfirmed()) {
      reasons.add("`/flux confirm " + gate + "`");
    }
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", reasons));
  }

  /** One paragraph of Markdown: all parts in order, this one in bold, and what it waits for. */
  String line() {
    int count = rollout.parts().size();
    return "**Rollout of %s** — %d of %d: "
            .formatted(rollout.root().reference(), own.place(), count)
        + rollout.parts().stream().map(this::shown).collect(Collectors.joining(" → "))
        + waits().map(what -> "  \n⏳ It waits for " + what + ".").orElse(left())
        + "\n";
  }

  private String left() {
    return own.place() == rollout.parts().size() || own.place() == 1
        ? ""
        : "  \nMerge it, deploy, then confirm on the next.";
  }

  private String shown(Part part) {
    String name = name(part) + " " + part.phase();
    if (part.place() == own.place()) {
      return "**" + name + "**";
    }
    return name
        + standing(part)
            .map(
                standing ->
                    switch (standing) {
                      case OPEN -> "";
                      case MERGED -> " (merged)";
                      case CLOSED -> " (closed)";
                    })
            .orElse("");
  }

  private static String name(Part part) {
    return part.request().map(ChangeRequestId::reference).orElse("the part");
  }
}
