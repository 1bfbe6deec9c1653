package dev.flux.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flux.repository.SampleRepository;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;

/** As much of GitLab's REST API as a review needs. */
final class LocalGitLab extends LocalForge {
  private static final String PROJECT = "/api/v4/projects/*";
  private static final String REQUEST = PROJECT + "/merge_requests/*";
  private static final long BOT = 7;

  private final AtomicLong ids = new AtomicLong(100);

  LocalGitLab(List<Conversation> conversations) throws IOException {
    super(conversations);
    on("GET", "/api/v4/user", (path, body) -> bot());
    on("GET", REQUEST, (path, body) -> request(of(path)));
    on("GET", REQUEST + "/versions", (path, body) -> versions(of(path)));
    on("GET", REQUEST + "/versions/*", (path, body) -> version(of(path)));
    on("POST", PROJECT + "/statuses/*", (path, body) -> status(path, body));
    on(
        "GET",
        PROJECT + "/repository/commits/*/statuses",
        (path, body) -> JsonNodeFactory.instance.arrayNode());
    on("GET", REQUEST + "/notes", (path, body) -> of(path).comments());
    on("POST", REQUEST + "/notes", (path, body) -> note(of(path), body));
    on("GET", REQUEST + "/discussions", (path, body) -> of(path).lineComments());
    on("POST", REQUEST + "/discussions", (path, body) -> discussion(of(path), body));
  }

  private Conversation of(Matcher path) {
    return conversation(part(path, 1), part(path, 2));
  }

  private static ObjectNode bot() {
    return object().put("id", BOT).put("username", "flux-demo").put("name", "Flux");
  }

  private JsonNode request(Conversation conversation) {
    ObjectNode request = object();
    request.put("id", 1).put("iid", conversation.sample().id().number());
    request.put("title", conversation.sample().title()).put("state", "opened");
    request.put("target_branch", "main").put("source_branch", SampleRepository.BRANCH);
    request.put("source_project_id", 1).put("target_project_id", 1);
    request.put("sha", conversation.commits().head());
    request.put("web_url", address() + "/merge_requests/" + conversation.sample().id().number());
    request.putObject("author").put("id", 8).put("username", "author");
    request
        .putObject("diff_refs")
        .put("base_sha", conversation.commits().base())
        .put("start_sha", conversation.commits().base())
        .put("head_sha", conversation.commits().head());
    return request;
  }

  private static JsonNode versions(Conversation conversation) {
    return JsonNodeFactory.instance.arrayNode().add(version(conversation));
  }

  private static ObjectNode version(Conversation conversation) {
    ObjectNode version = object();
    version.put("id", 1);
    version.put("base_commit_sha", conversation.commits().base());
    version.put("start_commit_sha", conversation.commits().base());
    version.put("head_commit_sha", conversation.commits().head());
    version.putArray("diffs");
    return version;
  }

  private JsonNode status(Matcher path, JsonNode body) {
    Conversation conversation = conversationAt(part(path, 1), part(path, 2));
    String state = body.path("state").asText();
    if (!state.equals("running")) {
      conversation.conclude(
          state, body.path("description").asText(), body.path("target_url").asText());
    }
    return object().put("id", ids.incrementAndGet()).put("status", state);
  }

  private JsonNode note(Conversation conversation, JsonNode body) {
    ObjectNode note = note(body);
    conversation.comments().add(note);
    return note;
  }

  private ObjectNode note(JsonNode body) {
    ObjectNode note = object().put("id", ids.incrementAndGet());
    note.put("body", body.path("body").asText());
    note.set("author", bot());
    return note;
  }

  private JsonNode discussion(Conversation conversation, JsonNode body) {
    ObjectNode note = note(body);
    ObjectNode position = note.putObject("position");
    position.put("position_type", "text");
    position.put("new_path", body.path("position[new_path]").asText());
    position.put("new_line", body.path("position[new_line]").asInt());
    ObjectNode discussion = object().put("id", "d" + ids.incrementAndGet());
    discussion.putArray("notes").add(note);
    conversation.lineComments().add(discussion);
    return discussion;
  }
}
