package dev.flux.webhook;

import java.util.List;

/** One line of a comment that is addressed to Flux. */
public sealed interface Command {

  /** What Flux understands; the order is that of the help. */
  enum Word {
    /** Read the change again, whatever was read before. */
    REVIEW("review", "review the change again"),
    /** Put the safe sequence in the place of the migrations. */
    SPLIT(
        "split",
        "commit the safe files in the place of the unsafe migrations, and open what belongs to"
            + " later deploys as drafts; `--here` puts all of it into this request,"
            + " `value users.status='active'` says what fills a column"),
    /** Say that a gate is met. */
    CONFIRM(
        "confirm",
        "`/flux confirm deploy`, `/flux confirm backfill`: what this phase waits for is done"),
    /** Say what commands there are. */
    HELP("help", "list the commands");

    private final String text;
    private final String effect;

    Word(String text, String effect) {
      this.text = text;
      this.effect = effect;
    }

    /** As a person writes it after {@code /flux}. */
    public String text() {
      return text;
    }

    /** What it does, in a few words. */
    public String effect() {
      return effect;
    }
  }

  /**
   * A command that Flux understands.
   *
   * @param text what stood after it on the line, as written
   */
  record Known(Word word, String text) implements Command {

    /** The text, split at white space. */
    public List<String> arguments() {
      return text.isBlank() ? List.of() : List.of(text.strip().split("[ \\t]+", -1));
    }
  }

  /**
   * A word that Flux does not know.
   *
   * @param word as written, in lower case, with {@code ?} for anything that is not a letter, digit
   *     or hyphen
   * @param suggestions every word there is, the nearest first
   */
  record Unknown(String word, List<String> suggestions) implements Command {
    public Unknown {
      suggestions = List.copyOf(suggestions);
    }
  }
}
