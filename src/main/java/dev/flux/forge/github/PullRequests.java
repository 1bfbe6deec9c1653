package dev.flux.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flux.forge.NewRequest;
import dev.flux.forge.Source;
import dev.flux.forge.Standing;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Pull requests as GitHub's REST API shows and opens them ("REST API endpoints for pull requests");
 * the client library would fetch the repository first.
 */
final class PullRequests {
  private final ApiClient api;
  private final Identity identity;

  PullRequests(ApiClient api, Identity identity) {
    this.api = api;
    this.identity = identity;
  }

  static Standing standing(JsonNode pull) {
    if ("open".equals(pull.path("state").asText())) {
      return Standing.OPEN;
    }
    return pull.path("merged").asBoolean() || pull.path("merged_at").isTextual()
        ? Standing.MERGED
        : Standing.CLOSED;
  }

  /** GitHub works out in the background whether there are conflicts, and says nothing before. */
  static boolean conflicts(JsonNode pull) {
    JsonNode mergeable = pull.path("mergeable");
    return mergeable.isBoolean() && !mergeable.booleanValue();
  }

  Source source(RepositoryName name, JsonNode pull) throws IOException {
    JsonNode head = pull.path("head");
    String repository = head.path("repo").path("full_name").asText("");
    boolean fork = !repository.equalsIgnoreCase(name.toString());
    boolean editable =
        fork
            ? !repository.isEmpty() && pull.path("maintainer_can_modify").asBoolean()
            : identity.mayPush(name);
    return new Source(repository, head.path("ref").asText(), fork, editable);
  }

  /** Opens one, unless the branch has an open one already; its number. */
  long open(RepositoryName name, NewRequest request) throws IOException {
    Optional<Long> standing = find(name, request.branch());
    if (standing.isPresent()) {
      return standing.get();
    }
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("title", request.title())
            .put("head", request.branch())
            .put("base", request.baseRef())
            .put("body", request.body())
            .put("draft", true);
    try {
      return create(name, body);
    } catch (ApiFailure e) {
      if (e.status() != 422 || !e.said().toLowerCase(Locale.ROOT).contains("draft")) {
        throw e;
      }
      // Private repositories of some plans have no drafts.
      return create(name, body.put("draft", false));
    }
  }

  private long create(RepositoryName name, ObjectNode body) throws IOException {
    return api.send("POST", name.path() + "/pulls", body, identity.on(name))
        .path("number")
        .asLong();
  }

  private Optional<Long> find(RepositoryName name, String branch) throws IOException {
    String head = URLEncoder.encode(name.owner() + ":" + branch, StandardCharsets.UTF_8);
    JsonNode found =
        api.get(name.path() + "/pulls?state=open&per_page=100&head=" + head, identity.on(name));
    for (JsonNode pull : found) {
      if (branch.equals(pull.path("head").path("ref").asText())) {
        return Optional.of(pull.path("number").asLong());
      }
    }
    return Optional.empty();
  }

  /**
   * Changes one member of a pull request.
   *
   * @param member {@code base} or {@code body}
   */
  void change(RepositoryName name, long number, String member, String value) throws IOException {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put(member, value);
    api.send("PATCH", name.path() + "/pulls/" + number, body, identity.on(name));
  }
}
