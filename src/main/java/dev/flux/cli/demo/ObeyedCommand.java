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
  private final Opened opened;

  /** Finds the requests that Flux opened in a repository. */
  @FunctionalInterface
  interface Opened {
    List<Conversation> in(String repository);
  }

  ObeyedCommand(
      Conversation conversation,
      DemoSecrets secrets,
      URI server,
      Opened opened,
      Consumer<String> say) {
    this.conversation = conversation;
    this.opened = opened;
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
      say.accept(view(conversation.comments().get(i)));
    }
    conversation.reopenCheck();
    secrets.deliver(conversation, server);
    boolean reviewed = conversation.awaitConclusion(DemoCommand.PATIENCE_SECONDS);
    say.accept("");
    say.accept("   the new commit of #" + conversation.request().id().number());
    check(conversation);
    List<String> titles = new ArrayList<>();
    for (Conversation request : opened.in(conversation.request().id().repository())) {
      titles.add(request.request().title());
      reviewed &= show(request);
    }
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

  private boolean show(Conversation request) throws InterruptedException {
    Conversation.Request said = request.request();
    say.accept("");
    say.accept(
        "   opens #%d “%s”, a draft from %s onto %s"
            .formatted(said.id().number(), said.title(), said.branch(), said.baseRef()));
    say.accept(CommentView.of(said.body()).stripTrailing());
    say.accept("");
    boolean reviewed = request.awaitConclusion(DemoCommand.PATIENCE_SECONDS);
    check(request);
    return reviewed;
  }

  /** How the check ended, and the first paragraph of the summary. */
  private void check(Conversation request) {
    say.accept("   check “Flux / migrations”: " + request.conclusion() + " — " + request.title());
    if (!request.comments().isEmpty()) {
      String summary = request.comments().get(0).path("body").asText();
      say.accept(CommentView.of(summary.split("\n\n", 2)[0]).stripTrailing());
    }
  }

  private static String view(JsonNode comment) {
    return CommentView.of(comment.path("body").asText()).stripTrailing();
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
