package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeException;
import dev.flux.forge.Standing;
import dev.flux.request.StackWriter.Grown;
import dev.flux.review.Headline;
import dev.flux.review.Markdown;
import dev.flux.review.Review;
import dev.flux.rollout.Split;
import dev.flux.rollout.Stack;
import dev.flux.shadow.Proof;
import dev.flux.work.Reviews;
import dev.flux.work.Rollouts;
import dev.flux.work.Rollouts.Part;
import dev.flux.work.Rollouts.Rollout;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Obeys {@code /flux split}. What is to be done is remembered before anything is done, and is the
 * same when it is worked out again; so a job that is taken up after a stop goes on where it
 * stopped.
 */
final class SplitJob {
  private static final int SHORT = 7;
  private static final String VALUE = "/flux split value";

  private final Reader reader;
  private final StackWriter stacks;
  private final Reviews reviews;
  private final Rollouts rollouts;

  SplitJob(Reader reader, StackWriter stacks, Reviews reviews, Rollouts rollouts) {
    this.reader = reader;
    this.stacks = stacks;
    this.reviews = reviews;
    this.rollouts = rollouts;
  }

  Answer split(Asked asked, SplitWish wish) throws ForgeException {
    if (!wish.mistakes().isEmpty()) {
      return Answer.no(String.join("\n\n", wish.mistakes()));
    }
    ChangeRequest change = asked.forge().load(asked.id());
    Optional<Rollout> known = rollouts.findRoot(asked.id());
    Optional<Rollout> begun = known.filter(rollout -> isTakenUp(asked, rollout));
    String head = begun.map(Rollout::headSha).orElse(change.headSha());
    Reader.View view = new Reader.View(head, wish.values(), false, begun.isEmpty());
    try (Reader.Reading reading = reader.read(asked.forge(), change, view)) {
      Optional<String> mistake = wish.mistake(reading.review());
      if (mistake.isPresent()) {
        return Answer.no(mistake.get());
      }
      Stack stack = stack(reading.review(), wish.extent());
      Optional<ChangeRequest> tip =
          begun.isEmpty() && !stack.changesHead() ? tip(asked, known) : Optional.empty();
      if (tip.isPresent()) {
        return grow(asked, change, wish, new Grown(known.orElseThrow(), tip.get().headSha()));
      }
      return carryOut(asked, change, reading, stack, new Before(known, begun, Optional.empty()));
    }
  }

  /**
   * What was done before.
   *
   * @param known what the request was split into
   * @param begun the same, where that did not come to its end
   * @param grown the same, where this stands on its last part
   */
  private record Before(Optional<Rollout> known, Optional<Rollout> begun, Optional<Grown> grown) {}

  /** What an earlier split left out stands on its last part. */
  private Answer grow(Asked asked, ChangeRequest change, SplitWish wish, Grown grown)
      throws ForgeException {
    Reader.View view = new Reader.View(grown.headSha(), wish.values(), false, true);
    try (Reader.Reading reading = reader.read(asked.forge(), change, view)) {
      return carryOut(
          asked,
          change,
          reading,
          stack(reading.review(), wish.extent()),
          new Before(Optional.of(grown.rollout()), Optional.empty(), Optional.of(grown)));
    }
  }

  private Answer carryOut(
      Asked asked, ChangeRequest change, Reader.Reading reading, Stack stack, Before before)
      throws ForgeException {
    Optional<Answer> nothing = nothing(reading.review(), stack, before.known());
    if (nothing.isPresent()) {
      return nothing.get();
    }
    StackWriter.Work work =
        stacks.draft(asked, change, reading, stack, before.begun(), before.grown());
    Optional<String> refusal =
        before.begun().isPresent() ? Optional.empty() : refusal(asked, change, stack, before);
    return refusal.isPresent()
        ? work.refused(refusal.get())
        : work.carryOut().and(proven(reading.review()));
  }

  /** The last part of an earlier split that is still open, where there is one behind the first. */
  private static Optional<ChangeRequest> tip(Asked asked, Optional<Rollout> known)
      throws ForgeException {
    List<Part> parts = known.map(Rollout::parts).orElse(List.of());
    Optional<ChangeRequestId> last =
        parts.size() < 2 ? Optional.empty() : parts.get(parts.size() - 1).request();
    return last.isPresent() && asked.forge().standing(last.get()) == Standing.OPEN
        ? Optional.of(asked.forge().load(last.get()))
        : Optional.empty();
  }

  /** What running it showed, one sentence; empty where it was not run. */
  private static String proven(Review review) {
    return review
        .proof()
        .filter(proof -> proof instanceof Proof.Proven proven && proven.steps() > 0)
        .map(proof -> "\n✅ " + Headline.capital(proof.sentence()) + ".\n")
        .orElse("");
  }

  /** Whether it did not come to its end, or came to it without an answer to this comment. */
  private static boolean isTakenUp(Asked asked, Rollout rollout) {
    return !rollout.headSha().isEmpty()
        && (!rollout.complete() || rollout.commentId().equals(asked.commentId()));
  }

  /** What a review is split into. */
  static Stack stack(Review review, Split.Extent extent) {
    return Stack.of(
        review.directories().stream().map(directory -> directory.split(extent)).toList());
  }

  private static Optional<Answer> nothing(Review review, Stack stack, Optional<Rollout> known) {
    if (stack.isEmpty()) {
      return Optional.of(
          Answer.no(
              known.isPresent()
                  ? already(known.get())
                  : "There is nothing to split: " + Markdown.text(Headline.of(review)) + "."));
    }
    return stack.obstacles().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Answer.no(
                "Nothing is split, since this is in the way:\n\n"
                    + stack.obstacles().stream()
                        .map(obstacle -> "- " + Markdown.prose(obstacle) + "\n")
                        .collect(Collectors.joining())
                    + (stack.obstacles().stream().filter(o -> o.contains(VALUE)).count() > 1
                        ? "\nSay all values in one comment, each on a line of its own.\n"
                        : "")));
  }

  private static String already(Rollout rollout) {
    String later =
        rollout.parts().stream()
            .skip(1)
            .map(
                part ->
                    part.request().map(ChangeRequestId::reference).orElse("") + " " + part.phase())
            .collect(Collectors.joining(", "));
    return "It is split already" + (later.isEmpty() ? "." : ": " + later + ".");
  }

  /** Why nothing may be pushed; the patch is shown instead. */
  private Optional<String> refusal(Asked asked, ChangeRequest change, Stack stack, Before before)
      throws ForgeException {
    String word = change.id().forge().requestWord();
    if (!change.open()) {
      boolean merged = change.standing() == Standing.MERGED;
      return Optional.of("This " + word + (merged ? " is merged already." : " is closed."));
    }
    Optional<String> stale = stale(change);
    if (stale.isPresent()) {
      return stale;
    }
    Optional<Rollout> known = before.known();
    if (known.isPresent() && before.grown().isEmpty() && waiting(asked, known.get())) {
      return Optional.of(
          already(known.get())
              + " Put the new migration into a "
              + word
              + " of its own, or close those first.");
    }
    return change.source().fork() ? fork(change, stack) : unwritable(change);
  }

  private Optional<String> stale(ChangeRequest change) {
    Optional<String> shown = reviews.findLastHead(change.id().key());
    if (shown.equals(Optional.of(change.headSha()))) {
      return Optional.empty();
    }
    return Optional.of(
        shown
            .map(
                sha ->
                    "The branch moved: the last review showed `%s`, and it is at `%s` by now. Look"
                            .formatted(brief(sha), brief(change.headSha()))
                        + " at the review of the newer commit, then say it again.")
            .orElse(
                "Flux has not shown a review of `%s` yet. Say it again once there is one."
                    .formatted(brief(change.headSha()))));
  }

  private static String brief(String sha) {
    return sha.substring(0, Math.min(SHORT, sha.length()));
  }

  /** Whether a later part of an earlier split is still open. */
  private static boolean waiting(Asked asked, Rollout rollout) throws ForgeException {
    for (Part part : rollout.parts()) {
      Optional<ChangeRequestId> request = part.request();
      if (part.place() > 1
          && request.isPresent()
          && asked.forge().standing(request.get()) == Standing.OPEN) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> unwritable(ChangeRequest change) {
    if (change.conflicts()) {
      return Optional.of(
          "The branch has conflicts with "
              + Markdown.code(change.baseRef())
              + ". Resolve them first.");
    }
    return change.source().editable()
        ? Optional.empty()
        : Optional.of(
            "Flux may not write to this repository. Grant it write access to its contents.");
  }

  /**
   * Whoever may write to the repository, which is known by now, may also write to the branch of a
   * fork whose author lets maintainers edit it.
   */
  private static Optional<String> fork(ChangeRequest change, Stack stack) {
    if (!change.source().editable()) {
      return Optional.of(
          "The branch is in a fork, and its author does not let maintainers edit it.");
    }
    if (!stack.later().isEmpty()) {
      return Optional.of(
          "The branch is in a fork, where nothing can stand on it. Push it to this repository, or"
              + " say `/flux split --here` to have every step in this one.");
    }
    return unwritable(change);
  }
}
