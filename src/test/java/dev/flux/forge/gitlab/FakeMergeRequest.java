package dev.flux.forge.gitlab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A merge request of the look-alike: its versions, notes and discussions. */
public final class FakeMergeRequest {
  /** One push: the commits and the diff between base and head. */
  record Version(long id, String base, String start, String head, List<FakeDiff> diffs) {}

  private final FakeProject project;
  final long iid;
  final FakeUser author;
  final String sourceBranch;
  final List<Version> versions = new ArrayList<>();
  final List<ObjectNode> notes = new ArrayList<>();
  final Map<String, ObjectNode> discussions = new LinkedHashMap<>();
  final Set<String> awards = new LinkedHashSet<>();
  private String state = "opened";
  private String title;
  private String description = "";
  private String targetBranch = "main";
  private long source;
  private boolean conflicts;
  private boolean collaboration;
  private boolean draft;
  private boolean prepared = true;

  FakeMergeRequest(
      FakeProject project, long iid, FakeUser author, boolean fork, String sourceBranch) {
    this.project = project;
    this.iid = iid;
    this.author = author;
    this.sourceBranch = sourceBranch;
    this.title = "Change " + iid;
    this.source = fork ? project.id + 1000 : project.id;
  }

  boolean isForked() {
    return source != project.id;
  }

  /** Its branch is in this project. */
  public FakeMergeRequest from(FakeProject fork) {
    source = fork.id;
    return this;
  }

  public String title() {
    return title;
  }

  public String description() {
    return description;
  }

  public String targetBranch() {
    return targetBranch;
  }

  public String sourceBranch() {
    return sourceBranch;
  }

  public boolean isOpen() {
    return state.equals("opened");
  }

  /** The commit at its head. */
  public String head() {
    return newest().head();
  }

  /** Says that it cannot be merged as it is. */
  public void conflict() {
    conflicts = true;
  }

  /** The author of a fork lets members of the target push to it. */
  public void collaborate() {
    collaboration = true;
  }

  /** As Flux wrote it; GitLab takes the beginning of a title for the sign of a draft. */
  FakeMergeRequest written(Map<String, String> form) {
    title = form.getOrDefault("title", title);
    draft = title.startsWith("Draft: ");
    description = form.getOrDefault("description", description);
    targetBranch = form.getOrDefault("target_branch", targetBranch);
    return this;
  }

  /** GitLab aims it at another branch. */
  public void aim(String branch) {
    targetBranch = branch;
    retargeted();
  }

  /** Another target makes another version of the diff. */
  void retargeted() {
    project.changed(this);
  }

  /** The number that people write after {@code !}. */
  public long number() {
    return iid;
  }

  /** A push to the source branch. */
  public void push(String base, String start, String head, List<FakeDiff> diffs) {
    versions.add(new Version(project.nextId(), base, start, head, List.copyOf(diffs)));
  }

  /** Closes it, or {@code merged}, or {@code opened} again. */
  public void state(String state) {
    this.state = state;
  }

  /** Makes it a draft, or ready. */
  public void draft(boolean draft) {
    this.draft = draft;
  }

  /** Whether GitLab has made the diff of the newest push. */
  public void prepared(boolean prepared) {
    this.prepared = prepared;
  }

  /** A note by a person; its id. */
  public long addNote(FakeUser author, String body) {
    ObjectNode note = note(author, body);
    notes.add(note);
    return note.path("id").longValue();
  }

  /** A note by GitLab itself in the name of a user. */
  public void addSystemNote(FakeUser author, String body) {
    ObjectNode note = note(author, body);
    note.put("system", true);
    notes.add(note);
  }

  /** The texts of all notes that stand in no discussion on a line, oldest first. */
  public List<String> noteBodies() {
    return notes.stream().map(note -> note.path("body").textValue()).toList();
  }

  /** {@code path:line body}, with {@code (resolved)} where it is, of every discussion on a line. */
  public List<String> discussionLines() {
    return discussions.values().stream()
        .map(discussion -> discussion.path("notes").path(0))
        .map(
            note ->
                note.at("/position/new_path").textValue()
                    + ":"
                    + note.at("/position/new_line").intValue()
                    + " "
                    + note.path("body").textValue()
                    + (note.path("resolved").booleanValue() ? " (resolved)" : ""))
        .toList();
  }

  /** {@code note id:emoji} of every reaction. */
  public Set<String> awards() {
    return Set.copyOf(awards);
  }

  Version newest() {
    return versions.get(versions.size() - 1);
  }

  ObjectNode note(FakeUser by, String body) {
    ObjectNode note = FakeAnswer.object().put("id", project.nextId()).put("body", body);
    note.set("author", by.json());
    return note.put("system", false).put("resolvable", false).put("noteable_type", "MergeRequest");
  }

  ObjectNode json() {
    Version version = newest();
    ObjectNode json =
        FakeAnswer.object()
            .put("id", 9000 + iid)
            .put("iid", iid)
            .put("project_id", project.id)
            .put("source_project_id", source)
            .put("target_project_id", project.id)
            .put("title", title)
            .put("description", description)
            .put("has_conflicts", conflicts)
            .put("user_notes_count", notes.size())
            .put("allow_collaboration", collaboration)
            .put("state", state)
            .put("draft", draft)
            .put("source_branch", sourceBranch)
            .put("target_branch", targetBranch)
            .put("sha", version.head())
            .put("web_url", "https://gitlab.example/" + project.path + "/-/merge_requests/" + iid);
    json.set("author", author.json());
    if (prepared) {
      json.putObject("diff_refs")
          .put("base_sha", version.base())
          .put("start_sha", version.start())
          .put("head_sha", version.head());
    }
    project.pipelines.stream()
        .filter(pipeline -> pipeline.sha().equals(version.head()))
        .reduce((older, newer) -> newer)
        .ifPresent(pipeline -> json.set("head_pipeline", pipeline.json()));
    return json;
  }

  static ObjectNode json(Version version, boolean withDiffs) {
    ObjectNode json =
        FakeAnswer.object()
            .put("id", version.id())
            .put("base_commit_sha", version.base())
            .put("start_commit_sha", version.start())
            .put("head_commit_sha", version.head())
            .put("state", "collected");
    if (withDiffs) {
      var diffs = json.putArray("diffs");
      for (FakeDiff diff : version.diffs()) {
        diffs
            .addObject()
            .put("old_path", diff.oldPath())
            .put("new_path", diff.newPath())
            .put("renamed_file", !diff.oldPath().equals(diff.newPath()))
            .put("diff", diff.hunks());
      }
    }
    return json;
  }

  /** Begins a discussion as GitLab does: a position must be a line of the newest diff. */
  FakeAnswer discuss(FakeUser by, Map<String, String> form) {
    Version version = newest();
    boolean current =
        version.base().equals(form.get("position[base_sha]"))
            && version.start().equals(form.get("position[start_sha]"))
            && version.head().equals(form.get("position[head_sha]"))
            && "text".equals(form.get("position[position_type]"));
    boolean shown =
        version.diffs().stream()
            .filter(diff -> diff.newPath().equals(form.get("position[new_path]")))
            .filter(diff -> diff.oldPath().equals(form.get("position[old_path]")))
            .anyMatch(
                diff ->
                    diff.shows(line(form, "position[old_line]"), line(form, "position[new_line]")));
    if (!current || !shown) {
      return FakeAnswer.refused(
          400,
          "400 Bad request - Note {:line_code=>[\"can't be blank\", \"must be a valid line"
              + " code\"]}");
    }
    ObjectNode note =
        note(by, form.getOrDefault("body", "")).put("type", "DiffNote").put("resolvable", true);
    note.put("resolved", false)
        .putObject("position")
        .put("position_type", "text")
        .put("base_sha", version.base())
        .put("start_sha", version.start())
        .put("head_sha", version.head())
        .put("old_path", form.get("position[old_path]"))
        .put("new_path", form.get("position[new_path]"))
        .put("new_line", line(form, "position[new_line]").orElseThrow());
    String id = "%040x".formatted(note.path("id").longValue());
    ObjectNode discussion = FakeAnswer.object().put("id", id).put("individual_note", false);
    discussion.putArray("notes").add(note);
    discussions.put(id, discussion);
    return FakeAnswer.created(discussion);
  }

  private static Optional<Integer> line(Map<String, String> form, String name) {
    return Optional.ofNullable(form.get(name)).map(Integer::valueOf);
  }

  Optional<ObjectNode> findNote(long id) {
    return Stream.concat(
            notes.stream(),
            discussions.values().stream().map(d -> (ObjectNode) d.path("notes").path(0)))
        .filter(note -> note.path("id").longValue() == id)
        .findFirst();
  }
}
