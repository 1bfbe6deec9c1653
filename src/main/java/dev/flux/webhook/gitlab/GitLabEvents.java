package dev.flux.webhook.gitlab;

import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeKind;
import dev.flux.webhook.Delivery;
import dev.flux.webhook.MalformedPayload;
import dev.flux.webhook.Payload;
import dev.flux.webhook.Trigger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What GitLab's events ask for (GitLab Docs, "Webhook events"). */
final class GitLabEvents {
  private static final String ATTRIBUTES = "object_attributes";

  /** The user behind a project's or group's access token. */
  private static final Pattern BOT = Pattern.compile("(?:project|group)_[0-9]+_bot.*");

  private static final Set<String> OPENED = Set.of("open", "reopen");
  private static final Set<String> CLOSED = Set.of("close", "merge");

  private GitLabEvents() {}

  static Trigger trigger(Delivery delivery) {
    try {
      Payload payload = Payload.parse(delivery.body());
      return switch (delivery.event()) {
        case "Merge Request Hook" -> mergeRequest(payload);
        case "Note Hook" -> note(payload);
        default -> new Trigger.Ignored(delivery.event() + ": not an event that Flux acts on");
      };
    } catch (MalformedPayload e) {
      return new Trigger.Ignored(delivery.event() + ": " + e.reason());
    }
  }

  private static Trigger mergeRequest(Payload payload) {
    String action = payload.text(ATTRIBUTES, "action").orElse("");
    String name = "merge request " + (action.matches("[a-z_]{1,40}") ? action : "?");
    Optional<ChangeRequestId> change = change(payload, ATTRIBUTES);
    if (change.isEmpty()) {
      return new Trigger.Ignored(name + ": names no merge request");
    }
    if (CLOSED.contains(action)) {
      return new Trigger.Closed(change.get());
    }
    boolean moved = action.equals("update") && moved(payload);
    return moved || OPENED.contains(action)
        ? new Trigger.Review(change.get(), name)
        : new Trigger.Ignored(name + ": changes neither head nor target");
  }

  /** Whether an update brought commits, another target, or the end of the draft. */
  private static boolean moved(Payload payload) {
    // Older GitLab says work_in_progress for draft.
    return payload.text(ATTRIBUTES, "oldrev").isPresent()
        || payload.has("changes", "target_branch")
        || payload.flag("changes", "draft", "previous")
        || payload.flag("changes", "work_in_progress", "previous");
  }

  private static Trigger note(Payload payload) {
    if (!payload.text(ATTRIBUTES, "noteable_type").equals(Optional.of("MergeRequest"))) {
      return new Trigger.Ignored("note: not on a merge request");
    }
    if (payload.flag(ATTRIBUTES, "system")) {
      return new Trigger.Ignored("note: written by GitLab itself");
    }
    // GitLab before 16.11 does not say whether a note is new.
    if (!payload.text(ATTRIBUTES, "action").orElse("create").equals("create")) {
      return new Trigger.Ignored("note: only a new comment can give a command");
    }
    Optional<ChangeRequestId> change = change(payload, "merge_request");
    Optional<Long> note = payload.number(ATTRIBUTES, "id");
    Optional<String> author = payload.text("user", "username");
    Optional<String> text = payload.text(ATTRIBUTES, "note");
    if (change.isEmpty() || note.isEmpty() || author.isEmpty() || text.isEmpty()) {
      return new Trigger.Ignored("note: names no comment on a merge request");
    }
    return BOT.matcher(author.get()).matches()
        ? new Trigger.Ignored("note: written by a bot")
        : new Trigger.Commented(change.get(), Long.toString(note.get()), author.get(), text.get());
  }

  private static Optional<ChangeRequestId> change(Payload payload, String member) {
    return Payload.change(
        ForgeKind.GITLAB,
        payload.repository("project", "path_with_namespace"),
        payload.number(member, "iid"));
  }
}
