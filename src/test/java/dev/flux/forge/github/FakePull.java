package dev.flux.forge.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A pull request of {@link FakeGitHub}, and what was posted on it. */
public final class FakePull {
  private final FakeRepository repository;
  private final long number;
  private volatile String baseRef;
  private volatile String baseSha;
  private volatile String mergeBase;
  private final Map<String, TreeSet<Integer>> diff = new HashMap<>();
  private final List<Posted> comments = new CopyOnWriteArrayList<>();
  private final List<Posted> inline = new CopyOnWriteArrayList<>();
  private final List<Integer> reviews = new CopyOnWriteArrayList<>();
  private volatile String headSha;
  private volatile boolean open = true;
  private volatile boolean draft;
  private volatile boolean merged;
  private volatile boolean conflicts;
  private volatile String title;
  private volatile String body = "";
  private volatile String author = "ann";
  private volatile String headRef = "topic";
  private volatile String headRepository;
  private volatile boolean maintainersEdit;

  /** A comment; its path is empty where it stands on the whole request. */
  public static final class Posted {
    final long id;
    final String author;
    final String path;
    final int startLine;
    final int line;
    final String commit;
    final CopyOnWriteArrayList<String> reactions = new CopyOnWriteArrayList<>();
    private volatile String body;
    private final AtomicInteger edits = new AtomicInteger();

    Posted(
        long id, String author, String path, int startLine, int line, String commit, String body) {
      this.id = id;
      this.author = author;
      this.path = path;
      this.startLine = startLine;
      this.line = line;
      this.commit = commit;
      this.body = body;
    }

    public long id() {
      return id;
    }

    public String author() {
      return author;
    }

    public String path() {
      return path;
    }

    public int startLine() {
      return startLine;
    }

    public int line() {
      return line;
    }

    public String body() {
      return body;
    }

    /** How often the text was replaced. */
    public int edits() {
      return edits.get();
    }

    public List<String> reactions() {
      return List.copyOf(reactions);
    }

    void edit(String text) {
      body = text;
      edits.incrementAndGet();
    }

    @Override
    public String toString() {
      return author + " on " + path + ":" + line + ": " + body;
    }
  }

  FakePull(
      FakeRepository repository,
      long number,
      String baseRef,
      String baseSha,
      String mergeBase,
      String headSha) {
    this.repository = repository;
    this.number = number;
    this.baseRef = baseRef;
    this.baseSha = baseSha;
    this.mergeBase = mergeBase;
    this.headSha = headSha;
    this.title = "Change " + number;
    this.headRepository = repository.name();
    repository.addCommit(headSha);
  }

  /** Names the branch that it brings. */
  public FakePull from(String branch) {
    headRef = branch;
    return this;
  }

  /** Its branch is in a fork. */
  public FakePull fromFork(String name, boolean editable) {
    headRepository = name;
    maintainersEdit = editable;
    return this;
  }

  /** As Flux or a person wrote it. */
  FakePull written(String by, String called, String text, boolean asDraft) {
    author = by;
    title = called;
    body = text;
    draft = asDraft;
    return this;
  }

  /** Says that it cannot be merged as it is. */
  public void conflict() {
    conflicts = true;
  }

  /** Merges it. */
  public void merge() {
    open = false;
    merged = true;
  }

  public String title() {
    return title;
  }

  public String body() {
    return body;
  }

  void describe(String text) {
    body = text;
  }

  public String author() {
    return author;
  }

  public boolean isDraft() {
    return draft;
  }

  public String headRef() {
    return headRef;
  }

  public String baseRef() {
    return baseRef;
  }

  /** Puts lines of the head's side into the diff; lines next to each other are one hunk. */
  public FakePull diff(String path, int first, int last) {
    TreeSet<Integer> lines = diff.computeIfAbsent(path, key -> new TreeSet<>());
    for (int line = first; line <= last; line++) {
      lines.add(line);
    }
    return this;
  }

  /** Moves the head; the diff must be said anew. */
  public FakePull push(String sha) {
    headSha = sha;
    repository.addCommit(sha);
    diff.clear();
    return this;
  }

  /** Aims it at another branch. */
  public FakePull rebase(String ref, String sha, String forkedFrom) {
    baseRef = ref;
    baseSha = sha;
    mergeBase = forkedFrom;
    return this;
  }

  /** Closes it. */
  public void close() {
    open = false;
  }

  /** Opens it again. */
  public void reopen() {
    open = true;
  }

  /** Makes it a draft. */
  public FakePull draft() {
    draft = true;
    return this;
  }

  /** Lets anybody write a comment. */
  public Posted say(String author, String body) {
    Posted posted = new Posted(repository.nextId(), author, "", 0, 0, "", body);
    comments.add(posted);
    return posted;
  }

  /** Lets anybody write a comment on a line. */
  public Posted sayInline(String author, String path, int line, String body) {
    Posted posted = new Posted(repository.nextId(), author, path, line, line, headSha, body);
    inline.add(posted);
    return posted;
  }

  /** Deletes a comment. */
  public void delete(Posted posted) {
    comments.remove(posted);
    inline.remove(posted);
  }

  public long number() {
    return number;
  }

  public String headSha() {
    return headSha;
  }

  public boolean isOpen() {
    return open;
  }

  String baseSha() {
    return repository.findBranch(baseRef).orElse(baseSha);
  }

  /** Where its base branch is. */
  public String baseTip() {
    return baseSha();
  }

  String mergeBase() {
    return mergeBase.isEmpty() ? repository.mergeBase(baseSha(), headSha).orElse("") : mergeBase;
  }

  /** Comments on the whole request, oldest first. */
  public List<Posted> comments() {
    return List.copyOf(comments);
  }

  /** Comments on lines, oldest first. */
  public List<Posted> inlineComments() {
    return List.copyOf(inline);
  }

  /** How many comments each review brought. */
  public List<Integer> reviews() {
    return List.copyOf(reviews);
  }

  void review(List<Posted> posted) {
    reviews.add(posted.size());
    inline.addAll(posted);
  }

  /** Whether GitHub would place a comment on these lines of the head's side. */
  boolean holds(String path, int startLine, int line) {
    TreeSet<Integer> lines = diff.getOrDefault(path, new TreeSet<>());
    List<Integer> wanted = new ArrayList<>();
    for (int at = startLine; at <= line; at++) {
      wanted.add(at);
    }
    return !wanted.isEmpty() && lines.containsAll(wanted);
  }

  ObjectNode json(String api) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    String url = api + "/repos/" + repository.name() + "/pulls/" + number;
    json.put("id", 1000 + number).put("number", number).put("state", open ? "open" : "closed");
    json.put("title", title).put("draft", draft).put("url", url).put("body", body);
    json.put("merged", merged).put("maintainer_can_modify", maintainersEdit);
    json.put("mergeable", !conflicts);
    json.put("html_url", "https://forge.example/" + repository.name() + "/pull/" + number);
    json.put("mergeable_state", "clean").put("comments", comments.size());
    json.put("review_comments", inline.size());
    json.putObject("user").put("login", author).put("id", 5).put("type", "User");
    side(json.putObject("base"), baseRef, baseSha(), repository.name());
    side(json.putObject("head"), headRef, headSha, headRepository);
    return json;
  }

  private static void side(ObjectNode side, String ref, String sha, String name) {
    side.put("ref", ref).put("sha", sha).put("label", name.replaceFirst("/.*", "") + ":" + ref);
    side.putObject("repo").put("full_name", name);
  }

  /** As the two lists of comments show it. */
  ObjectNode json(Posted posted) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", posted.id).put("body", posted.body);
    json.put("created_at", "2026-01-01T00:00:00Z").put("updated_at", "2026-01-01T00:00:00Z");
    json.putObject("user").put("login", posted.author).put("id", posted.author.hashCode());
    if (!posted.path.isEmpty()) {
      json.put("path", posted.path).put("commit_id", headSha);
      json.put("original_commit_id", posted.commit).put("side", "RIGHT");
      json.put("original_line", posted.line);
      if (holds(posted.path, posted.line, posted.line)) {
        json.put("line", posted.line);
      } else {
        json.putNull("line");
      }
    }
    return json;
  }
}
