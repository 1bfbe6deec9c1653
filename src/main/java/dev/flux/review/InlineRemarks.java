package dev.flux.review;

import dev.flux.forge.ForgeKind;
import dev.flux.forge.Remark;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.repository.ChangeContent;
import dev.flux.repository.ChangedFile;
import dev.flux.repository.LineSet;
import dev.flux.rollout.Rollout;
import dev.flux.rollout.Step;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said on the lines of the change: one remark for each finding that is not mere advice. */
public final class InlineRemarks {
  private static final int MOST_OPEN_LINES = 12;

  private final ForgeKind forge;
  private final Map<String, ChangedFile> files;
  private final List<SequencedStep> sequence;

  private InlineRemarks(Review review, ChangeContent content, ForgeKind forge) {
    this.forge = forge;
    this.sequence = SequencedStep.of(review);
    this.files =
        content.files().stream()
            .collect(Collectors.toMap(ChangedFile::path, Function.identity(), (a, b) -> a));
  }

  /** The remarks, the gravest first. */
  public static List<Remark> of(Review review, ChangeContent content, ForgeKind forge) {
    InlineRemarks remarks = new InlineRemarks(review, content, forge);
    return review.findings().stream()
        .filter(finding -> finding.severity() != Severity.ADVICE)
        .map(finding -> remarks.remark(review, finding))
        .toList();
  }

  private Remark remark(Review review, Finding finding) {
    LineSet lines =
        Optional.ofNullable(files.get(finding.path())).map(ChangedFile::lines).orElse(LineSet.NONE);
    int start = finding.line();
    Optional<Rollout.Fix> fix =
        fixes(review)
            .filter(f -> settles(f, finding) && lines.spans(f.line(), f.endLine()))
            .findFirst();
    int end = fix.map(Rollout.Fix::endLine).orElse(Math.max(finding.endLine(), start));
    int last = lines.spans(start, end) ? end : start;
    Optional<ExaminedStatement> statement = findStatement(review, finding);
    String title = title(finding);
    return new Remark(
        fingerprint(finding, statement),
        title,
        finding.path(),
        start,
        last,
        lines.oldLine(last),
        lines.spans(start, last),
        title + "\n\n" + body(finding, statement, fix));
  }

  private static String title(Finding finding) {
    return Summary.mark(finding.severity())
        + " **"
        + finding.severity().id()
        + "** · "
        + Markdown.code(finding.hazard());
  }

  /**
   * What happens and why; the lock and the rewrite of a statement stand in its gravest remark only.
   */
  private String body(
      Finding finding, Optional<ExaminedStatement> statement, Optional<Rollout.Fix> fix) {
    List<String> parts = new ArrayList<>();
    parts.add(Markdown.prose(finding.message()));
    Optional<Finding> lead = statement.flatMap(InlineRemarks::gravest);
    boolean leads = lead.isEmpty() || lead.get().equals(finding);
    if (leads) {
      statement.flatMap(LockWords::sentence).map(InlineRemarks::locks).ifPresent(parts::add);
    }
    finding
        .assumptions()
        .forEach(assumed -> parts.add("_Assumed: " + Markdown.prose(assumed) + "_"));
    if (fix.isPresent()) {
      parts.add(suggestion(fix.get()));
    } else if (leads) {
      statement.flatMap(s -> rewrite(finding, s)).ifPresent(parts::add);
    } else {
      parts.add(
          "_Lock and safe rewrite: in the remark "
              + Markdown.code(lead.get().hazard())
              + " on this statement._");
    }
    return String.join("\n\n", parts);
  }

  /** The remark of a statement that comes first. */
  private static Optional<Finding> gravest(ExaminedStatement statement) {
    return statement.findings().stream()
        .filter(finding -> finding.severity() != Severity.ADVICE)
        .reduce((a, b) -> b.severity().compareTo(a.severity()) > 0 ? b : a);
  }

  private static Stream<Rollout.Fix> fixes(Review review) {
    return review.directories().stream().flatMap(d -> d.rollout().fixes().stream());
  }

  /** Whether the fix is for the finding; it may take fewer lines than the statement has. */
  private static boolean settles(Rollout.Fix fix, Finding finding) {
    return fix.hazard().equals(finding.hazard())
        && fix.path().equals(finding.path())
        && fix.line() == finding.line();
  }

  /** GitHub replaces the lines of the comment; GitLab counts back from the line it stands on. */
  private String suggestion(Rollout.Fix fix) {
    String language =
        forge == ForgeKind.GITLAB
            ? "suggestion:-" + (fix.endLine() - fix.line()) + "+0"
            : "suggestion";
    return Markdown.fence(language, fix.replacement());
  }

  private static String locks(String sentence) {
    return "**Lock:** " + Markdown.prose(sentence);
  }

  /** The safe rewrite of the statement, complete; folded where it is long. */
  private Optional<String> rewrite(Finding finding, ExaminedStatement statement) {
    Step.Origin origin = new Step.Origin(finding.path(), statement.statement().span().line());
    List<SequencedStep> steps =
        sequence.stream()
            .filter(sequenced -> sequenced.step().origin().filter(origin::equals).isPresent())
            .toList();
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    String text = steps.stream().map(InlineRemarks::step).collect(Collectors.joining("\n\n"));
    return Optional.of(
        text.lines().count() <= MOST_OPEN_LINES
            ? "**Safe rewrite**\n\n" + text
            : Markdown.folded("Safe rewrite in " + Headline.count(steps.size(), "step"), text)
                .strip());
  }

  private static String step(SequencedStep sequenced) {
    Step step = sequenced.step();
    StringBuilder text = new StringBuilder();
    text.append("**Step ").append(sequenced.number()).append("** (").append(sequenced.stage());
    text.append(step.transactional() ? ") — " : ", outside a transaction) — ");
    text.append(Markdown.prose(step.title()));
    if (!step.gate().isBlank()) {
      text.append(". Needs: ").append(Markdown.prose(step.gate()));
    }
    step.missing()
        .ifPresent(missing -> text.append(". Still open: ").append(Markdown.prose(missing)));
    if (!step.forward().isBlank()) {
      text.append("\n\n").append(Markdown.fence("sql", step.forward()));
    }
    return text.toString();
  }

  private static Optional<ExaminedStatement> findStatement(Review review, Finding finding) {
    return review.migrations().stream()
        .filter(migration -> migration.migration().path().equals(finding.path()))
        .map(ExaminedMigration::statements)
        .flatMap(List::stream)
        .filter(statement -> statement.findings().contains(finding))
        .findFirst();
  }

  /**
   * Stays the same when lines move: it depends on the hazard, the file's name and the statement.
   */
  private static String fingerprint(Finding finding, Optional<ExaminedStatement> statement) {
    String sql =
        statement.map(s -> s.statement().sql().replaceAll("\\s+", " ")).orElse(finding.effect());
    String seed = finding.hazard() + "\n" + finding.path() + "\n" + sql;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
      return finding.hazard() + ":" + HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
