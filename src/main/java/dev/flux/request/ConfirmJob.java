package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeException;
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
      return Answer.no("Say what is done: " + spoken(WORDS, " or ") + ".");
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
    Set<String> open = new TreeSet<>(progress.get().unconfirmed());
    open.removeAll(gates);
    return Answer.done(
            "Confirmed by "
                + Markdown.text(asked.author())
                + ": "
                + String.join(" and ", gates)
                + ". "
                + (open.isEmpty()
                    ? "Nothing else is waited for: this may be merged and deployed."
                        + (change.draft() ? " It is a draft; mark it as ready." : "")
                    : "It still waits for " + spoken(open, " and ") + "."))
        .noting(StackedRequests.confirmed(String.join(",", gates)));
  }

  private static Optional<String> refusal(Progress progress, Set<String> gates) {
    if (progress.own().place() == 1) {
      String next =
          progress
              .rollout()
              .at(2)
              .flatMap(Part::request)
              .map(ChangeRequestId::reference)
              .orElse("the next one");
      return Optional.of("This is the first part and waits for nothing. Say it on " + next + ".");
    }
    if (!progress.own().gates().containsAll(gates)) {
      return Optional.of(
          "This phase waits for "
              + spoken(new TreeSet<>(progress.own().gates()), " and ")
              + " alone.");
    }
    if (!progress.belowMerged()) {
      String below =
          progress
              .below()
              .flatMap(Part::request)
              .map(ChangeRequestId::reference)
              .orElse("The one before");
      return Optional.of(
          below + " is not merged yet. Confirm this once it is merged, deployed and done.");
    }
    return Optional.empty();
  }

  private static String spoken(Set<String> gates, String between) {
    return gates.stream()
        .map(gate -> "`/flux confirm " + gate + "`")
        .collect(Collectors.joining(between));
  }
}
