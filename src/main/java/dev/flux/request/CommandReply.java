package dev.flux.request;

import dev.flux.review.Markdown;
import dev.flux.webhook.Command;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What Flux answers to a command that asks for words. */
final class CommandReply {
  private CommandReply() {}

  /** The answer in Markdown. */
  static String to(Command command) {
    String lead =
        command instanceof Command.Unknown unknown
            ? "Flux does not know " + Markdown.code("/flux " + unknown.word()) + ". It knows:\n\n"
            : "Flux knows these commands, each on a line of its own:\n\n";
    return lead
        + Arrays.stream(Command.Word.values())
            .map(word -> "- `/flux " + word.text() + "` — " + word.effect())
            .collect(Collectors.joining("\n"));
  }
}
