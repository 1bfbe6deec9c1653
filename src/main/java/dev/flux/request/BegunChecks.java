package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.Check;
import dev.flux.forge.Forge;
import dev.flux.forge.ForgeException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The checks that this process began and that have not ended. A review that stops in the middle is
 * tried again on the head as it is then; the check of the head before would run for ever.
 */
final class BegunChecks {
  private final Map<ChangeRequestId, ChangeRequest> begun = new ConcurrentHashMap<>();

  /**
   * Sets the check to "in progress".
   *
   * @return why the forge does not let Flux set checks, where it does not
   */
  Optional<String> begin(Forge forge, ChangeRequest change, Check check) throws ForgeException {
    try {
      forge.report(change, check);
    } catch (ForgeException.Refused refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
    begun.put(change.id(), change);
    return Optional.empty();
  }

  /** Ends the check of the head before, if its review stopped in the middle. */
  void endEarlier(Forge forge, ChangeRequest now) throws ForgeException {
    ChangeRequest earlier = begun.get(now.id());
    if (earlier == null || (now.open() && earlier.headSha().equals(now.headSha()))) {
      return;
    }
    String title = now.open() ? "superseded by a newer commit" : "closed before it was reviewed";
    forge.report(earlier, Check.superseded(title));
    ended(earlier);
  }

  /** The check has its last state. */
  void ended(ChangeRequest change) {
    begun.remove(change.id());
  }
}
