package dev.flux.request;

/**
 * What became of a command.
 *
 * @param done whether it was done
 * @param text Markdown, what was done or why not
 * @param note what Flux itself wants to read again, as in {@link dev.flux.forge.Markers.Reply#note}
 */
record Answer(boolean done, String text, String note) {
  private static final String NOTHING = "-";

  static Answer done(String text) {
    return new Answer(true, text, NOTHING);
  }

  static Answer no(String text) {
    return new Answer(false, text, NOTHING);
  }

  /** The same with another paragraph at its end, where it was done. */
  Answer and(String paragraph) {
    return done ? new Answer(true, text + paragraph, note) : this;
  }

  Answer noting(String other) {
    return new Answer(done, text, other);
  }
}
