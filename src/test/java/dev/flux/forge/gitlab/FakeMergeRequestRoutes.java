package dev.flux.forge.gitlab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The calls below one merge request of the look-alike. */
final class FakeMergeRequestRoutes {
  private final FakeMergeRequest request;
  private final FakeUser caller;

  FakeMergeRequestRoutes(FakeMergeRequest request, FakeUser caller) {
    this.request = request;
    this.caller = caller;
  }

  Optional<FakeAnswer> route(String method, List<String> rest, Map<String, String> form) {
    String call = method + (rest.isEmpty() ? "" : " " + rest.get(0)) + " " + rest.size();
    return switch (call) {
      case "GET 0" -> Optional.of(FakeAnswer.ok(request.json()));
      case "PUT 0" -> Optional.of(update(form));
      case "GET versions 1" ->
          Optional.of(
              FakeAnswer.page(
                  request.versions.stream()
                      .map(version -> FakeMergeRequest.json(version, false))
                      .toList(),
                  form));
      case "GET versions 2" -> Optional.of(version(Long.parseLong(rest.get(1))));
      case "GET notes 1" -> Optional.of(FakeAnswer.page(allNotes(), form));
      case "POST notes 1" -> Optional.of(addNote(form));
      case "PUT notes 2" -> Optional.of(edit(Long.parseLong(rest.get(1)), form));
      case "POST notes 3" -> Optional.of(award(Long.parseLong(rest.get(1)), form));
      case "GET discussions 1" -> Optional.of(FakeAnswer.page(allDiscussions(), form));
      case "POST discussions 1" -> Optional.of(request.discuss(caller, form));
      case "PUT discussions 2" -> Optional.of(resolve(rest.get(1), form));
      default -> Optional.empty();
    };
  }

  private FakeAnswer update(Map<String, String> form) {
    if (!request.isOpen()) {
      return FakeAnswer.refused(403, "403 Forbidden");
    }
    request.written(form);
    if (form.containsKey("target_branch")) {
      request.retargeted();
    }
    return FakeAnswer.ok(request.json());
  }

  private FakeAnswer version(long id) {
    return request.versions.stream()
        .filter(version -> version.id() == id)
        .map(version -> FakeAnswer.ok(FakeMergeRequest.json(version, true)))
        .findFirst()
        .orElseGet(() -> FakeAnswer.refused(404, "404 Not found"));
  }

  /** GitLab lists the newest first unless asked otherwise, and those on lines among them. */
  private List<ObjectNode> allNotes() {
    return Stream.concat(
            request.notes.stream(),
            request.discussions.values().stream()
                .map(discussion -> (ObjectNode) discussion.path("notes").path(0)))
        .sorted(
            Comparator.comparingLong((ObjectNode note) -> note.path("id").longValue()).reversed())
        .toList();
  }

  /** A plain note is a discussion of its own here, too. */
  private List<ObjectNode> allDiscussions() {
    return Stream.concat(
            request.notes.stream()
                .map(
                    note -> {
                      ObjectNode alone =
                          FakeAnswer.object()
                              .put("id", "n" + note.path("id").longValue())
                              .put("individual_note", true);
                      alone.putArray("notes").add(note);
                      return alone;
                    }),
            request.discussions.values().stream())
        .toList();
  }

  private FakeAnswer addNote(Map<String, String> form) {
    String body = form.getOrDefault("body", "");
    if (body.isBlank()) {
      return FakeAnswer.refused(400, "body is empty");
    }
    ObjectNode note = request.note(caller, body);
    request.notes.add(note);
    return FakeAnswer.created(note);
  }

  private FakeAnswer edit(long id, Map<String, String> form) {
    Optional<ObjectNode> note = request.findNote(id);
    if (note.isEmpty()) {
      return FakeAnswer.refused(404, "404 Note Not Found");
    }
    if (note.get().at("/author/id").longValue() != caller.id()) {
      return FakeAnswer.refused(403, "403 Forbidden");
    }
    return FakeAnswer.ok(note.get().put("body", form.get("body")));
  }

  private FakeAnswer resolve(String id, Map<String, String> form) {
    ObjectNode discussion = request.discussions.get(id);
    if (discussion == null) {
      return FakeAnswer.refused(404, "404 Discussion Not Found");
    }
    ((ObjectNode) discussion.path("notes").path(0))
        .put("resolved", Boolean.parseBoolean(form.get("resolved")));
    return FakeAnswer.ok(discussion);
  }

  private FakeAnswer award(long note, Map<String, String> form) {
    if (request.findNote(note).isEmpty()) {
      return FakeAnswer.refused(404, "404 Note Not Found");
    }
    return request.awards.add(note + ":" + form.get("name"))
        ? FakeAnswer.created(FakeAnswer.object().put("id", 1).put("name", form.get("name")))
        : FakeAnswer.refused(404, "404 Award Emoji Name has already been taken Not Found");
  }
}
