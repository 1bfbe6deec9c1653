package dev.flux.forge;

import java.util.Optional;

/**
 * A comment that Flux itself wrote on a change request.
 *
 * @param id the forge's own
 * @param thread the discussion it stands in, where the forge resolves discussions by their own id
 * @param place the place in the diff, or empty for a comment on the whole request
 * @param resolved whether its discussion is resolved
 */
public record Comment(
    String id, Optional<String> thread, String body, Optional<Place> place, boolean resolved) {

  /** A place in the head's side of the diff; {@code line} is the last line. */
  public record Place(String path, int line) {}
}
