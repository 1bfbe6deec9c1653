package dev.flux.forge;

import java.net.URI;
import java.util.Optional;

/**
 * The state of {@code Flux / migrations} on one commit.
 *
 * @param title one line, at most 120 characters
 * @param summary Markdown; shown where the forge has room for it
 * @param details page for people, where there is one
 */
public record Check(State state, String title, String summary, Optional<URI> details) {

  /** The name under which every check is reported, so that it can be required. */
  public static final String NAME = "Flux / migrations";

  /** What a check says; a forge that lacks a state uses the nearest that does not block more. */
  public enum State {
    IN_PROGRESS,
    SUCCESS,
    FAILURE,
    NEUTRAL
  }

  /** Ends the check of a head that is no longer under review, so that it does not run for ever. */
  public static Check superseded(String title) {
    return new Check(
        State.NEUTRAL,
        title,
        "The head moved while it was under review. The newer commit has its own check.",
        Optional.empty());
  }
}
