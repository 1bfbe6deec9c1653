package dev.flux.review;

import dev.flux.hazard.ExaminedMigration;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.hazard.Suppressed;
import dev.flux.review.ReviewPage.AllowedLine;
import dev.flux.review.ReviewPage.Entry;
import dev.flux.review.ReviewPage.FactLine;
import dev.flux.review.ReviewPage.FileText;
import dev.flux.review.ReviewPage.FindingCard;
import dev.flux.review.ReviewPage.MigrationPart;
import dev.flux.review.ReviewPage.Piece;
import dev.flux.review.ReviewPage.StatementPart;
import dev.flux.review.ReviewPage.StepCard;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Step;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Lays out a review as a page: gives every statement and finding its anchor, and links them. */
final class PageDraft {
  private final Review review;
  private final IdentityHashMap<ExaminedStatement, String> statements = new IdentityHashMap<>();
  private final IdentityHashMap<Finding, FindingCard> cards = new IdentityHashMap<>();
  private final List<FindingCard> findings = new ArrayList<>();

  PageDraft(Review review) {
    this.review = review;
    IdentityHashMap<Finding, String> targets = new IdentityHashMap<>();
    int number = 1;
    for (ExaminedMigration migration : review.migrations()) {
      for (ExaminedStatement statement : migration.statements()) {
        String id = "statement-" + number++;
        statements.put(statement, id);
        statement.findings().forEach(finding -> targets.put(finding, id));
        migration.findings().stream()
            .filter(finding -> finding.line() == statement.statement().span().line())
            .forEach(finding -> targets.putIfAbsent(finding, id));
      }
    }
    for (Finding finding : review.findings()) {
      String target = targets.getOrDefault(finding, "");
      FindingCard card = card("finding-" + (findings.size() + 1), finding, target);
      cards.put(finding, card);
      findings.add(card);
    }
  }

  private static FindingCard card(String id, Finding finding, String target) {
    return new FindingCard(
        id,
        finding.severity().id(),
        Markdown.line(Headline.place(finding)),
        target,
        finding.hazard(),
        ReviewPage.pieces(finding.message()),
        finding.assumptions().stream().map(ReviewPage::pieces).toList());
  }

  ReviewPage page(String title) {
    List<StepCard> steps = SequencedStep.of(review).stream().map(PageDraft::step).toList();
    List<List<Piece>> checklist = Checklist.of(review).stream().map(ReviewPage::pieces).toList();
    List<FileText> files = files();
    List<MigrationPart> migrations = review.migrations().stream().map(this::migration).toList();
    List<Entry> contents = new ArrayList<>();
    addEntry(contents, "findings", "Findings", findings.size());
    List<AllowedLine> allowed = review.suppressed().stream().map(PageDraft::allowed).toList();
    addEntry(contents, "allowed", "Allowed", allowed.size());
    addEntry(contents, "sequence", "Deployment sequence", steps.size());
    addEntry(contents, "checklist", "Checklist", checklist.size());
    addEntry(contents, "files", "Files", files.size());
    addEntry(contents, "statements", "Statements", review.statementCount());
    return new ReviewPage(
        Markdown.line(title),
        subject(),
        tone(),
        Headline.of(review),
        Markdown.line(Headline.change(review)),
        List.copyOf(contents),
        List.copyOf(findings),
        allowed,
        steps,
        checklist,
        files,
        migrations,
        review.directories().stream().map(PageDraft::source).toList());
  }

  private static AllowedLine allowed(Suppressed suppressed) {
    Finding finding = suppressed.finding();
    return new AllowedLine(
        finding.severity().id(),
        Markdown.line(Headline.place(finding)),
        finding.hazard(),
        ReviewPage.pieces(finding.message()),
        Markdown.line(suppressed.reason()),
        Markdown.line(suppressed.source()));
  }

  private static void addEntry(List<Entry> contents, String id, String title, int size) {
    if (size > 0) {
      contents.add(new Entry(id, title + " (" + size + ")"));
    }
  }

  private String subject() {
    return Headline.engines(review)
        + " · "
        + Headline.tools(review)
        + " · "
        + Headline.count(review.migrations().size(), "migration")
        + ", "
        + Headline.count(review.statementCount(), "statement");
  }

  private String tone() {
    if (review.verdict() != Verdict.SAFE) {
      return "danger";
    }
    return review.findings(Severity.WARNING).isEmpty() ? "safe" : "warning";
  }

  private static StepCard step(SequencedStep sequenced) {
    Step step = sequenced.step();
    List<FactLine> facts = new ArrayList<>();
    sequenced
        .file()
        .ifPresent(path -> facts.add(new FactLine("File", List.of(new Piece(true, path)))));
    for (SequencedStep.Fact fact : sequenced.facts()) {
      facts.add(new FactLine(fact.label(), ReviewPage.pieces(fact.text())));
    }
    return new StepCard(
        "step-" + sequenced.number(),
        ReviewPage.pieces(step.title()),
        sequenced.stage(),
        List.copyOf(facts),
        step.transactional(),
        Markdown.visible(step.forward()),
        Markdown.visible(step.rollback()),
        ReviewPage.pieces(sequenced.loss()));
  }

  private List<FileText> files() {
    List<FileText> files = new ArrayList<>();
    for (DirectoryReview directory : review.directories()) {
      for (Rollout.PhasedFile phased : directory.rollout().files()) {
        files.add(
            new FileText(
                Markdown.line(phased.file().path()),
                phased.phase().id(),
                Markdown.visible(phased.file().content())));
      }
    }
    return List.copyOf(files);
  }

  private MigrationPart migration(ExaminedMigration migration) {
    return new MigrationPart(
        Markdown.line(migration.migration().path()),
        ReviewPage.pieces(migration.migration().transaction().reason()),
        migration.statements().stream().map(this::statement).toList());
  }

  private StatementPart statement(ExaminedStatement statement) {
    return new StatementPart(
        statements.getOrDefault(statement, ""),
        statement.statement().span().line(),
        Markdown.visible(statement.statement().sql()),
        ReviewPage.pieces(LockWords.sentence(statement).orElse("Not known.")),
        statement.findings().stream().map(this::find).toList());
  }

  private FindingCard find(Finding finding) {
    FindingCard card = cards.get(finding);
    if (card == null) {
      throw new IllegalStateException("a finding of no review: " + finding.hazard());
    }
    return card;
  }

  private static List<Piece> source(DirectoryReview directory) {
    return ReviewPage.pieces(
        "Directory `" + Headline.name(directory) + "`. " + Headline.source(directory));
  }
}
