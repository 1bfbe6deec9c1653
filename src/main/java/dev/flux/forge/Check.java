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
}
