package dev.flux.hazard;

import dev.flux.config.Spelling;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The ids that people may name to allow a hazard or to weigh it. */
public final class HazardIds {
  private HazardIds() {}

  /** Every id; what says that Flux was told something wrong cannot be allowed away. */
  public static Set<String> known() {
    return Hazards.ALL.stream()
        .map(Hazard::id)
        .filter(id -> !id.equals(InvalidSuppression.ID))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What is wrong with an id, as a clause without a full stop; empty where there is a hazard. */
  static Optional<String> mistake(String id) {
    Set<String> known = known();
    if (known.contains(id)) {
      return Optional.empty();
    }
    String meant =
        Spelling.nearest(id, known).map(near -> " (did you mean `" + near + "`?)").orElse("");
    return Optional.of("no hazard is named `" + id + "`" + meant);
  }
}
