package dev.flux.forge.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ForgeException;
import dev.flux.forge.InlineComment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Comments on lines, as a review. GitHub takes a review whole or not at all, and does not say which
 * comment it refuses; so a refused review is halved until the bad ones are alone. The client
 * library cannot name the side of a line, hence the plain call.
 */
final class Reviews {
  /** Calls that the search for refused comments may cost; what is left then goes unplaced. */
  private static final int HALVINGS = 12;

  private final ApiClient api;
  private final Identity identity;

  Reviews(ApiClient api, Identity identity) {
    this.api = api;
    this.identity = identity;
  }

  /** Writes what GitHub takes and returns the rest. */
  List<InlineComment> write(ChangeRequest change, List<InlineComment> comments)
      throws IOException, ForgeException {
    List<InlineComment> unplaced = new ArrayList<>();
    List<List<InlineComment>> waiting = new ArrayList<>();
    if (!comments.isEmpty()) {
      waiting.add(comments);
    }
    int calls = 0;
    while (!waiting.isEmpty()) {
      List<InlineComment> next = waiting.remove(0);
      if (calls++ > HALVINGS) {
        unplaced.addAll(next);
      } else if (!placed(change, next)) {
        if (next.size() == 1) {
          unplaced.addAll(next);
        } else {
          waiting.add(0, next.subList(next.size() / 2, next.size()));
          waiting.add(0, next.subList(0, next.size() / 2));
        }
      }
    }
    return List.copyOf(unplaced);
  }

  private boolean placed(ChangeRequest change, List<InlineComment> comments)
      throws IOException, ForgeException {
    RepositoryName name = RepositoryName.of(change.id().repository());
    String path = name.path() + "/pulls/" + change.id().number() + "/reviews";
    try {
      api.send("POST", path, review(change, comments), identity.on(name));
      return true;
    } catch (ApiFailure e) {
      if (e.status() != 422) {
        throw e;
      }
      String said = e.said().toLowerCase(Locale.ROOT);
      if (said.contains("commit_id") || said.contains("commit is not part")) {
        throw new ForgeException.HeadMoved(
            change.id() + " no longer contains " + change.headSha(), e);
      }
      return false;
    }
  }

  private static ObjectNode review(ChangeRequest change, List<InlineComment> comments) {
    ObjectNode review = JsonNodeFactory.instance.objectNode();
    review.put("commit_id", change.headSha());
    review.put("event", "COMMENT");
    review.put(
        "body",
        "Flux on "
            + comments.size()
            + (comments.size() == 1 ? " place" : " places")
            + " of this change.");
    ArrayNode list = review.putArray("comments");
    for (InlineComment comment : comments) {
      ObjectNode one = list.addObject();
      one.put("path", comment.path()).put("body", comment.body());
      one.put("line", comment.line()).put("side", "RIGHT");
      if (comment.startLine() < comment.line()) {
        one.put("start_line", comment.startLine()).put("start_side", "RIGHT");
      }
    }
    return review;
  }
}
