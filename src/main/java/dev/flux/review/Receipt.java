package dev.flux.review;

import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.hazard.Suppressed;
import java.util.ArrayList;
import java.util.List;

/** The review for a terminal: at most 40 lines of at most 100 columns, whatever the change. */
public final class Receipt {
  private static final int MOST_LINES = 40;
  private static final int WIDTH = 100;
  private static final String INDENT = "    ";

  /** Kept for the sequence when there are many findings: its heading, four steps, and the rest. */
  private static final int KEPT_FOR_STEPS = 7;

  private static final int MOST_SUPPRESSED = 3;

  private final Review review;
  private final TerminalStyle style;
  private final List<String> lines = new ArrayList<>();

  private Receipt(Review review, boolean colour) {
    this.review = review;
    this.style = colour ? TerminalStyle.COLOUR : TerminalStyle.PLAIN;
  }

  /**
   * The receipt, with a line break at its end.
   *
   * @param colour whether the terminal shows ANSI colours
   */
  public static String of(Review review, boolean colour) {
    return new Receipt(review, colour).write();
  }

  private String write() {
    if (review.directories().isEmpty() && review.loose().isEmpty()) {
      return "No migrations changed.\n";
    }
    writeHead();
    List<String> steps = steps();
    List<String> suppressed = suppressed();
    int room = MOST_LINES - lines.size() - 2 - suppressed.size();
    writeFindings(room - Math.min(steps.size(), KEPT_FOR_STEPS));
    writeSteps(steps, MOST_LINES - lines.size() - 2 - suppressed.size());
    lines.addAll(suppressed);
    lines.add("");
    lines.add(style.bold(fit(Headline.of(review) + ".")));
    return String.join("\n", lines) + "\n";
  }

  private void writeHead() {
    String subject =
        Headline.engines(review)
            + " · "
            + Headline.tools(review)
            + " · "
            + Headline.count(review.migrations().size(), "migration")
            + ", "
            + Headline.count(review.statementCount(), "statement");
    lines.add(style.bold("Flux") + "  " + fit(subject, WIDTH - 6));
  }

  /** In full where that fits, else without what to do, else only as many as fit. */
  private void writeFindings(int room) {
    List<Finding> findings =
        review.findings().stream().filter(f -> f.severity() != Severity.ADVICE).toList();
    // A finding takes a line at the least, so that no more than these can fit.
    List<Finding> first = findings.subList(0, Math.min(findings.size(), room + 1));
    List<List<String>> full = first.stream().map(f -> block(f, f.message())).toList();
    if (height(full) <= room) {
      full.forEach(lines::addAll);
      return;
    }
    List<List<String>> brief =
        first.stream().map(f -> block(f, f.effect() + " because " + f.cause() + ".")).toList();
    int shown = brief.size();
    while (shown > 0 && height(brief.subList(0, shown)) + rest(brief, shown) > room) {
      shown--;
    }
    brief.subList(0, shown).forEach(lines::addAll);
    if (shown < findings.size()) {
      lines.add("");
      lines.add(
          "… and "
              + Headline.count(findings.size() - shown, "more finding")
              + ": --format markdown or json shows all");
    }
  }

  private static int height(List<List<String>> blocks) {
    return blocks.stream().mapToInt(List::size).sum();
  }

  private static int rest(List<List<String>> blocks, int shown) {
    return shown < blocks.size() ? 2 : 0;
  }

  private List<String> block(Finding finding, String words) {
    List<String> block = new ArrayList<>();
    block.add("");
    int room = WIDTH - 11 - finding.hazard().length();
    block.add(
        style.severity(finding.severity())
            + "  "
            + finding.hazard()
            + "  "
            + style.dim(fitPlace(Headline.place(finding), room)));
    for (String line : Lines.wrap(Markdown.line(words), WIDTH - INDENT.length())) {
      block.add(INDENT + line);
    }
    return block;
  }

  private List<String> steps() {
    List<SequencedStep> steps = SequencedStep.of(review);
    List<String> block = new ArrayList<>(proofs());
    if (steps.isEmpty()) {
      return block;
    }
    block.add("");
    block.add(
        style.bold("Safe sequence")
            + "  "
            + review.rolloutType().id()
            + ", "
            + Headline.count(steps.size(), "step"));
    for (SequencedStep step : steps) {
      block.add(
          fit(String.format("%3d  %-11s  %s", step.number(), step.stage(), step.step().title())));
    }
    return block;
  }

  /** What the shadow database showed, where it was asked. */
  private List<String> proofs() {
    List<String> block = new ArrayList<>();
    for (DirectoryReview directory : review.directories()) {
      directory
          .proof()
          .map(proof -> Headline.proof(directory, proof, review.directories().size() > 1))
          .map(sentence -> Lines.wrap(Markdown.line(sentence), WIDTH - INDENT.length()))
          .ifPresent(wrapped -> wrapped.stream().limit(3).map(INDENT::concat).forEach(block::add));
    }
    if (!block.isEmpty()) {
      block.add(0, "");
      block.add(1, style.bold("Shadow database"));
    }
    return block;
  }

  /** One line each, the first few. */
  private List<String> suppressed() {
    List<Suppressed> suppressed = review.suppressed();
    if (suppressed.isEmpty()) {
      return List.of();
    }
    List<String> block = new ArrayList<>();
    block.add("");
    int more = suppressed.size() - MOST_SUPPRESSED;
    block.add(
        style.bold("Allowed")
            + "  "
            + Headline.count(suppressed.size(), "finding")
            + (more > 0 ? ", the last " + more + " not shown" : ""));
    suppressed.stream()
        .limit(MOST_SUPPRESSED)
        .map(
            each ->
                each.finding().hazard()
                    + " "
                    + Headline.place(each.finding())
                    + " because "
                    + each.reason())
        .map(text -> INDENT + fit(text, WIDTH - INDENT.length()))
        .forEach(block::add);
    return block;
  }

  private void writeSteps(List<String> block, int room) {
    if (block.size() <= room) {
      lines.addAll(block);
      return;
    }
    lines.addAll(block.subList(0, room - 1));
    lines.add("     … and " + Headline.count(block.size() - room + 1, "more step"));
  }

  private static String fit(String text) {
    return fit(text, WIDTH);
  }

  private static String fit(String text, int width) {
    String line = Markdown.visible(text).replace('\n', ' ').stripTrailing();
    return line.length() <= width ? line : Headline.shorten(line, width);
  }

  /** A place keeps its end: the file's name and the line. */
  private static String fitPlace(String place, int width) {
    String line = Markdown.line(place);
    return line.length() <= width ? line : "…" + line.substring(line.length() - width + 1);
  }
}
