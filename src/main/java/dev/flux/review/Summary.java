package dev.flux.review;

import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.hazard.Suppressed;
import dev.flux.migration.MigrationFile;
import dev.flux.rollout.Phase;
import dev.flux.rollout.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The summary comment in Markdown: at most 40 lines outside folded sections, whatever the change.
 */
public final class Summary {
  private static final int MOST_LINES = 40;

  /** Lines that findings, sequence and rollback keep as long as another has more to spare. */
  private static final int[] KEPT = {8, 10, 4};

  private static final int MOST_DIRECTORIES = 3;
  private static final int MOST_NUMBERS = 8;
  private static final int MOST_QUESTIONS = 3;
  private static final int LONGEST_ACTION = 90;

  private final Review review;
  private final boolean splits;
  private final List<SequencedStep> steps;

  private Summary(Review review, boolean splits) {
    this.review = review;
    this.splits = splits;
    this.steps = SequencedStep.of(review);
  }

  /** The comment's text, without a marker. */
  public static String of(Review review) {
    return of(review, false);
  }

  /**
   * The same with a word of what else may be said.
   *
   * @param splits whether {@code /flux split} would be done
   */
  public static String of(Review review, boolean splits) {
    return new Summary(review, splits).write();
  }

  private String write() {
    if (review.directories().isEmpty() && review.loose().isEmpty()) {
      return "No migrations changed.\n";
    }
    String head = SummaryBox.of(review) + directories();
    String tail = open() + checklist() + phases() + suppressed() + footer();
    int room = MOST_LINES - height(head) - height(tail);
    return head + lists(room) + tail;
  }

  /** Lines outside folded sections; the line that opens one counts. */
  private static int height(String markdown) {
    int height = 0;
    boolean folded = false;
    for (String line : markdown.lines().toList()) {
      boolean opens = line.startsWith("<details>");
      height += opens || !(folded || line.startsWith("</details>")) ? 1 : 0;
      folded = opens || (folded && !line.startsWith("</details>"));
    }
    return height;
  }

  /** Findings, steps and rollback, the longest shortened until they fit together. */
  private String lists(int room) {
    List<Listing> lists = List.of(findings(), sequence(), rollback());
    int[] shown = lists.stream().mapToInt(list -> list.items().size()).toArray();
    while (height(lists, shown) > room && shorten(lists, shown)) {
      // one item less each time
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < shown.length; i++) {
      text.append(lists.get(i).markdown(shown[i]));
    }
    return text.toString();
  }

  private static int height(List<Listing> lists, int[] shown) {
    int height = 0;
    for (int i = 0; i < shown.length; i++) {
      height += lists.get(i).height(shown[i]);
    }
    return height;
  }

  /** Takes an item from the list that has most to spare; whether there was one. */
  private static boolean shorten(List<Listing> lists, int[] shown) {
    int longest = -1;
    for (int i = 0; i < shown.length; i++) {
      boolean most = longest < 0 || spare(lists, shown, i) >= spare(lists, shown, longest);
      longest = shown[i] > 0 && most ? i : longest;
    }
    if (longest >= 0) {
      shown[longest]--;
    }
    return longest >= 0;
  }

  /** Lines that a list has beyond what it should keep. */
  private static int spare(List<Listing> lists, int[] shown, int list) {
    return lists.get(list).height(shown[list]) - KEPT[list];
  }

  /** Which directory is of which tool and engine, where there are several. */
  private String directories() {
    if (review.directories().size() < 2) {
      return "";
    }
    int more = review.directories().size() - MOST_DIRECTORIES;
    return "\n"
        + review.directories().stream()
            .limit(MOST_DIRECTORIES)
            .map(
                directory ->
                    Markdown.code(Headline.name(directory))
                        + ": "
                        + Markdown.text(Headline.subject(directory)))
            .collect(Collectors.joining(" · "))
        + (more > 0 ? " · and " + more + " more" : "")
        + "\n";
  }

  private Listing findings() {
    String heading = "**Findings** — " + Markdown.text(Headline.of(review));
    List<String> items = new ArrayList<>();
    List<String> advice = new ArrayList<>();
    for (Finding finding : review.findings()) {
      (finding.severity() == Severity.ADVICE ? advice : items).add(finding(finding));
    }
    if (items.isEmpty()) {
      items.add(
          "\nNothing in "
              + Headline.count(review.statementCount(), "statement")
              + " blocks, rewrites or breaks anything that is in use.");
    }
    return new Listing(heading, items, advice, "finding");
  }

  private static String finding(Finding finding) {
    return "- "
        + mark(finding.severity())
        + " **"
        + finding.severity().id()
        + "** "
        + Markdown.code(Headline.place(finding))
        + " — "
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

  private Listing sequence() {
    List<String> items = steps.stream().map(Summary::step).toList();
    return new Listing("**Deployment sequence**" + proofs(), items, List.of(), "step");
  }

  private String proofs() {
    boolean several = review.directories().size() > 1;
    return review.directories().stream()
        .flatMap(each -> each.proof().map(proof -> Headline.proof(each, proof, several)).stream())
        .map(sentence -> " — " + Markdown.prose(sentence))
        .collect(Collectors.joining());
  }

  /** What it does, and on a second line what that takes; the two spaces break the line. */
  private static String step(SequencedStep sequenced) {
    String lead = sequenced.number() + ". ";
    String facts =
        sequenced.facts().stream()
            .map(fact -> fact.label() + ": " + Markdown.prose(brief(fact)))
            .collect(Collectors.joining(" · "));
    return lead
        + sequenced.file().map(Markdown::code).map(file -> file + " — ").orElse("")
        + "**"
        + Markdown.prose(sequenced.step().title())
        + "** ("
        + sequenced.stage()
        + ")"
        + (facts.isEmpty() ? "" : "  \n" + " ".repeat(lead.length()) + facts);
  }

  /** A duration without what it rests on, which the page says. */
  private static String brief(SequencedStep.Fact fact) {
    return fact.label().equals("Takes") ? fact.text().replaceFirst(": .*", "") : fact.text();
  }

  private Listing rollback() {
    List<String> items = new ArrayList<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      SequencedStep sequenced = steps.get(i);
      items.add(
          "- Step "
              + sequenced.number()
              + " — "
              + action(sequenced)
              + (sequenced.loses() ? " — ⚠️ " + Markdown.prose(sequenced.loss()) : ""));
    }
    List<String> lossy =
        steps.stream()
            .filter(SequencedStep::loses)
            .map(step -> String.valueOf(step.number()))
            .toList();
    String loss =
        lossy.isEmpty()
            ? "nothing is lost"
            : (lossy.size() == 1 ? "data is lost in step " : "data is lost in steps ")
                + Headline.list(lossy, MOST_NUMBERS);
    return new Listing("**Rollback** — the last step first; " + loss, items, List.of(), "step");
  }

  private static String action(SequencedStep sequenced) {
    if (sequenced.isDeploy()) {
      return "deploy the version before";
    }
    Step step = sequenced.step();
    List<String> lines = step.rollback().lines().filter(Summary::acts).map(String::strip).toList();
    if (lines.isEmpty()) {
      return step.lossless() ? "nothing to undo" : "cannot be undone";
    }
    String action = String.join(" ", lines);
    return Markdown.code(
        action.length() > LONGEST_ACTION ? Headline.shorten(action, LONGEST_ACTION) : action);
  }

  private static boolean acts(String line) {
    String sql = line.strip();
    return !sql.isEmpty()
        && !sql.startsWith("--")
        && !sql.regionMatches(true, 0, "SET ", 0, "SET ".length());
  }

  /** What somebody must tell before every step can be written. */
  private String open() {
    List<String> questions =
        steps.stream()
            .flatMap(sequenced -> sequenced.step().question().stream())
            .distinct()
            .toList();
    int more = questions.size() - MOST_QUESTIONS;
    return questions.isEmpty()
        ? ""
        : "\n**Still open** — the steps that need this are not written before it is told\n"
            + questions.stream()
                .limit(MOST_QUESTIONS)
                .map(question -> "- " + Markdown.prose(question) + "\n")
                .collect(Collectors.joining())
            + (more > 0 ? "- and " + more + " more\n" : "");
  }

  private String checklist() {
    List<String> items = Checklist.of(review);
    return items.isEmpty()
        ? ""
        : "\n**Pre-deploy checklist**\n"
            + items.stream()
                .map(item -> "- [ ] " + Markdown.prose(item) + "\n")
                .collect(Collectors.joining());
  }

  /** The full SQL of each phase, and the files that hold it. */
  private String phases() {
    StringBuilder text = new StringBuilder();
    for (Phase.Name phase : Phase.Name.values()) {
      String sql =
          steps.stream()
              .filter(sequenced -> sequenced.phase() == phase && !sequenced.isDeploy())
              .map(Summary::sql)
              .collect(Collectors.joining("\n"));
      if (!sql.isBlank()) {
        text.append(Markdown.folded("SQL of the phase: " + phase.id(), sql));
      }
    }
    return text.isEmpty() ? "" : "\n" + text;
  }

  /** What somebody allows, with their reason. */
  private String suppressed() {
    List<Suppressed> suppressed = review.suppressed();
    return suppressed.isEmpty()
        ? ""
        : "\n"
            + Markdown.folded(
                "Allowed, not counted (" + suppressed.size() + ")",
                suppressed.stream().map(Summary::suppressed).collect(Collectors.joining("\n")));
  }

  private static String suppressed(Suppressed suppressed) {
    return finding(suppressed.finding())
        + " — allowed in "
        + Markdown.code(suppressed.source())
        + " because "
        + Markdown.text(suppressed.reason());
  }

  private static String sql(SequencedStep sequenced) {
    Step step = sequenced.step();
    StringBuilder sql = new StringBuilder();
    sql.append("**Step ").append(sequenced.number()).append(": ");
    sql.append(Markdown.prose(step.title())).append("**");
    sql.append(step.transactional() ? "\n\n" : " (outside a transaction)\n\n");
    step.missing()
        .ifPresent(open -> sql.append("Still open: ").append(Markdown.prose(open)).append("\n\n"));
    for (MigrationFile file : sequenced.files()) {
      sql.append(Markdown.code(file.path())).append("\n\n");
      String language = file.path().endsWith(".sql") ? "sql" : "";
      sql.append(Markdown.fence(language, file.content())).append("\n\n");
    }
    if (sequenced.files().isEmpty() && !step.forward().isBlank()) {
      sql.append(Markdown.fence("sql", step.forward())).append("\n\n");
    }
    boolean written =
        sequenced.files().stream().anyMatch(f -> bare(f.content()).contains(bare(step.rollback())));
    if (!step.rollback().isBlank() && !written) {
      sql.append("Rollback:\n\n").append(Markdown.fence("sql", step.rollback())).append("\n\n");
    }
    return sql.toString();
  }

  /** The statements without the comments between them, which a tool may add to. */
  private static String bare(String sql) {
    return sql.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("--"))
        .collect(Collectors.joining("\n"));
  }

  private String footer() {
    String source =
        review.directories().size() == 1
            ? Markdown.prose(Headline.source(review.directories().get(0))) + "<br>"
            : "";
    return "\n<sub>"
        + source
        + (splits ? "`/flux split` commits the safe files instead · " : "")
        + "`/flux review` reviews again · `/flux help` lists the commands</sub>\n";
  }
}
