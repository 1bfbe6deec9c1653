package dev.flux.request;

import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.Forge;
import dev.flux.forge.Markers;

/**
 * A comment that commands something.
 *
 * @param author login
 */
record Asked(ReviewJob.Connection connection, ChangeRequestId id, String commentId, String author) {
  Forge forge() {
    return connection.forge();
  }

  Markers markers() {
    return connection.markers();
  }
}
