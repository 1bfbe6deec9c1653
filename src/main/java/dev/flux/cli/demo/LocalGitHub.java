package dev.flux.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeKind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;

/** As much of GitHub's REST API as a review needs, spoken to as an App. */
final class LocalGitHub extends LocalForge {
  private static final String BOT = "flux-demo[bot]";
  private static final String REPOSITORY = "/repos/*/*";

  private final AtomicLong ids = new AtomicLong(100);
  private final Map<Long, Conversation> runs = new ConcurrentHashMap<>();
  private final Clock clock;

  LocalGitHub(List<Conversation> conversations, Clock clock) throws IOException {
    super(conversations);
    this.clock = clock;
    on("GET", "/app", (path, body) -> object().put("id", 1).put("slug", "flux-demo"));
    on("GET", REPOSITORY + "/installation", (path, body) -> object().put("id", 1));
    on("POST", "/app/installations/*/access_tokens", (path, body) -> token());
    on("GET", REPOSITORY + "/pulls/*", (path, body) -> pull(of(path)));
    on("GET", REPOSITORY + "/compare/*", (path, body) -> compare(path));
    on("GET", REPOSITORY + "/commits/*/check-runs", (path, body) -> noRuns());
    on("POST", REPOSITORY + "/check-runs", (path, body) -> begin(path, body));
    on("PATCH", REPOSITORY + "/check-runs/*", (path, body) -> update(path, body));
    on("GET", REPOSITORY + "/issues/*/comments", (path, body) -> of(path).comments());
    on("POST", REPOSITORY + "/issues/*/comments", (path, body) -> comment(of(path), body));
    on("GET", REPOSITORY + "/pulls/*/comments", (path, body) -> of(path).lineComments());
    on("POST", REPOSITORY + "/pulls/*/reviews", (path, body) -> review(of(path), body));
    on("PATCH", REPOSITORY + "/issues/comments/*", (path, body) -> edit(path, body));
    on("PATCH", REPOSITORY + "/pulls/comments/*", (path, body) -> edit(path, body));
    on("GET", "/users/*", (path, body) -> object().put("login", BOT).put("id", 2));
    on(
        "GET",
        REPOSITORY + "/collaborators/*/permission",
        (path, body) -> object().put("permission", "write").put("role_name", "write"));
    on("POST", REPOSITORY + "/issues/comments/*/reactions", (path, body) -> react(path, body));
    on("GET", REPOSITORY + "/pulls", (path, body) -> opened(path));
    on("POST", REPOSITORY + "/pulls", (path, body) -> open(path, body));
  }

  private Conversation of(Matcher path) {
    return conversation(repository(path), part(path, 3));
  }

  /** The requests that Flux opened in a repository. */
  List<Conversation> opened(String repository) {
    return conversationsIn(repository).stream()
        .filter(conversation -> !conversation.isSample())
        .toList();
  }

  private ArrayNode opened(Matcher path) {
    ArrayNode pulls = JsonNodeFactory.instance.arrayNode();
    opened(repository(path)).forEach(conversation -> pulls.add(pull(conversation)));
    return pulls;
  }

  private JsonNode edit(Matcher path, JsonNode body) {
    for (Conversation conversation : conversationsIn(repository(path))) {
      for (ArrayNode comments : List.of(conversation.comments(), conversation.lineComments())) {
        for (JsonNode comment : comments) {
          if (comment.path("id").asText().equals(part(path, 3))
              && comment instanceof ObjectNode it) {
            return it.put("body", body.path("body").asText());
          }
        }
      }
    }
    throw new IllegalArgumentException("no such comment: " + part(path, 3));
  }

  private JsonNode react(Matcher path, JsonNode body) {
    String content = body.path("content").asText();
    if (!content.equals("eyes")) {
      conversationsIn(repository(path)).forEach(Conversation::obey);
    }
    return object().put("id", ids.incrementAndGet()).put("content", content);
  }

  private JsonNode open(Matcher path, JsonNode body) {
    List<Conversation> standing = conversationsIn(repository(path));
    Conversation first = standing.get(0);
    long number = first.request().id().number() + standing.size();
    Conversation opened =
        first.opened(
            new Conversation.Request(
                new ChangeRequestId(ForgeKind.GITHUB, repository(path), number),
                body.path("title").asText(),
                body.path("body").asText(),
                body.path("draft").asBoolean(),
                body.path("head").asText(),
                body.path("base").asText(),
                "refs/pull/" + number + "/head"));
    add(opened);
    return pull(opened);
  }

  private static String repository(Matcher path) {
    return part(path, 1) + "/" + part(path, 2);
  }

  private JsonNode token() {
    return object()
        .put("token", "demo-installation-token")
        .put("expires_at", clock.instant().plus(Duration.ofHours(1)).toString());
  }

  private JsonNode pull(Conversation conversation) {
    Conversation.Request request = conversation.request();
    ObjectNode pull = object().put("number", request.id().number());
    pull.put("state", "open").put("draft", request.draft());
    pull.put("title", request.title());
    pull.put("html_url", address() + "/pull/" + request.id().number());
    pull.put("body", request.body()).put("merged", false);
    pull.put("comments", conversation.comments().size());
    pull.put("review_comments", conversation.lineComments().size());
    pull.putObject("user").put("login", conversation.isSample() ? "author" : BOT);
    pull.putObject("base").put("ref", request.baseRef()).put("sha", conversation.commits().base());
    ObjectNode head = pull.putObject("head");
    head.put("ref", request.branch()).put("sha", conversation.head());
    head.putObject("repo").put("full_name", request.id().repository());
    return pull;
  }

  private JsonNode compare(Matcher path) {
    String[] ends = part(path, 3).split("\\.\\.\\.", 2);
    ObjectNode comparison = object();
    comparison
        .putObject("merge_base_commit")
        .put("sha", conversationAt(repository(path), ends[1]).commits().base());
    comparison.putArray("commits");
    comparison.putArray("files");
    return comparison;
  }

  private static JsonNode noRuns() {
    ObjectNode runs = object().put("total_count", 0);
    runs.putArray("check_runs");
    return runs;
  }

  private JsonNode begin(Matcher path, JsonNode body) {
    long id = ids.incrementAndGet();
    runs.put(id, conversationAt(repository(path), body.path("head_sha").asText()));
    return run(id, body);
  }

  private JsonNode update(Matcher path, JsonNode body) {
    long id = Long.parseLong(part(path, 3));
    Conversation conversation = runs.get(id);
    if (conversation == null) {
      throw new IllegalArgumentException("no such check run: " + id);
    }
    if (body.path("status").asText().equals("completed")) {
      conversation.conclude(
          body.path("conclusion").asText(),
          body.path("output").path("title").asText(),
          body.path("details_url").asText());
    }
    return run(id, body);
  }

  private static JsonNode run(long id, JsonNode body) {
    ObjectNode run = object().put("id", id).put("name", "Flux / migrations");
    run.put("status", body.path("status").asText());
    run.putObject("app").put("slug", "flux-demo");
    return run;
  }

  private JsonNode comment(Conversation conversation, JsonNode body) {
    ObjectNode comment = object().put("id", ids.incrementAndGet());
    comment.put("body", body.path("body").asText());
    comment.putObject("user").put("login", BOT);
    conversation.comments().add(comment);
    return comment;
  }

  private JsonNode review(Conversation conversation, JsonNode body) {
    ArrayNode comments = conversation.lineComments();
    for (JsonNode each : body.path("comments")) {
      ObjectNode comment = each.deepCopy();
      comment.put("id", ids.incrementAndGet());
      comment.putObject("user").put("login", BOT);
      comments.add(comment);
    }
    return object().put("id", ids.incrementAndGet());
  }
}
