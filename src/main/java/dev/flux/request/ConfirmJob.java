package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeException;
import dev.flux.forge.Standing;
import dev.flux.review.Markdown;
import dev.flux.rollout.Stage;
import dev.flux.work.Rollouts;
import dev.flux.work.Rollouts.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Obeys {@code /flux confirm}. */
final class ConfirmJob {
  private static final Set<String> WORDS =
      Arrays.stream(Stage.Gate.values())
          .map(Stage.Gate::word)
          .collect(Collectors.toCollection(TreeSet::new));

  private final StackedRequests stacked;
  private final Rollouts rollouts;

  ConfirmJob(StackedRequests stacked, Rollouts rollouts) {
    this.stacked = stacked;
    this.rollouts = rollouts;
  }

  /**
   * @param words that followed the command
   */
  Answer confirm(Asked asked, List<String> words) throws ForgeException {
    Set<String> gates =
        words.stream()
            .map(word -> word.toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    if (gates.isEmpty() || !WORDS.containsAll(gates)) {
      return Answer.no(
          "Say what is done: `/flux confirm " + String.join("` or `/flux confirm ", WORDS) + "`.");
    }
    ChangeRequest change = asked.forge().load(asked.id());
    Optional<Progress> progress = stacked.find(asked.connection(), change);
    if (progress.isEmpty()) {
      return Answer.no("There is no gate to confirm here: this is no part of a rollout of Flux.");
    }
    Optional<String> refusal = refusal(progress.get(), gates);
    if (refusal.isPresent()) {
      return Answer.no(refusal.get());
    }
    gates.forEach(gate -> rollouts.confirm(asked.id(), gate, asked.author()));
    Set<String> open = new TreeSet<>(progress.get().unconfirmed(progress.get().own()));
    open.removeAll(gates);
    if (open.isEmpty()) {
      tick(asked, change);
    }
    return Answer.done(said(asked, change, gates, open)).noting(Notes.confirmed(gates));
  }

  /** The list of what is waited for, in the text of the request. */
  private static void tick(Asked asked, ChangeRequest change) throws ForgeException {
    String ticked = RolloutText.ticked(change.body());
    if (!ticked.equals(change.body())) {
      asked.forge().describe(change.id(), ticked);
    }
  }

  private static String said(
      Asked asked, ChangeRequest change, Set<String> gates, Set<String> open) {
    return "Confirmed by "
        + Markdown.text(asked.author())
        + ": "
        + String.join(" and ", gates)
        + ". "
        + (open.isEmpty()
            ? "Nothing else is waited for: "
                + (change.draft() ? "mark this as ready, and merge it." : "this may be merged.")
            : "It still waits for " + Progress.command(open) + ".");
  }

  private static Optional<String> refusal(Progress progress, Set<String> gates) {
    Part own = progress.own();
    if (own.place() == 1) {
      String next =
          progress
              .rollout()
              .at(2)
              .flatMap(Part::request)
              .map(ChangeRequestId::reference)
              .orElse("the next one");
      return Optional.of("This is the first part and waits for nothing. Say it on " + next + ".");
    }
    if (progress.standing(own) != Standing.OPEN) {
      boolean merged = progress.standing(own) == Standing.MERGED;
      return Optional.of("This is " + (merged ? "merged" : "closed") + ": it waits for nothing.");
    }
    if (!own.gates().containsAll(gates)) {
      return Optional.of("This phase waits for " + Progress.command(own.gates()) + " alone.");
    }
    return progress.belowMerged()
        ? Optional.empty()
        : Optional.of(
            progress.unmergedNames()
                + (progress.unmerged().size() == 1 ? " is" : " are")
                + " not merged yet. Confirm this once that is merged, deployed and done.");
  }
}
