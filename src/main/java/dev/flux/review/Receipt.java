package dev.flux.review;

import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.rollout.Phase;
import dev.flux.rollout.Step;
import java.util.ArrayList;
import java.util.List;

/** The review for a terminal: at most 40 lines, whatever the change. */
public final class Receipt {
  private static final int MOST_FINDINGS = 7;
  private static final int MOST_STEPS = 9;
  private static final int WIDTH = 100;

  private final Review review;
  private final Style style;
  private final List<String> lines = new ArrayList<>();

  private Receipt(Review review, boolean colour) {
    this.review = review;
    this.style = colour ? Style.COLOUR : Style.PLAIN;
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
    writeFindings();
    writeSteps();
    lines.add("");
    lines.add(style.bold(Headline.of(review)) + ".");
    return String.join("\n", lines) + "\n";
  }

  private void writeHead() {
    lines.add(
        style.bold("Flux")
            + "  "
            + Headline.engines(review)
            + " · "
            + Headline.tools(review)
            + " · "
            + Headline.count(review.migrations().size(), "migration")
            + ", "
            + Headline.count(review.statementCount(), "statement"));
  }

  private void writeFindings() {
    List<Finding> findings =
        review.findings().stream().filter(f -> f.severity() != Severity.ADVICE).toList();
    findings.stream().limit(MOST_FINDINGS).forEach(this::writeFinding);
    if (findings.size() > MOST_FINDINGS) {
      lines.add("");
      lines.add(
          "… and "
              + Headline.count(findings.size() - MOST_FINDINGS, "more finding")
              + " (all of them: --format markdown or json)");
    }
  }

  private void writeFinding(Finding finding) {
    lines.add("");
    lines.add(
        style.severity(finding.severity())
            + "  "
            + finding.hazard()
            + "  "
            + style.dim(Headline.place(finding)));
    List<String> wrapped = wrap(finding.message(), WIDTH - 4);
    wrapped.stream().limit(2).forEach(line -> lines.add("    " + line));
    if (wrapped.size() > 2) {
      int last = lines.size() - 1;
      lines.set(last, lines.get(last) + " …");
    }
  }

  private void writeSteps() {
    int total = 0;
    List<String> shown = new ArrayList<>();
    for (Phase.Name phase : Phase.Name.values()) {
      for (Step step : review.steps(phase)) {
        total++;
        if (total <= MOST_STEPS) {
          shown.add(String.format("%3d  %-8s  %s", total, name(phase, step), step.title()));
        }
      }
    }
    if (total > 0) {
      lines.add("");
      lines.add(
          style.bold("Safe sequence")
              + "  "
              + review.rolloutType().id()
              + ", "
              + Headline.count(total, "step"));
      lines.addAll(shown);
      if (total > MOST_STEPS) {
        lines.add("     … and " + Headline.count(total - MOST_STEPS, "more step"));
      }
    }
  }

  private static String name(Phase.Name phase, Step step) {
    return step.kind() == Step.Kind.DEPLOY ? "deploy" : phase.id();
  }

  private static List<String> wrap(String text, int width) {
    List<String> wrapped = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : Markdown.visible(text).split("\\s+", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        wrapped.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    wrapped.add(line.toString());
    return wrapped;
  }

  /** How words stand out. */
  private enum Style {
    PLAIN,
    COLOUR;

    String bold(String text) {
      return wrap("1", text);
    }

    String dim(String text) {
      return wrap("2", text);
    }

    String severity(Severity severity) {
      String word = String.format("%-7s", severity.id());
      return switch (severity) {
        case DANGER -> wrap("1;31", word);
        case WARNING -> wrap("1;33", word);
        case ADVICE -> wrap("1;34", word);
      };
    }

    private String wrap(String code, String text) {
      return this == PLAIN ? text : "\u001B[" + code + "m" + text + "\u001B[0m";
    }
  }
}
