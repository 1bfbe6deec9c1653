package dev.flux.forge.gitlab;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A user of the look-alike.
 *
 * @param state {@code active} or {@code blocked}
 */
public record FakeUser(long id, String username, String state) {
  ObjectNode json() {
    return FakeAnswer.object()
        .put("id", id)
        .put("username", username)
        .put("name", username)
        .put("state", state);
  }
}
