package dev.flux.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flux.forge.ForgeKind;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A command that somebody comments after the review, and what Flux does about it. */
final class ObeyedCommand {
  private static final long COMMENT = 9_000;

  private final Conversation conversation;
  private final DemoSecrets secrets;
  private final URI server;
  private final Consumer<String> say;

  ObeyedCommand(Conversation conversation, DemoSecrets secrets, URI server, Consumer<String> say) {
    this.conversation = conversation;
    this.secrets = secrets;
    this.server = server;
    this.say = say;
  }

  /** Whether all went as expected; so too where the sample has no command. */
  boolean show() throws IOException, InterruptedException {
    return conversation.sample().command().isEmpty() || show(conversation.sample().command().get());
  }

  private boolean show(Sample.Said command) throws IOException, InterruptedException {
    int before = conversation.comments().size();
    say.accept("");
    say.accept("   " + command.author() + " comments: " + command.text());
    secrets.deliver(ForgeKind.GITHUB, "issue_comment", delivery(command), server);
    if (!conversation.awaitObedience(DemoCommand.PATIENCE_SECONDS)) {
      say.accept("   ✗ not obeyed within " + DemoCommand.PATIENCE_SECONDS + " s");
      return false;
    }
    for (int i = before; i < conversation.comments().size(); i++) {
      say.accept("");
      say.accept(
          CommentView.of(conversation.comments().get(i).path("body").asText()).stripTrailing());
    }
    List<String> titles = new ArrayList<>();
    for (JsonNode request : conversation.requests()) {
      titles.add(request.path("title").asText());
      show(request);
    }
    conversation.reopenCheck();
    secrets.deliver(conversation, server);
    boolean reviewed = conversation.awaitConclusion(DemoCommand.PATIENCE_SECONDS);
    say.accept("");
    say.accept(
        "   check “Flux / migrations” on the new commit: "
            + conversation.conclusion()
            + " — "
            + conversation.title());
    boolean expected =
        reviewed
            && conversation.conclusion().equals(command.conclusion())
            && titles.equals(command.requests());
    say.accept("");
    say.accept(
        (expected ? "   ✓ as expected: " : "   ✗ expected ")
            + command.conclusion()
            + " "
            + command.requests());
    return expected;
  }

  private void show(JsonNode request) {
    say.accept("");
    say.accept(
        "   opens #%s “%s”, a draft from %s onto %s"
            .formatted(
                request.path("number").asText(),
                request.path("title").asText(),
                request.path("head").path("ref").asText(),
                request.path("base").asText()));
    say.accept(CommentView.of(request.path("body").asText()).stripTrailing());
  }

  private ObjectNode delivery(Sample.Said command) {
    Sample sample = conversation.sample();
    ObjectNode payload = JsonNodeFactory.instance.objectNode().put("action", "created");
    payload.putObject("installation").put("id", 1);
    payload.putObject("repository").put("full_name", sample.id().repository());
    ObjectNode issue = payload.putObject("issue").put("number", sample.id().number());
    issue.putObject("pull_request");
    ObjectNode comment = payload.putObject("comment");
    comment.put("id", COMMENT).put("body", command.text());
    comment.putObject("user").put("login", command.author()).put("type", "User");
    return payload;
  }
}
