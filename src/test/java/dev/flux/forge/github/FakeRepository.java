package dev.flux.forge.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;

/** A repository of {@link FakeGitHub}. */
public final class FakeRepository {
  private final String name;
  private final AtomicLong ids;
  private final Map<Long, FakePull> pulls = new ConcurrentSkipListMap<>();
  private final Set<String> commits = ConcurrentHashMap.newKeySet();
  private final Map<String, String> roles = new ConcurrentHashMap<>();
  private final List<CheckRun> checkRuns = new CopyOnWriteArrayList<>();
  private final List<Status> statuses = new CopyOnWriteArrayList<>();
  private final Map<String, String> branches = new ConcurrentHashMap<>();
  private volatile BinaryOperator<String> mergeBases = (base, head) -> "";
  private volatile Consumer<FakePull> onOpen = pull -> {};
  private volatile long installation;

  /** A commit status. */
  public record Status(String sha, String state, String context, String description) {}

  /** A check run, with its last state. */
  public static final class CheckRun {
    final long id;
    final String sha;
    final String name;
    private final ObjectNode json;

    CheckRun(long id, ObjectNode json) {
      this.id = id;
      this.sha = json.path("head_sha").asText();
      this.name = json.path("name").asText();
      this.json = json;
    }

    ObjectNode json() {
      return json;
    }

    public String sha() {
      return sha;
    }

    public String name() {
      return name;
    }

    public String status() {
      return json.path("status").asText();
    }

    /** Empty until it is completed. */
    public String conclusion() {
      return json.path("conclusion").asText("");
    }

    public String title() {
      return json.path("output").path("title").asText();
    }

    public String summary() {
      return json.path("output").path("summary").asText();
    }

    public String externalId() {
      return json.path("external_id").asText();
    }
  }

  FakeRepository(String name, AtomicLong ids) {
    this.name = name;
    this.ids = ids;
  }

  long nextId() {
    return ids.incrementAndGet();
  }

  public String name() {
    return name;
  }

  /** Installs the App here. */
  public FakeRepository install(long id) {
    installation = id;
    return this;
  }

  /** 0 where the App is not installed. */
  public long installation() {
    return installation;
  }

  /** Says where a branch is. */
  public void branch(String branch, String sha) {
    branches.put(branch, sha);
    addCommit(sha);
  }

  /** Deletes a branch: what was aimed at it is aimed at another. */
  public void deleteBranch(String branch, String instead) {
    branches.remove(branch);
    pulls.values().stream()
        .filter(pull -> pull.isOpen() && pull.baseRef().equals(branch))
        .forEach(pull -> pull.rebase(instead, "", ""));
  }

  Optional<String> findBranch(String branch) {
    return Optional.ofNullable(branches.get(branch));
  }

  /** How merge bases are found; empty text where there is none. */
  public void mergeBases(BinaryOperator<String> finder) {
    mergeBases = finder;
  }

  Optional<String> mergeBase(String base, String head) {
    return Optional.of(mergeBases.apply(base, head)).filter(sha -> !sha.isEmpty());
  }

  /** Tells of every pull request that is opened with the API. */
  public void onOpen(Consumer<FakePull> listener) {
    onOpen = listener;
  }

  FakePull open(String baseRef, String headRef) {
    long number = pulls.keySet().stream().mapToLong(Long::longValue).max().orElse(0) + 1;
    FakePull pull =
        new FakePull(
                this,
                number,
                baseRef,
                findBranch(baseRef).orElseThrow(),
                "",
                findBranch(headRef).orElseThrow())
            .from(headRef);
    pulls.put(number, pull);
    return pull;
  }

  void opened(FakePull pull) {
    onOpen.accept(pull);
  }

  /** Opens a pull request against {@code main}. */
  public FakePull openPull(long number, String baseSha, String mergeBase, String headSha) {
    FakePull pull = new FakePull(this, number, "main", baseSha, mergeBase, headSha);
    pulls.put(number, pull);
    return pull;
  }

  /** Gives a user a role: none, read, triage, write, maintain, admin, or one of its own making. */
  public FakeRepository role(String user, String role) {
    roles.put(user, role);
    return this;
  }

  Optional<String> findRole(String user) {
    return Optional.ofNullable(roles.get(user));
  }

  /** Makes a commit known. */
  public void addCommit(String sha) {
    commits.add(sha);
  }

  boolean knows(String sha) {
    return commits.contains(sha);
  }

  public Optional<FakePull> findPull(long number) {
    return Optional.ofNullable(pulls.get(number));
  }

  public Collection<FakePull> pulls() {
    return List.copyOf(pulls.values());
  }

  /** Check runs on a commit, oldest first. */
  public List<CheckRun> checkRuns(String sha) {
    return checkRuns.stream().filter(run -> run.sha.equals(sha)).toList();
  }

  /** Commit statuses on a commit, oldest first. */
  public List<Status> statuses(String sha) {
    return statuses.stream().filter(status -> status.sha().equals(sha)).toList();
  }

  void add(Status status) {
    statuses.add(status);
  }

  CheckRun addRun(ObjectNode json) {
    CheckRun run = new CheckRun(nextId(), json);
    json.put("id", run.id);
    checkRuns.add(run);
    return run;
  }

  Optional<CheckRun> findRun(long id) {
    return checkRuns.stream().filter(run -> run.id == id).findFirst();
  }
}
