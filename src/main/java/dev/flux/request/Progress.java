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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a rollout stands, seen from one of its change requests.
 *
 * @param own the part that the request is
 * @param standings of the requests of all parts, as far as they are open
 * @param confirmed words of the gates that are met, by request
 * @param early later parts that somebody merged into this one's branch
 */
record Progress(
    Rollout rollout,
    Part own,
    Map<ChangeRequestId, Standing> standings,
    Map<ChangeRequestId, Set<String>> confirmed,
    List<Part> early) {
  private static final String START = "**Rollout of ";

  /** The paragraph as it stands in a comment. */
  private static final Pattern PARAGRAPH =
      Pattern.compile("(?m)^" + Pattern.quote(START) + ".*(?:\\R.+)*+");

  Progress {
    standings = Map.copyOf(standings);
    confirmed = Map.copyOf(confirmed);
    early = List.copyOf(early);
  }

  /** The same, once it is known what was merged too early. */
  Progress with(List<Part> mergedEarly) {
    return new Progress(rollout, own, standings, confirmed, mergedEarly);
  }

  /** The part that this one stands on. */
  Optional<Part> below() {
    return rollout.at(own.place() - 1);
  }

  Standing standing(Part part) {
    return part.request()
        .map(id -> standings.getOrDefault(id, Standing.OPEN))
        .orElse(Standing.OPEN);
  }

  /** The parts that are merged before this one and are not merged yet, in order. */
  List<Part> unmerged() {
    return rollout.parts().stream()
        .filter(part -> part.place() < own.place() && standing(part) != Standing.MERGED)
        .toList();
  }

  /** Their references, for people. */
  String unmergedNames() {
    return names(unmerged());
  }

  /** Whether all that stands below is in the target branch. */
  boolean belowMerged() {
    return own.place() > 1 && unmerged().isEmpty();
  }

  /** The parts that come later and are merged already, in order. */
  List<Part> mergedLater() {
    return rollout.parts().stream()
        .filter(part -> part.place() > own.place() && standing(part) == Standing.MERGED)
        .toList();
  }

  /** The gates of a part that nobody has confirmed, in order. */
  Set<String> unconfirmed(Part part) {
    Set<String> open = new TreeSet<>(part.gates());
    open.removeAll(part.request().map(id -> confirmed.getOrDefault(id, Set.of())).orElse(Set.of()));
    return open;
  }

  /** Why it may not be merged, a sentence without its full stop; empty where it may. */
  Optional<String> obstacle() {
    if (!early.isEmpty()) {
      return Optional.of(
          "Holds " + names(early) + ", which belongs to a later deploy: revert that");
    }
    List<String> reasons = new ArrayList<>();
    if (!unmerged().isEmpty()) {
      reasons.add(unmergedNames() + " to be merged");
    }
    if (!unconfirmed(own).isEmpty()) {
      reasons.add(command(unconfirmed(own)));
    }
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of("Waits for " + String.join(" and ", reasons));
  }

  /** One paragraph of Markdown: all parts in order, this one in bold, and what is to be done. */
  String line() {
    return START
        + "%s** — %d of %d: "
            .formatted(rollout.root().reference(), own.place(), rollout.parts().size())
        + rollout.parts().stream().map(this::shown).collect(Collectors.joining(" → "))
        + "  \n"
        + todo()
        + "\n";
  }

  /** A comment with the paragraph as it is now, where it has one. */
  String restated(String comment) {
    return PARAGRAPH
        .matcher(comment)
        .replaceFirst(Matcher.quoteReplacement(line().stripTrailing()));
  }

  private String todo() {
    if (rollout.parts().stream().allMatch(part -> standing(part) == Standing.MERGED)) {
      return "✅ All phases are merged.";
    }
    return switch (standing(own)) {
      case MERGED -> next().map(part -> "Next: " + upcoming(part) + ".").orElse("✅ Merged.");
      case CLOSED -> "❌ Closed without being merged: what comes after it cannot go on.";
      case OPEN -> open();
    };
  }

  private String open() {
    Optional<Part> closed =
        unmerged().stream().filter(part -> standing(part) == Standing.CLOSED).findFirst();
    if (closed.isPresent()) {
      return "❌ "
          + name(closed.get())
          + " was closed without being merged: open it again, or close this one too.";
    }
    return obstacle()
        .map(what -> (early.isEmpty() ? "⏳ " : "❌ ") + what + ".")
        .orElseGet(
            () ->
                next()
                    .map(part -> "Merge this and deploy it. Next: " + upcoming(part) + ".")
                    .orElse("✅ Confirmed: merge this, and the rollout is done."));
  }

  /** The first part after this one that is not merged. */
  private Optional<Part> next() {
    return rollout.parts().stream()
        .filter(part -> part.place() > own.place() && standing(part) != Standing.MERGED)
        .findFirst();
  }

  private String upcoming(Part part) {
    Set<String> open = unconfirmed(part);
    return name(part)
        + (open.isEmpty() ? ", which is confirmed" : ", after " + command(open) + " there");
  }

  private String shown(Part part) {
    String request = part.request().map(id -> id.reference() + " ").orElse("");
    String name = request + part.phase();
    String state =
        switch (standing(part)) {
          case OPEN -> "";
          case MERGED -> " (merged)";
          case CLOSED -> " (closed)";
        };
    return (part.place() == own.place() ? "**" + name + "**" : name) + state;
  }

  /** The command that confirms gates. */
  static String command(Set<String> gates) {
    return "`/flux confirm " + String.join(" ", new TreeSet<>(gates)) + "`";
  }

  private static String names(List<Part> parts) {
    return parts.stream().map(Progress::name).collect(Collectors.joining(" and "));
  }

  private static String name(Part part) {
    return part.request().map(ChangeRequestId::reference).orElse("the " + part.phase() + " phase");
  }
}
