package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.Comment;
import dev.flux.forge.Forge;
import dev.flux.forge.ForgeException;
import dev.flux.forge.Markers;
import dev.flux.forge.RolloutMark;
import dev.flux.forge.Standing;
import dev.flux.work.Rollouts;
import dev.flux.work.Rollouts.Part;
import dev.flux.work.Rollouts.Rollout;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The change requests of rollouts: what the store knows of them, and what only the forge knows
 * after a store was lost.
 */
final class StackedRequests {
  private static final String CONFIRMED = "confirmed=";
  private static final String OPENED = "opened=";

  private final Rollouts rollouts;
  private final Clock clock;

  StackedRequests(Rollouts rollouts, Clock clock) {
    this.rollouts = rollouts;
    this.clock = clock;
  }

  /** Where a request stands in its rollout; empty where it belongs to none of several parts. */
  Optional<Progress> find(ReviewJob.Connection connection, ChangeRequest change)
      throws ForgeException {
    Optional<Rollout> rollout = rollout(connection, change);
    if (rollout.isEmpty() || rollout.get().parts().size() < 2) {
      return Optional.empty();
    }
    Map<ChangeRequestId, Standing> standings = new HashMap<>();
    for (Part part : rollout.get().parts()) {
      Optional<ChangeRequestId> request = part.request();
      if (request.isPresent() && !request.get().equals(change.id())) {
        standings.put(request.get(), connection.forge().standing(request.get()));
      }
    }
    return rollout
        .get()
        .find(change.id())
        .map(own -> new Progress(rollout.get(), own, standings, rollouts.confirmed(change.id())));
  }

  private Optional<Rollout> rollout(ReviewJob.Connection connection, ChangeRequest change)
      throws ForgeException {
    Optional<Rollout> known = rollouts.findOf(change.id());
    if (known.isPresent()) {
      return known;
    }
    Optional<RolloutMark> mark =
        connection.markers().findRollout(change.id(), change.source().branch(), change.body());
    if (mark.isEmpty()) {
      return Optional.empty();
    }
    rollouts.adopt(told(mark.get(), change));
    for (String gate : notes(connection, change, CONFIRMED)) {
      rollouts.confirm(change.id(), gate, "");
    }
    return rollouts.findOf(change.id());
  }

  /** What one later part tells of its rollout. */
  private Rollout told(RolloutMark mark, ChangeRequest change) {
    List<Part> parts = new ArrayList<>();
    for (int place = 1; place <= mark.phases().size(); place++) {
      boolean own = place == mark.place();
      Optional<ChangeRequestId> request =
          own
              ? Optional.of(change.id())
              : place == 1
                  ? Optional.of(mark.root())
                  : place == mark.place() - 1
                      ? Optional.of(sibling(change, mark.below()))
                      : Optional.empty();
      parts.add(
          new Part(
              place,
              mark.phases().get(place - 1),
              own ? mark.gates() : Set.of(),
              own ? change.source().branch() : "",
              request));
    }
    return new Rollout(
        mark.root(),
        "",
        "",
        Optional.of(""),
        clock.instant().truncatedTo(ChronoUnit.SECONDS),
        parts);
  }

  private static ChangeRequestId sibling(ChangeRequest change, long number) {
    return new ChangeRequestId(change.id().forge(), change.id().repository(), number);
  }

  /** Learns from the answers of Flux that a request was split, where the store does not know. */
  void recoverRoot(ReviewJob.Connection connection, ChangeRequest change) throws ForgeException {
    if (rollouts.findOf(change.id()).isPresent()) {
      return;
    }
    List<String> opened = notes(connection, change, OPENED);
    if (opened.isEmpty()) {
      return;
    }
    List<Part> parts = new ArrayList<>();
    for (String told : opened) {
      // number, phase, gates
      String[] words = told.split("=", -1);
      parts.add(
          new Part(
              parts.size() + 1,
              words[1],
              Set.copyOf(Arrays.asList(words).subList(2, words.length)),
              parts.isEmpty() ? change.source().branch() : "",
              Optional.of(sibling(change, Long.parseLong(words[0])))));
    }
    rollouts.adopt(
        new Rollout(
            change.id(),
            "",
            "",
            Optional.of(""),
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            parts));
  }

  /** What {@link #recoverRoot} reads again. */
  static String opened(Rollout rollout) {
    List<String> words = new ArrayList<>();
    for (Part part : rollout.parts()) {
      List<String> told = new ArrayList<>();
      told.add(part.request().map(id -> Long.toString(id.number())).orElse("0"));
      told.add(part.phase());
      told.addAll(part.gates().stream().sorted().toList());
      words.add(String.join("=", told));
    }
    return OPENED + String.join(",", words);
  }

  /** What a later part reads again from the answer to a confirmation. */
  static String confirmed(String gate) {
    return CONFIRMED + gate;
  }

  /** The items of the newest note of a kind that Flux left in its answers; all of confirmations. */
  private static List<String> notes(
      ReviewJob.Connection connection, ChangeRequest change, String kind) throws ForgeException {
    List<String> items = new ArrayList<>();
    for (Comment comment : connection.forge().ownComments(change)) {
      Optional<String> note =
          connection
              .markers()
              .findReply(change.id(), comment.body())
              .map(Markers.Reply::note)
              .filter(text -> text.startsWith(kind));
      if (note.isPresent()) {
        if (kind.equals(OPENED)) {
          items.clear();
        }
        items.addAll(Arrays.asList(note.get().substring(kind.length()).split(",", -1)));
      }
    }
    return items;
  }

  /**
   * Aims a part at the branch that the part below it was merged into, where the forge has not done
   * so: it would else be merged into a branch that leads nowhere.
   *
   * @return the request as it is then
   */
  static ChangeRequest onto(Forge forge, ChangeRequest change, Progress progress)
      throws ForgeException {
    Optional<Part> below = progress.below().filter(part -> progress.belowMerged());
    Optional<ChangeRequestId> merged = below.flatMap(Part::request);
    boolean left = below.filter(part -> part.branch().equals(change.baseRef())).isPresent();
    if (merged.isEmpty() || !left) {
      return change;
    }
    String base = forge.load(merged.get()).baseRef();
    if (base.equals(change.baseRef())) {
      return change;
    }
    forge.retarget(change.id(), base);
    return forge.load(change.id());
  }
}
