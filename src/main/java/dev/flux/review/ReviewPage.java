package dev.flux.review;

import dev.flux.engine.Impact;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.rollout.Phase;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Step;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * The review as a page for people, with every statement and all SQL: texts as its template shows
 * them.
 *
 * @param title what was reviewed
 * @param subject engine, tool and numbers
 * @param tone the colour of the verdict: {@code safe}, {@code warning} or {@code danger}
 */
public record ReviewPage(
    String title,
    String subject,
    String tone,
    String headline,
    List<FindingLine> findings,
    List<StepLine> steps,
    List<String> checklist,
    List<FileText> files,
    List<MigrationLine> migrations) {

  /** One finding. */
  public record FindingLine(
      String severity, String place, String hazard, String message, List<String> assumptions) {}

  /**
   * One step.
   *
   * @param facts lock, duration, gate and the like, one sentence each
   * @param loss what the rollback loses
   */
  public record StepLine(
      String phase,
      String title,
      List<String> facts,
      boolean transactional,
      String forward,
      String rollback,
      String loss) {}

  /** One file that the rollout would write. */
  public record FileText(String path, String phase, String content) {}

  /** One migration with its statements. */
  public record MigrationLine(String path, String transaction, List<StatementLine> statements) {}

  /** One statement. */
  public record StatementLine(int line, String sql, List<String> locks, String effect) {}

  /**
   * The page as HTML.
   *
   * @param title what was reviewed, such as a change request
   */
  public static String html(String title, Review review) {
    StringOutput html = new StringOutput();
    TemplateEngine.createPrecompiled(null, ContentType.Html, null, "dev.flux.templates")
        .render("review.jte", of(title, review), html);
    return html.toString();
  }

  private static ReviewPage of(String title, Review review) {
    return new ReviewPage(
        title,
        String.join(" · ", subject(review)),
        tone(review),
        Headline.of(review),
        review.findings().stream().map(ReviewPage::line).toList(),
        steps(review),
        Checklist.of(review),
        files(review),
        review.migrations().stream().map(ReviewPage::line).toList());
  }

  private static List<String> subject(Review review) {
    if (review.directories().isEmpty()) {
      return List.of("no migration directory");
    }
    return List.of(
        Headline.engines(review),
        Headline.tools(review),
        Headline.count(review.statementCount(), "statement"));
  }

  private static String tone(Review review) {
    if (review.verdict() != Verdict.SAFE) {
      return "danger";
    }
    return review.findings(Severity.WARNING).isEmpty() ? "safe" : "warning";
  }

  private static FindingLine line(Finding finding) {
    return new FindingLine(
        finding.severity().id(),
        Headline.place(finding),
        finding.hazard(),
        finding.message(),
        finding.assumptions());
  }

  private static List<StepLine> steps(Review review) {
    List<StepLine> lines = new ArrayList<>();
    for (Phase.Name phase : Phase.Name.values()) {
      for (Step step : review.steps(phase)) {
        lines.add(
            new StepLine(
                step.kind() == Step.Kind.DEPLOY ? "deploy" : phase.id(),
                step.title(),
                facts(step),
                step.transactional(),
                step.forward(),
                step.rollback(),
                step.lossless() ? "nothing is lost" : "loses " + step.loses()));
      }
    }
    return lines;
  }

  private static List<String> facts(Step step) {
    List<String> facts = new ArrayList<>();
    addFact(facts, "Lock: ", step.lock());
    addFact(facts, "Blocks: ", step.blocks());
    addFact(facts, "Takes: ", step.duration());
    addFact(facts, "Needs: ", step.gate());
    addFact(facts, "Works with: ", step.compatibility());
    step.missing().ifPresent(missing -> addFact(facts, "Waiting for you: ", missing));
    return facts;
  }

  private static void addFact(List<String> facts, String lead, String fact) {
    if (!fact.isEmpty()) {
      facts.add(lead + fact);
    }
  }

  private static List<FileText> files(Review review) {
    List<FileText> files = new ArrayList<>();
    for (DirectoryReview directory : review.directories()) {
      for (Rollout.PhasedFile phased : directory.rollout().files()) {
        files.add(new FileText(phased.file().path(), phased.phase().id(), phased.file().content()));
      }
    }
    return files;
  }

  private static MigrationLine line(ExaminedMigration migration) {
    return new MigrationLine(
        migration.migration().path(),
        migration.migration().transaction().reason(),
        migration.statements().stream().map(ReviewPage::line).toList());
  }

  private static StatementLine line(ExaminedStatement statement) {
    return new StatementLine(
        statement.statement().span().line(),
        statement.statement().sql(),
        statement.impact().map(ReviewPage::locks).orElse(List.of()),
        statement.impact().map(LockWords::blocks).orElse("not known"));
  }

  private static List<String> locks(Impact impact) {
    return impact.locks().stream()
        .map(lock -> lock.mode().words() + " on " + lock.table())
        .toList();
  }
}
