package dev.flux.review;

import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.rollout.Phase;
import dev.flux.rollout.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The summary comment in Markdown: at most 40 lines outside folded sections, whatever the change.
 */
public final class Summary {
  private static final int MOST_FINDINGS = 8;
  private static final int MOST_STEPS = 7;
  private static final int MOST_ROLLBACKS = 4;
  private static final int BOX_WIDTH = 61;

  private final Review review;
  private final StringBuilder text = new StringBuilder();

  private Summary(Review review) {
    this.review = review;
  }

  /** The comment's text, without a marker. */
  public static String of(Review review) {
    return new Summary(review).write();
  }

  private String write() {
    if (review.directories().isEmpty() && review.loose().isEmpty()) {
      return "No migrations changed.\n";
    }
    writeBox();
    writeFindings();
    writeSequence();
    writeRollback();
    writeChecklist();
    writePhases();
    text.append("\n<sub>`/flux review` reviews again · `/flux help` lists the commands</sub>\n");
    return text.toString();
  }

  private void writeBox() {
    String title = "─ Migration: " + Headline.change(review) + " ";
    String line =
        " Steps: "
            + Math.max(stepCount(), review.migrations().size())
            + "  │  Type: "
            + review.rolloutType().id()
            + "  │  Engine: "
            + Headline.engines(review)
            + " ";
    int width = Math.max(BOX_WIDTH, Math.max(title.length(), line.length()));
    String box =
        "┌"
            + title
            + "─".repeat(width - title.length())
            + "┐\n"
            + "│"
            + line
            + " ".repeat(width - line.length())
            + "│\n"
            + "└"
            + "─".repeat(width)
            + "┘";
    text.append(Markdown.fence("", box)).append('\n');
  }

  private int stepCount() {
    return review.directories().stream().mapToInt(d -> d.rollout().steps().size()).sum();
  }

  private void writeFindings() {
    List<Finding> findings =
        review.findings().stream().filter(f -> f.severity() != Severity.ADVICE).toList();
    text.append("\n**Findings** — ").append(Markdown.text(Headline.of(review))).append('\n');
    if (findings.isEmpty()) {
      text.append("\nNothing in ")
          .append(Headline.count(review.statementCount(), "statement"))
          .append(" blocks, rewrites or breaks anything that is in use.\n");
    } else {
      text.append('\n');
      writeList(findings, MOST_FINDINGS, Summary::finding, "finding");
    }
    List<Finding> advice = review.findings(Severity.ADVICE);
    if (!advice.isEmpty()) {
      writeFolded(
          "Advice (" + advice.size() + ")",
          advice.stream().map(Summary::finding).reduce("", (a, b) -> a + b + "\n"));
    }
  }

  private static String finding(Finding finding) {
    return "- "
        + mark(finding.severity())
        + " **"
        + finding.severity().id()
        + "** "
        + Markdown.code(Headline.place(finding))
        + " "
        + Markdown.prose(finding.effect() + " because " + finding.cause() + ".")
        + " "
        + Markdown.code(finding.hazard());
  }

  /** A sign that is seen before anything is read. */
  static String mark(Severity severity) {
    return switch (severity) {
      case DANGER -> "🔴";
      case WARNING -> "🟡";
      case ADVICE -> "🔵";
    };
  }

  private void writeSequence() {
    List<String> lines = new ArrayList<>();
    int number = 1;
    for (Phase.Name phase : Phase.Name.values()) {
      for (Step step : review.steps(phase)) {
        lines.add(number++ + ". " + sequence(phase, step));
      }
    }
    if (!lines.isEmpty()) {
      text.append("\n**Deployment sequence**\n\n");
      writeList(lines, MOST_STEPS, Function.identity(), "step");
    }
  }

  private static String sequence(Phase.Name phase, Step step) {
    StringBuilder line = new StringBuilder();
    line.append(step.kind() == Step.Kind.DEPLOY ? "deploy" : phase.id())
        .append(" — **")
        .append(Markdown.prose(step.title()))
        .append("**");
    appendPart(line, " — ", step.lock());
    appendPart(line, "; ", step.blocks());
    appendPart(line, "; ", step.duration());
    appendPart(line, ". Needs: ", step.gate());
    appendPart(line, ". Works with: ", step.compatibility());
    step.missing().ifPresent(missing -> appendPart(line, ". **Waiting for you:** ", missing));
    return line.toString();
  }

  private static void appendPart(StringBuilder line, String lead, String part) {
    if (!part.isEmpty()) {
      line.append(lead).append(Markdown.prose(part));
    }
  }

  private void writeRollback() {
    List<Step> steps =
        review.directories().stream()
            .flatMap(d -> d.rollout().steps().stream())
            .filter(step -> step.kind() != Step.Kind.DEPLOY)
            .toList();
    if (steps.isEmpty()) {
      return;
    }
    text.append("\n**Rollback**\n\n");
    List<String> lines = new ArrayList<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      lines.add("- " + rollback(steps.get(i)));
    }
    writeList(lines, MOST_ROLLBACKS, Function.identity(), "step");
  }

  private static String rollback(Step step) {
    String action = firstLine(step.rollback());
    String loss = step.lossless() ? "nothing is lost" : "⚠️ loses " + step.loses();
    return Markdown.prose(step.title())
        + " — "
        + (action.isEmpty() ? "nothing to undo" : Markdown.code(action))
        + " — "
        + Markdown.prose(loss);
  }

  private static String firstLine(String sql) {
    List<String> lines =
        sql.lines().filter(line -> !line.isBlank() && !line.strip().startsWith("--")).toList();
    if (lines.isEmpty()) {
      return "";
    }
    String first = lines.get(0).strip();
    return lines.size() > 1 || first.length() > 90
        ? first.substring(0, Math.min(first.length(), 90)) + " …"
        : first;
  }

  private void writeChecklist() {
    List<String> items = Checklist.of(review);
    if (!items.isEmpty()) {
      text.append("\n**Pre-deploy checklist**\n\n");
      items.forEach(item -> text.append("- [ ] ").append(Markdown.prose(item)).append('\n'));
    }
  }

  private void writePhases() {
    for (Phase.Name phase : Phase.Name.values()) {
      StringBuilder sql = new StringBuilder();
      for (Step step : review.steps(phase)) {
        if (step.kind() != Step.Kind.DEPLOY) {
          sql.append(phaseSql(step));
        }
      }
      if (!sql.isEmpty()) {
        writeFolded("SQL of the phase: " + phase.id(), sql.toString());
      }
    }
  }

  private static String phaseSql(Step step) {
    StringBuilder sql = new StringBuilder();
    sql.append("**").append(Markdown.prose(step.title())).append("**");
    sql.append(step.transactional() ? "\n\n" : " (outside a transaction)\n\n");
    if (step.missing().isPresent()) {
      sql.append(Markdown.prose(step.missing().get())).append("\n\n");
    }
    if (!step.forward().isBlank()) {
      sql.append(Markdown.fence("sql", step.forward())).append("\n\n");
    }
    if (!step.rollback().isBlank()) {
      sql.append("Rollback:\n\n").append(Markdown.fence("sql", step.rollback())).append("\n\n");
    }
    return sql.toString();
  }

  /** The first few on lines of their own, the rest folded. */
  private <T> void writeList(List<T> items, int most, Function<T, String> line, String noun) {
    items.stream().limit(most).map(line).forEach(item -> text.append(item).append('\n'));
    if (items.size() > most) {
      StringBuilder rest = new StringBuilder();
      items.stream().skip(most).map(line).forEach(item -> rest.append(item).append('\n'));
      writeFolded(Headline.count(items.size() - most, "more " + noun), rest.toString());
    }
  }

  private void writeFolded(String title, String body) {
    text.append("\n<details><summary>")
        .append(title.substring(0, 1).toUpperCase(Locale.ROOT))
        .append(title.substring(1))
        .append("</summary>\n\n")
        .append(body.strip())
        .append("\n\n</details>\n");
  }
}
