package dev.flux.webhook.github;

import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeKind;
import dev.flux.forge.github.GitHubForge;
import dev.flux.webhook.Delivery;
import dev.flux.webhook.Intent;
import dev.flux.webhook.MalformedPayload;
import dev.flux.webhook.Payload;
import dev.flux.webhook.Trigger;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What GitHub's events ask for (GitHub Docs, "Webhook events and payloads"). */
final class GitHubEvents {
  private static final Set<String> REVIEWED =
      Set.of("opened", "synchronize", "reopened", "ready_for_review");

  private final OptionalLong appId;

  GitHubEvents(OptionalLong appId) {
    this.appId = appId;
  }

  Intent interpret(Delivery delivery) {
    try {
      Payload payload = Payload.parse(delivery.body());
      return new Intent(trigger(delivery.event(), payload), payload.number("installation", "id"));
    } catch (MalformedPayload e) {
      return new Intent(
          new Trigger.Ignored(delivery.event() + ": " + e.reason()), Optional.empty());
    }
  }

  private Trigger trigger(String event, Payload payload) {
    return switch (event) {
      case "pull_request" -> pullRequest(payload);
      case "issue_comment" -> issueComment(payload);
      case "pull_request_review_comment" ->
          comment(event, "pull_request", GitHubForge.LINE_COMMENT, payload);
      case "check_run", "check_suite" -> check(event, payload);
      default -> new Trigger.Ignored(name(event, payload) + ": not an event that Flux acts on");
    };
  }

  private Trigger pullRequest(Payload payload) {
    String name = name("pull_request", payload);
    Optional<ChangeRequestId> change = change(payload, "pull_request");
    if (change.isEmpty()) {
      return new Trigger.Ignored(name + ": names no pull request");
    }
    String action = payload.text("action").orElse("");
    if (action.equals("closed")) {
      return new Trigger.Closed(change.get());
    }
    boolean moved = action.equals("edited") && payload.has("changes", "base");
    return moved || REVIEWED.contains(action)
        ? new Trigger.Review(change.get(), name)
        : new Trigger.Ignored(name + ": changes neither head nor base");
  }

  private Trigger issueComment(Payload payload) {
    return payload.has("issue", "pull_request")
        ? comment("issue_comment", "issue", "", payload)
        : new Trigger.Ignored(name("issue_comment", payload) + ": on an issue");
  }

  private Trigger comment(String event, String about, String idPrefix, Payload payload) {
    String name = name(event, payload);
    if (!payload.text("action").equals(Optional.of("created"))) {
      return new Trigger.Ignored(name + ": only a new comment can give a command");
    }
    if (payload.text("comment", "user", "type").equals(Optional.of("Bot"))) {
      return new Trigger.Ignored(name + ": written by a bot");
    }
    Optional<ChangeRequestId> change = change(payload, about);
    Optional<Long> comment = payload.number("comment", "id");
    Optional<String> author = payload.text("comment", "user", "login");
    Optional<String> text = payload.text("comment", "body");
    if (change.isEmpty() || comment.isEmpty() || author.isEmpty() || text.isEmpty()) {
      return new Trigger.Ignored(name + ": names no comment on a pull request");
    }
    return new Trigger.Commented(change.get(), idPrefix + comment.get(), author.get(), text.get());
  }

  private Trigger check(String event, Payload payload) {
    String name = name(event, payload);
    if (!payload.text("action").equals(Optional.of("rerequested"))) {
      return new Trigger.Ignored(name + ": not asked for again");
    }
    Optional<Long> app = payload.number(event, "app", "id");
    if (appId.isPresent() && !app.equals(Optional.of(appId.getAsLong()))) {
      return new Trigger.Ignored(name + ": of another App");
    }
    Optional<String> repository = repository(payload);
    Optional<String> sha = payload.sha(event, "head_sha");
    return repository.isPresent() && sha.isPresent()
        ? new Trigger.Recheck(repository.get(), sha.get())
        : new Trigger.Ignored(name + ": names no commit");
  }

  private static Optional<ChangeRequestId> change(Payload payload, String member) {
    return Payload.change(ForgeKind.GITHUB, repository(payload), payload.number(member, "number"));
  }

  /** Owner and name: GitHub has no groups in groups. */
  private static Optional<String> repository(Payload payload) {
    return payload
        .repository("repository", "full_name")
        .filter(name -> name.indexOf('/') == name.lastIndexOf('/'));
  }

  private static String name(String event, Payload payload) {
    return event + payload.text("action").map(action -> " " + shown(action)).orElse("");
  }

  /** An action as it may stand in a log line. */
  private static String shown(String action) {
    return action.matches("[a-z_]{1,40}") ? action : "?";
  }
}
