package dev.flux.review;

/** The box at the top of the summary: what changes, in how many steps, of what type, on what. */
final class SummaryBox {
  private static final int NARROWEST = 61;
  private static final int WIDEST = 96;

  private SummaryBox() {}

  /** The box in a fence, with a line break at its end. */
  static String of(Review review) {
    String change = "─ Migration: " + Markdown.line(Headline.change(review));
    String facts =
        " Steps: "
            + steps(review)
            + "  │  Type: "
            + review.rolloutType().id()
            + "  │  Engine: "
            + Markdown.line(Headline.engines(review));
    String title = Headline.shorten(change, WIDEST - 1) + " ";
    String line = Headline.shorten(facts, WIDEST - 1) + " ";
    int width = Math.max(NARROWEST, Math.max(title.length(), line.length()));
    String box =
        ("┌" + title + "─".repeat(width - title.length()) + "┐\n")
            + ("│" + line + " ".repeat(width - line.length()) + "│\n")
            + ("└" + "─".repeat(width) + "┘");
    return Markdown.fence("", box) + "\n";
  }

  /** Steps of the rollout; where nothing is planned anew, the migrations themselves. */
  private static int steps(Review review) {
    int planned = review.directories().stream().mapToInt(d -> d.rollout().steps().size()).sum();
    return planned > 0 ? planned : review.migrations().size() + review.loose().size();
  }
}
