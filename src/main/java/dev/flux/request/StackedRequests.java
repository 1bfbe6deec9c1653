package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.Comment;
import dev.flux.forge.Forge;
import dev.flux.forge.ForgeException;
import dev.flux.forge.RolloutMark;
import dev.flux.forge.Standing;
import dev.flux.repository.ChangeContent;
import dev.flux.repository.ChangedFile;
import dev.flux.work.Rollouts;
import dev.flux.work.Rollouts.Part;
import dev.flux.work.Rollouts.Rollout;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The change requests of rollouts: what the store knows of them, and what the forge tells again
 * after a store was lost.
 */
final class StackedRequests {
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
    Map<ChangeRequestId, Set<String>> confirmed = new HashMap<>();
    for (ChangeRequestId request : rollout.get().requests()) {
      boolean own = request.equals(change.id());
      standings.put(request, own ? change.standing() : standing(connection.forge(), request));
      confirmed.put(request, rollouts.confirmed(request));
    }
    return rollout
        .get()
        .find(change.id())
        .map(own -> new Progress(rollout.get(), own, standings, confirmed, List.of()));
  }

  /** The other requests of a rollout that the store knows, in order. */
  List<ChangeRequestId> others(ChangeRequestId request) {
    return rollouts.findOf(request).stream()
        .flatMap(rollout -> rollout.requests().stream())
        .filter(other -> !other.equals(request))
        .toList();
  }

  /** One that is gone is not merged any more. */
  private static Standing standing(Forge forge, ChangeRequestId id) throws ForgeException {
    try {
      return forge.standing(id);
    } catch (ForgeException.Refused gone) {
      return Standing.CLOSED;
    }
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
    Optional<ChangeRequest> root = load(connection.forge(), mark.get().root());
    if (root.isPresent()) {
      recover(connection, root.get());
    }
    if (rollouts.findOf(change.id()).isEmpty()) {
      confirm(connection, change);
      rollouts.adopt(told(mark.get(), change));
    }
    return rollouts.findOf(change.id());
  }

  private static Optional<ChangeRequest> load(Forge forge, ChangeRequestId id)
      throws ForgeException {
    try {
      return Optional.of(forge.load(id));
    } catch (ForgeException.Refused gone) {
      return Optional.empty();
    }
  }

  /** What one later part tells of its rollout, where the root tells nothing. */
  private Rollout told(RolloutMark mark, ChangeRequest change) {
    List<Part> parts = new ArrayList<>();
    for (int place = 1; place <= mark.phases().size(); place++) {
      boolean own = place == mark.place();
      parts.add(
          new Part(
              place,
              mark.phases().get(place - 1),
              own ? mark.gates() : Set.of(),
              own ? change.source().branch() : "",
              own ? Optional.of(change.id()) : told(mark, change, place)));
    }
    return recovered(mark.root(), parts);
  }

  private static Optional<ChangeRequestId> told(RolloutMark mark, ChangeRequest change, int place) {
    if (place == 1) {
      return Optional.of(mark.root());
    }
    return place == mark.place() - 1
        ? Optional.of(sibling(change, mark.below()))
        : Optional.empty();
  }

  private Rollout recovered(ChangeRequestId root, List<Part> parts) {
    return new Rollout(
        root, "", "", Optional.of(""), clock.instant().truncatedTo(ChronoUnit.SECONDS), parts);
  }

  private static ChangeRequestId sibling(ChangeRequest change, long number) {
    return new ChangeRequestId(change.id().forge(), change.id().repository(), number);
  }

  /**
   * Learns what a request was split into, and what was confirmed since, from the answers of Flux;
   * does nothing where the store knows it.
   */
  void recover(ReviewJob.Connection connection, ChangeRequest root) throws ForgeException {
    if (rollouts.findOf(root.id()).isPresent()) {
      return;
    }
    List<Part> parts = new ArrayList<>();
    for (Notes.Opened opened : Notes.opened(notes(connection, root))) {
      ChangeRequestId id = sibling(root, opened.number());
      Optional<ChangeRequest> request =
          id.equals(root.id()) ? Optional.of(root) : load(connection.forge(), id);
      if (request.isPresent()) {
        confirm(connection, request.get());
      }
      parts.add(
          new Part(
              parts.size() + 1,
              opened.phase(),
              opened.gates(),
              request.map(found -> found.source().branch()).orElse(""),
              Optional.of(id)));
    }
    if (!parts.isEmpty()) {
      rollouts.adopt(recovered(root.id(), parts));
    }
  }

  private void confirm(ReviewJob.Connection connection, ChangeRequest part) throws ForgeException {
    for (String gate : Notes.confirmed(notes(connection, part))) {
      rollouts.confirm(part.id(), gate, "");
    }
  }

  /** The notes that Flux left in its answers on a request, oldest first. */
  private static List<String> notes(ReviewJob.Connection connection, ChangeRequest change)
      throws ForgeException {
    List<String> notes = new ArrayList<>();
    for (Comment comment : connection.forge().ownComments(change)) {
      connection
          .markers()
          .findReply(change.id(), comment.body())
          .ifPresent(reply -> notes.add(reply.note()));
    }
    return notes;
  }

  /** The same, once the files of the request are seen: later parts may have brought some. */
  static Progress seen(Forge forge, Progress progress, ChangeContent content)
      throws ForgeException {
    Set<String> paths = content.files().stream().map(ChangedFile::path).collect(Collectors.toSet());
    List<Part> early = new ArrayList<>();
    for (Part part : progress.mergedLater()) {
      Optional<ChangeRequest> request =
          part.request().isEmpty() ? Optional.empty() : load(forge, part.request().get());
      List<String> files = request.map(r -> RolloutText.files(r.body())).orElse(List.of());
      if (!Collections.disjoint(paths, files)) {
        early.add(part);
      }
    }
    return progress.with(early);
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
