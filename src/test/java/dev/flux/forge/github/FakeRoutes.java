package dev.flux.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flux.forge.github.FakeGitHub.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One call to {@link FakeGitHub}: who may make it, what it does, and what GitHub would refuse. */
final class FakeRoutes {
  private static final int BODY_LIMIT = 65_536;
  private static final int OUTPUT_LIMIT = 65_535;
  private static final Set<String> CONCLUSIONS =
      Set.of(
          "action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out");
  private static final Pattern REPOSITORY = Pattern.compile("/repos/([^/]+/[^/]+)(/.*)?");
  private final FakeGitHub github;
  private final FakeGitHub.Request request;
  private final FakeGitHub.Caller caller;

  FakeRoutes(FakeGitHub github, FakeGitHub.Request request, FakeGitHub.Caller caller) {
    this.github = github;
    this.request = request;
    this.caller = caller;
  }

  /** Empty for a route that this look-alike does not know. */
  Optional<Answer> answer() {
    Matcher repository = REPOSITORY.matcher(request.path());
    if (repository.matches()) {
      Optional<FakeRepository> found = github.findRepository(repository.group(1));
      String rest = Optional.ofNullable(repository.group(2)).orElse("");
      return found.isEmpty() ? notFound() : inRepository(found.get(), rest);
    }
    return first(
        on("GET", "/app", request.path(), it -> app()),
        on("GET", "/user", request.path(), it -> user()),
        on("GET", "/users/(.+)", request.path(), it -> account(it.group(1))),
        on(
            "POST",
            "/app/installations/(\\d+)/access_tokens",
            request.path(),
            it -> asApp(() -> github.makeToken(number(it)))));
  }

  private Optional<Answer> inRepository(FakeRepository repository, String rest) {
    if (rest.equals("/installation")) {
      return Optional.of(asApp(() -> installation(repository)));
    }
    if (caller.itself()) {
      return Optional.of(Answer.error(401, "A JSON web token could not be decoded"));
    }
    if (caller.installation() != 0 && caller.installation() != repository.installation()) {
      return notFound();
    }
    return first(
        on(
            "GET",
            "/compare/(.+)",
            rest,
            it -> with("contents", "read", () -> compare(repository, it.group(1)))),
        on("POST", "/check-runs", rest, it -> with("checks", "write", () -> createRun(repository))),
        on(
            "PATCH",
            "/check-runs/(\\d+)",
            rest,
            it -> with("checks", "write", () -> updateRun(repository, number(it)))),
        on(
            "POST",
            "/statuses/(\\w+)",
            rest,
            it -> with("statuses", "write", () -> status(repository, it.group(1)))),
        on(
            "GET",
            "/commits/(\\w+)/check-runs",
            rest,
            it -> with("checks", "read", () -> runsAt(repository, it.group(1)))),
        on(
            "GET",
            "/commits/(\\w+)/pulls",
            rest,
            it -> with("pull_requests", "read", () -> pullsAt(repository, it.group(1)))),
        on(
            "GET",
            "/collaborators/(.+)/permission",
            rest,
            it -> with("metadata", "read", () -> permission(repository, it.group(1)))),
        on(
            "PATCH",
            "/issues/comments/(\\d+)",
            rest,
            it -> with("pull_requests", "write", () -> edit(repository, number(it), false))),
        on(
            "PATCH",
            "/pulls/comments/(\\d+)",
            rest,
            it -> with("pull_requests", "write", () -> edit(repository, number(it), true))),
        on(
            "POST",
            "/issues/comments/(\\d+)/reactions",
            rest,
            it -> with("pull_requests", "write", () -> react(repository, number(it), false))),
        on(
            "POST",
            "/pulls/comments/(\\d+)/reactions",
            rest,
            it -> with("pull_requests", "write", () -> react(repository, number(it), true))),
        on("GET", "/pulls", rest, it -> with("pull_requests", "read", () -> pulls(repository))),
        on(
            "POST",
            "/pulls",
            rest,
            it -> with("pull_requests", "write", () -> openPull(repository))),
        on(
            "PATCH",
            "/pulls/(\\d+)",
            rest,
            it -> with("pull_requests", "write", () -> onPull(repository, it, this::change))),
        on(
            "GET",
            "/pulls/(\\d+)",
            rest,
            it ->
                with(
                    "pull_requests",
                    "read",
                    () ->
                        onPull(
                            repository,
                            it,
                            pull -> Answer.of(200, pull.json(github.url().toString()))))),
        on(
            "GET",
            "/issues/(\\d+)/comments",
            rest,
            it ->
                with(
                    "pull_requests",
                    "read",
                    () -> onPull(repository, it, pull -> page(pull, pull.comments())))),
        on(
            "POST",
            "/issues/(\\d+)/comments",
            rest,
            it -> with("pull_requests", "write", () -> onPull(repository, it, this::comment))),
        on(
            "GET",
            "/pulls/(\\d+)/comments",
            rest,
            it ->
                with(
                    "pull_requests",
                    "read",
                    () -> onPull(repository, it, pull -> page(pull, pull.inlineComments())))),
        on(
            "POST",
            "/pulls/(\\d+)/reviews",
            rest,
            it ->
                with(
                    "pull_requests",
                    "write",
                    () -> onPull(repository, it, pull -> review(repository, pull)))));
  }

  private interface OnPull {
    Answer answer(FakePull pull);
  }

  private interface OnMatch {
    Answer answer(Matcher path);
  }

  private Optional<Supplier<Answer>> on(
      String method, String pattern, String path, OnMatch action) {
    Matcher matcher = Pattern.compile(pattern).matcher(path);
    return method.equals(request.method()) && matcher.matches()
        ? Optional.of(() -> action.answer(matcher))
        : Optional.empty();
  }

  @SafeVarargs
  private static Optional<Answer> first(Optional<Supplier<Answer>>... routes) {
    for (Optional<Supplier<Answer>> route : routes) {
      if (route.isPresent()) {
        return Optional.of(route.get().get());
      }
    }
    return Optional.empty();
  }

  private static long number(Matcher path) {
    return Long.parseLong(path.group(1));
  }

  private static Optional<Answer> notFound() {
    return Optional.of(Answer.error(404, "Not Found"));
  }

  private static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static Answer invalid(List<String> errors) {
    ObjectNode json = json().put("message", "Unprocessable Entity");
    errors.forEach(json.putArray("errors")::add);
    return Answer.of(422, json);
  }

  private Answer asApp(Supplier<Answer> action) {
    return caller.itself()
        ? action.get()
        : Answer.error(401, "A JSON web token could not be decoded");
  }

  /** An installation may do what its App was granted; a user of these tests may do all. */
  private Answer with(String permission, String level, Supplier<Answer> action) {
    if (caller.installation() == 0) {
      return action.get();
    }
    String granted = github.registered().permissions().getOrDefault(permission, "none");
    if (granted.equals("write") || granted.equals(level)) {
      return action.get();
    }
    return new Answer(
        403,
        Map.of("X-Accepted-GitHub-Permissions", permission + "=" + level),
        json().put("message", "Resource not accessible by integration"));
  }

  private Answer onPull(FakeRepository repository, Matcher path, OnPull action) {
    return repository
        .findPull(number(path))
        .map(action::answer)
        .orElse(Answer.error(404, "Not Found"));
  }

  private Answer app() {
    return asApp(() -> Answer.of(200, appJson()));
  }

  private ObjectNode appJson() {
    FakeGitHub.App app = github.registered();
    return json().put("id", Long.parseLong(app.id())).put("slug", app.slug());
  }

  private Answer user() {
    return caller.itself() || caller.installation() != 0
        ? Answer.error(403, "Resource not accessible by integration")
        : Answer.of(200, json().put("login", caller.login()).put("id", 9));
  }

  private static Answer account(String login) {
    return Answer.of(200, json().put("login", login).put("id", 4242).put("type", "Bot"));
  }

  private Answer pulls(FakeRepository repository) {
    String state = request.query().getOrDefault("state", "open");
    String head = request.query().getOrDefault("head", "");
    String owner = repository.name().replaceFirst("/.*", "");
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    repository.pulls().stream()
        .filter(pull -> state.equals("all") || pull.isOpen() == state.equals("open"))
        .filter(pull -> head.isEmpty() || head.equals(owner + ":" + pull.headRef()))
        .forEach(pull -> list.add(pull.json(github.url().toString())));
    return Answer.of(200, list);
  }

  private Answer openPull(FakeRepository repository) {
    JsonNode body = request.body();
    String head = body.path("head").asText();
    String base = body.path("base").asText();
    Optional<String> headSha = repository.findBranch(head);
    Optional<String> baseSha = repository.findBranch(base);
    if (headSha.isEmpty() || baseSha.isEmpty()) {
      return invalid(List.of(headSha.isEmpty() ? "head invalid" : "base invalid"));
    }
    if (headSha.equals(baseSha)) {
      return invalid(List.of("No commits between " + base + " and " + head));
    }
    boolean twice =
        repository.pulls().stream().anyMatch(p -> p.isOpen() && p.headRef().equals(head));
    String text = body.path("body").asText();
    if (twice || text.length() > BODY_LIMIT || body.path("title").asText().isBlank()) {
      return invalid(List.of("A pull request already exists for " + head + ", or a text is bad"));
    }
    FakePull pull =
        repository
            .open(base, head)
            .written(
                caller.login(), body.path("title").asText(), text, body.path("draft").asBoolean());
    repository.opened(pull);
    return Answer.of(201, pull.json(github.url().toString()));
  }

  private Answer change(FakePull pull) {
    JsonNode text = request.body().path("body");
    if (text.isTextual()) {
      pull.describe(text.asText());
      return Answer.of(200, pull.json(github.url().toString()));
    }
    String base = request.body().path("base").asText("");
    if (base.isEmpty() || !pull.isOpen()) {
      return invalid(List.of("base invalid, or the pull request is closed"));
    }
    pull.rebase(base, "", "");
    return Answer.of(200, pull.json(github.url().toString()));
  }

  private static Answer installation(FakeRepository repository) {
    return repository.installation() == 0
        ? Answer.error(404, "Not Found")
        : Answer.of(200, json().put("id", repository.installation()));
  }

  private Answer compare(FakeRepository repository, String basehead) {
    for (FakePull pull : repository.pulls()) {
      if (basehead.equals(pull.baseSha() + "..." + pull.headSha()) && !pull.mergeBase().isEmpty()) {
        ObjectNode json = json().put("status", "diverged").put("ahead_by", 1);
        json.putObject("merge_base_commit").put("sha", pull.mergeBase());
        json.putObject("base_commit").put("sha", pull.baseSha());
        json.putArray("commits");
        json.putArray("files");
        return Answer.of(200, json);
      }
    }
    return Answer.error(404, "No common ancestor between " + basehead.replace("...", " and "));
  }

  private Answer createRun(FakeRepository repository) {
    if (caller.installation() == 0) {
      return Answer.error(403, "You must authenticate via a GitHub App.");
    }
    ObjectNode run = request.body().deepCopy();
    List<String> errors = runErrors(run);
    if (!repository.knows(run.path("head_sha").asText())) {
      errors.add("No commit found for SHA: " + run.path("head_sha").asText());
    }
    if (!errors.isEmpty()) {
      return invalid(errors);
    }
    if (!run.has("status")) {
      run.put("status", "queued");
    }
    run.set("app", appJson());
    return Answer.of(201, repository.addRun(run).json());
  }

  private Answer updateRun(FakeRepository repository, long id) {
    Optional<FakeRepository.CheckRun> found = repository.findRun(id);
    if (found.isEmpty()) {
      return Answer.error(404, "Not Found");
    }
    ObjectNode change = request.body().deepCopy();
    List<String> errors = runErrors(change);
    if (found.get().status().equals("completed")) {
      errors.add("a completed check run cannot be changed");
    }
    if (!errors.isEmpty()) {
      return invalid(errors);
    }
    found.get().json().setAll(change);
    return Answer.of(200, found.get().json());
  }

  private static List<String> runErrors(ObjectNode run) {
    List<String> errors = new ArrayList<>();
    boolean completed = run.path("status").asText().equals("completed");
    if (completed != run.has("conclusion")) {
      errors.add("conclusion goes with status completed");
    }
    if (run.has("conclusion") && !CONCLUSIONS.contains(run.path("conclusion").asText())) {
      errors.add("conclusion " + run.path("conclusion"));
    }
    JsonNode output = run.path("output");
    if (!output.isMissingNode()) {
      if (output.path("title").asText("").isEmpty() || !output.path("summary").isTextual()) {
        errors.add("output needs title and summary");
      }
      if (output.path("summary").asText().length() > OUTPUT_LIMIT) {
        errors.add("summary is too long");
      }
      if (output.path("annotations").size() > 50) {
        errors.add("more than 50 annotations");
      }
    }
    return errors;
  }

  private Answer status(FakeRepository repository, String sha) {
    JsonNode body = request.body();
    String description = body.path("description").asText();
    if (!repository.knows(sha)) {
      return invalid(List.of("No commit found for SHA: " + sha));
    }
    if (description.length() > 140) {
      return invalid(List.of("description is too long (maximum is 140 characters)"));
    }
    if (!Set.of("error", "failure", "pending", "success").contains(body.path("state").asText())) {
      return invalid(List.of("state is not included in the list"));
    }
    repository.add(
        new FakeRepository.Status(
            sha, body.path("state").asText(), body.path("context").asText(), description));
    return Answer.of(201, json().put("id", repository.nextId()));
  }

  private Answer runsAt(FakeRepository repository, String sha) {
    ObjectNode answer = json();
    ArrayNode list = answer.putArray("check_runs");
    for (FakeRepository.CheckRun run : repository.checkRuns(sha)) {
      if (run.name().equals(request.query().getOrDefault("check_name", run.name()))
          && run.status().equals(request.query().getOrDefault("status", run.status()))) {
        list.add(run.json());
      }
    }
    return Answer.of(200, answer.put("total_count", list.size()));
  }

  private Answer pullsAt(FakeRepository repository, String sha) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (FakePull pull : repository.pulls()) {
      if (pull.headSha().equals(sha) || pull.mergeBase().equals(sha)) {
        list.add(pull.json(github.url().toString()));
      }
    }
    return Answer.of(200, list);
  }

  private Answer permission(FakeRepository repository, String user) {
    Optional<String> role = repository.findRole(user);
    if (role.isEmpty()) {
      return Answer.error(404, user + " is not a user");
    }
    String legacy =
        switch (role.get()) {
          case "admin" -> "admin";
          case "maintain", "write" -> "write";
          case "none" -> "none";
          default -> "read";
        };
    return Answer.of(200, json().put("permission", legacy).put("role_name", role.get()));
  }

  private Answer page(FakePull pull, List<FakePull.Posted> posted) {
    int size = Math.min(100, Integer.parseInt(request.query().getOrDefault("per_page", "30")));
    int page = Integer.parseInt(request.query().getOrDefault("page", "1"));
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    posted.stream().skip((page - 1L) * size).limit(size).map(pull::json).forEach(list::add);
    return Answer.of(200, list);
  }

  private Optional<Answer> badText(String body) {
    if (body.isBlank()) {
      return Optional.of(invalid(List.of("body can't be blank")));
    }
    return body.length() > BODY_LIMIT
        ? Optional.of(invalid(List.of("body is too long (maximum is 65536 characters)")))
        : Optional.empty();
  }

  private Answer comment(FakePull pull) {
    String body = request.body().path("body").asText();
    return badText(body).orElseGet(() -> Answer.of(201, pull.json(pull.say(caller.login(), body))));
  }

  private Answer edit(FakeRepository repository, long id, boolean inline) {
    String body = request.body().path("body").asText();
    for (FakePull pull : repository.pulls()) {
      for (FakePull.Posted posted : inline ? pull.inlineComments() : pull.comments()) {
        if (posted.id() == id) {
          if (!posted.author().equals(caller.login())) {
            return Answer.error(403, "Resource not accessible by integration");
          }
          Optional<Answer> bad = badText(body);
          if (bad.isEmpty()) {
            posted.edit(body);
          }
          return bad.orElseGet(() -> Answer.of(200, pull.json(posted)));
        }
      }
    }
    return Answer.error(404, "Not Found");
  }

  private Answer react(FakeRepository repository, long id, boolean inline) {
    for (FakePull pull : repository.pulls()) {
      for (FakePull.Posted posted : inline ? pull.inlineComments() : pull.comments()) {
        if (posted.id() == id) {
          String content = request.body().path("content").asText();
          // GitHub says 200 to a reaction of the same user that is there already.
          int status = posted.reactions.addIfAbsent(content) ? 201 : 200;
          return Answer.of(status, json().put("id", repository.nextId()).put("content", content));
        }
      }
    }
    return Answer.error(404, "Not Found");
  }

  private Answer review(FakeRepository repository, FakePull pull) {
    JsonNode body = request.body();
    if (!body.path("event").asText().equals("COMMENT") || body.path("body").asText().isBlank()) {
      return invalid(List.of("body is required for the event COMMENT"));
    }
    if (!body.path("commit_id").asText().equals(pull.headSha())) {
      return invalid(List.of("commit_id is not part of the pull request"));
    }
    List<String> errors = new ArrayList<>();
    List<FakePull.Posted> posted = new ArrayList<>();
    for (JsonNode comment : body.path("comments")) {
      int line = comment.path("line").asInt();
      int start = comment.path("start_line").asInt(line);
      String path = comment.path("path").asText();
      String text = comment.path("body").asText();
      if (comment.has("start_line") && start >= line) {
        errors.add("Pull request review thread start line must precede the end line.");
      }
      if (!comment.path("side").asText("RIGHT").equals("RIGHT") || !pull.holds(path, start, line)) {
        errors.add(
            "Pull request review thread line must be part of the diff and Pull request review"
                + " thread diff hunk can't be blank");
      }
      badText(text).ifPresent(bad -> errors.add(bad.body().path("errors").path(0).asText()));
      posted.add(
          new FakePull.Posted(
              repository.nextId(), caller.login(), path, start, line, pull.headSha(), text));
    }
    if (!errors.isEmpty()) {
      return invalid(errors);
    }
    pull.review(posted);
    return Answer.of(200, json().put("id", repository.nextId()).put("state", "COMMENTED"));
  }
}
