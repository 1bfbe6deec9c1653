package dev.flux.forge.gitlab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flux.forge.Check;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A project of the look-alike: its members, merge requests, pipelines and commit statuses. */
public final class FakeProject {
  /** A pipeline; {@code source} is {@code external} where a status made it. */
  record Pipeline(long id, long projectId, String sha, String ref, String source) {
    ObjectNode json() {
      return FakeAnswer.object()
          .put("id", id)
          .put("project_id", projectId)
          .put("sha", sha)
          .put("ref", ref)
          .put("source", source)
          .put("status", "running");
    }
  }

  private static final Map<String, String> EVENTS =
      Map.of("running", "run", "success", "success", "failed", "drop", "canceled", "cancel");

  private final AtomicLong ids;
  final long id;
  final String path;
  final Map<Long, Integer> members = new LinkedHashMap<>();
  final Map<Long, FakeMergeRequest> requests = new TreeMap<>();
  final List<Pipeline> pipelines = new ArrayList<>();
  private final List<ObjectNode> statuses = new ArrayList<>();
  private final Set<String> branches = new HashSet<>();
  private Consumer<FakeMergeRequest> onChange = request -> {};

  FakeProject(AtomicLong ids, String path) {
    this.ids = ids;
    this.id = ids.incrementAndGet();
    this.path = path;
  }

  long nextId() {
    return ids.incrementAndGet();
  }

  /** Gives a user an access level, 0 for none. */
  public void member(FakeUser user, int level) {
    members.put(user.id(), level);
  }

  /** Opens a merge request into {@code main}; the first push follows with {@code push}. */
  public FakeMergeRequest openMergeRequest(FakeUser author, String sourceBranch, boolean fork) {
    long iid = requests.size() + 1L;
    FakeMergeRequest request = new FakeMergeRequest(this, iid, author, fork, sourceBranch);
    requests.put(iid, request);
    return request;
  }

  /** A branch that there is. */
  public void branch(String branch) {
    branches.add(branch);
  }

  /** Tells of every request that is opened or aimed elsewhere; its diff is pushed by the test. */
  public void onChange(Consumer<FakeMergeRequest> listener) {
    onChange = listener;
  }

  void changed(FakeMergeRequest request) {
    onChange.accept(request);
  }

  /** A request by its number. */
  public FakeMergeRequest request(long iid) {
    return Optional.ofNullable(requests.get(iid)).orElseThrow();
  }

  /** Every request, by number. */
  public List<FakeMergeRequest> requests() {
    return List.copyOf(requests.values());
  }

  FakeAnswer openRequest(FakeUser by, Map<String, String> form) {
    String source = form.getOrDefault("source_branch", "");
    String target = form.getOrDefault("target_branch", "");
    if (!branches.contains(source) || !branches.contains(target) || source.equals(target)) {
      return FakeAnswer.refused(400, "source_branch or target_branch does not exist");
    }
    boolean twice =
        requests.values().stream().anyMatch(r -> r.isOpen() && r.sourceBranch().equals(source));
    if (twice || form.getOrDefault("title", "").isBlank()) {
      return FakeAnswer.refused(
          409, "Another open merge request already exists for this source branch");
    }
    FakeMergeRequest request = openMergeRequest(by, source, false).written(form);
    changed(request);
    return FakeAnswer.created(request.json());
  }

  List<ObjectNode> requestJson(Map<String, String> query) {
    String state = query.getOrDefault("state", "all");
    return requests.values().stream()
        .filter(r -> r.sourceBranch().equals(query.getOrDefault("source_branch", r.sourceBranch())))
        .filter(r -> state.equals("all") || r.isOpen() == state.equals("opened"))
        .map(FakeMergeRequest::json)
        .toList();
  }

  ObjectNode json() {
    return FakeAnswer.object().put("id", id).put("path_with_namespace", path);
  }

  /** Starts a pipeline of the project's own CI. */
  public long startPipeline(String sha, String ref) {
    Pipeline pipeline = new Pipeline(nextId(), id, sha, ref, "push");
    pipelines.add(pipeline);
    return pipeline.id();
  }

  /** How many pipelines a commit has; two of them confuse a merge request. */
  public long pipelinesOf(String sha) {
    return pipelines.stream().filter(pipeline -> pipeline.sha().equals(sha)).count();
  }

  /** {@code state: description} of Flux's check on a commit, in each pipeline. */
  public List<String> statusesOf(String sha) {
    return statusJson(sha, Check.NAME).stream()
        .map(
            status ->
                status.path("status").textValue() + ": " + status.path("description").textValue())
        .toList();
  }

  /** The latest status of a name in each pipeline, as GitLab lists them. */
  List<ObjectNode> statusJson(String sha, String name) {
    Map<Long, ObjectNode> newest = new LinkedHashMap<>();
    statuses.stream()
        .filter(status -> status.path("sha").textValue().equals(sha))
        .filter(status -> status.path("name").textValue().equals(name))
        .forEach(status -> newest.put(status.path("pipeline_id").longValue(), status));
    return List.copyOf(newest.values());
  }

  /** Sets a status as GitLab does, and refuses what would make a second pipeline. */
  FakeAnswer setStatus(String sha, Map<String, String> form) {
    boolean known =
        requests.values().stream()
            .flatMap(request -> request.versions.stream())
            .anyMatch(version -> version.head().equals(sha));
    if (!known) {
      return FakeAnswer.refused(404, "404 Commit Not Found");
    }
    Optional<Pipeline> chosen = choose(sha, form);
    if (chosen.isEmpty()) {
      return FakeAnswer.refused(
          400, "the pipeline or the ref does not hold the commit, or there would be two pipelines");
    }
    Pipeline pipeline = chosen.get();
    String state = form.getOrDefault("state", "");
    String name = form.getOrDefault("name", "default");
    Optional<String> stands =
        statusJson(sha, name).stream()
            .filter(status -> status.path("pipeline_id").longValue() == pipeline.id())
            .findFirst()
            .map(status -> status.path("status").textValue());
    if (!EVENTS.containsKey(state) || form.getOrDefault("description", "").length() > 255) {
      return FakeAnswer.refused(400, "state or description is not valid");
    }
    if (stands.equals(Optional.of(state))) {
      String event = EVENTS.get(state);
      return FakeAnswer.refused(
          400,
          "Cannot transition status via :%s from :%s (Reason(s): Status cannot transition via \"%s\")"
              .formatted(event, state, event));
    }
    ObjectNode status =
        FakeAnswer.object()
            .put("id", nextId())
            .put("sha", sha)
            .put("ref", pipeline.ref())
            .put("status", state)
            .put("name", name)
            .put("pipeline_id", pipeline.id())
            .put("target_url", form.get("target_url"))
            .put("description", form.get("description"));
    statuses.add(status);
    return FakeAnswer.created(status);
  }

  private Optional<Pipeline> choose(String sha, Map<String, String> form) {
    List<Pipeline> ofCommit = pipelines.stream().filter(p -> p.sha().equals(sha)).toList();
    if (form.containsKey("pipeline_id")) {
      long wanted = Long.parseLong(form.get("pipeline_id"));
      return ofCommit.stream().filter(pipeline -> pipeline.id() == wanted).findFirst();
    }
    String ref = form.getOrDefault("ref", "");
    if (!ofCommit.isEmpty() || !holds(ref, sha)) {
      return ofCommit.stream().filter(pipeline -> pipeline.ref().equals(ref)).findFirst();
    }
    Pipeline external = new Pipeline(nextId(), id, sha, ref, "external");
    pipelines.add(external);
    return Optional.of(external);
  }

  private boolean holds(String ref, String sha) {
    return requests.values().stream()
        .filter(request -> request.versions.stream().anyMatch(v -> v.head().equals(sha)))
        .anyMatch(
            request ->
                ref.equals("refs/merge-requests/" + request.iid + "/head")
                    || (!request.isForked() && ref.equals(request.sourceBranch)));
  }
}
