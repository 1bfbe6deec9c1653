package dev.flux.accuracy;

import dev.flux.accuracy.Outcome.Kind;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.StatementForm;
import dev.flux.engine.mysql.MysqlForms;
import dev.flux.engine.postgresql.PostgresForms;
import dev.flux.engine.sqlite.SqliteForms;
import dev.flux.hazard.Hazard;
import dev.flux.hazard.Hazards;
import dev.flux.sql.Dialect;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How right Flux is, in numbers that only a run writes. */
final class AccuracyDocument {
  private final MeasuredVersions versions;
  private final LabelledCases cases;
  private final CorpusSample corpus;

  AccuracyDocument(MeasuredVersions versions, LabelledCases cases, CorpusSample corpus) {
    this.versions = versions;
    this.cases = cases;
    this.corpus = corpus;
  }

  String write() {
    return """
    # How right Flux is

    Written by `mvn -B -Paccuracy test`; do not edit. The facts themselves: [facts.md](facts.md).

    """
        + verdicts()
        + sample()
        + facts()
        + hazards()
        + disagreements();
  }

  private String verdicts() {
    int safe = cases.all() - cases.risky();
    int wrong = cases.falselySafe().size() + cases.falselyRisky().size();
    return "## Labelled pull requests\n\n"
        + "Changes of public projects that two readers labelled before Flux saw them; engine"
        + " and tool are Flux's to find.\n\n"
        + "| | |\n"
        + "|---|---|\n"
        + row("verdict right", (cases.all() - wrong) + " of " + cases.all())
        + row("called safe and dangerous", cases.falselySafe().size() + " of " + cases.risky())
        + row("called dangerous and safe", cases.falselyRisky().size() + " of " + safe)
        + row(
            "labelled classes of hazard found",
            count(cases.outcomes(), Kind.RIGHT)
                + " of "
                + (count(cases.outcomes(), Kind.RIGHT) + count(cases.outcomes(), Kind.MISSED)))
        + "\n";
  }

  private String sample() {
    List<Disagreement> first = Disagreement.all();
    long right = count(corpus.outcomes(), Kind.RIGHT);
    long missed = count(corpus.outcomes(), Kind.MISSED);
    long alarms = count(corpus.outcomes(), Kind.FALSE_ALARM);
    return "## A sample of the corpus\n\n"
        + corpus.files()
        + " files of real projects with "
        + corpus.statements()
        + " statements ("
        + spread(label -> label.engine().dialect().title())
        + "; "
        + spread(label -> label.path().substring(0, label.path().indexOf('/')))
        + "), chosen by a fixed rule over engines, tools and kinds of statement, and read and"
        + " labelled before Flux was run on them. The"
        + " [labels](../test/resources/dev/flux/accuracy/corpus-labels.tsv) name the place and what"
        + " must be said there: dangers and warnings about statements. Style advice, ways back and"
        + " the code of the application are not labelled.\n\n"
        + "| | first run | now |\n"
        + "|---|---|---|\n"
        + row("rightly said", "", right + "")
        + row("not said, and should be", count(first, d -> !d.said()), missed + "")
        + row("said, and should not be", count(first, Disagreement::said), alarms + "")
        + row("found", "", percent(right, right + missed))
        + row("of what is said, right", "", percent(right, right + alarms))
        + "\nThe first run and the labels differed in "
        + first.size()
        + " places: Flux was wrong in "
        + count(first, Disagreement::flux)
        + " of them, of which "
        + count(first, Disagreement::remains)
        + " remain, and the label in "
        + count(first, d -> !d.flux())
        + ". They are listed at the end.\n\n";
  }

  /** "PostgreSQL 94, MySQL 36": files, the most first. */
  private static String spread(Function<Label, String> kind) {
    Map<String, Long> files =
        Label.all().stream()
            .collect(Collectors.toMap(Label::path, kind, (one, other) -> one))
            .values()
            .stream()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return files.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private String facts() {
    StringBuilder text =
        new StringBuilder(
            "## Facts held to live servers\n\n"
                + "`mvn -B verify` asks one version of PostgreSQL and of SQLite, `mvn -B -Pengines"
                + " verify` all of these: each form runs on tables with rows, and what the server"
                + " locks, rewrites, scans and builds (MySQL and MariaDB: the algorithm and lock it"
                + " accepts, and whether rows move) must be what Flux says.\n\n"
                + "| server | forms of statement | changes of type offered |\n"
                + "|---|---|---|\n");
    int types = PostgresForms.types().size();
    for (EngineVersion version : versions.postgresql()) {
      text.append(forms(Dialect.POSTGRESQL, version, PostgresForms.all(), 2 * types * types));
    }
    text.append(forms(Dialect.MYSQL, versions.mysql(), MysqlForms.all(), 0));
    text.append(forms(Dialect.MARIADB, versions.mariadb(), MysqlForms.all(), 0));
    for (EngineVersion version : versions.sqlite()) {
      text.append(forms(Dialect.SQLITE, version, SqliteForms.all(), 0));
    }
    return text + "\n";
  }

  private static String forms(
      Dialect dialect, EngineVersion version, List<StatementForm> all, int types) {
    long known = all.stream().filter(form -> form.knownTo(dialect, version)).count();
    return row(dialect.title() + " " + version, known + "", types == 0 ? "" : types + "");
  }

  private String hazards() {
    StringBuilder text =
        new StringBuilder(
            """
            ## By hazard

            Examples are files that the suite judges: a bad one must be spoken of at its marked lines and nowhere else, a
            good one must leave Flux silent, a near miss must not be taken for it; "live" of them run on a server as well.
            Of the pull requests and the sample: rightly said / missed / wrongly said, and in how many files of the sample
            it is rightly not said. A dash: not labelled.

            | hazard | bad | good | near miss | live | pull requests | sample | silent |
            |---|---|---|---|---|---|---|---|
            """);
    Examples sum = new Examples(0, 0, 0, 0);
    for (Hazard hazard : Hazards.ALL) {
      Examples examples = Examples.of(hazard.id());
      sum = sum.and(examples);
      text.append(line("`" + hazard.id() + "`", examples, hazard));
    }
    text.append("| all | ").append(sum.bad()).append(" | ").append(sum.good());
    text.append(" | ").append(sum.nearMiss()).append(" | ").append(sum.live());
    text.append(" | ").append(tally(cases.outcomes())).append(" | ");
    return text.append(tally(corpus.outcomes())).append(" | |\n\n").toString();
  }

  private String line(String name, Examples examples, Hazard hazard) {
    List<Outcome> ofCases = about(cases.outcomes(), hazard);
    List<Outcome> ofCorpus = about(corpus.outcomes(), hazard);
    boolean labelled = CorpusSample.covers(hazard.id(), hazard.severity());
    long spoken = ofCorpus.stream().map(Outcome::path).distinct().count();
    return row(
        name,
        examples.bad() + "",
        examples.good() + "",
        examples.nearMiss() + "",
        examples.live() + "",
        ofCases.isEmpty() ? "—" : tally(ofCases),
        labelled ? tally(ofCorpus) : "—",
        labelled ? (corpus.files() - spoken) + "" : "—");
  }

  private static List<Outcome> about(List<Outcome> outcomes, Hazard hazard) {
    return outcomes.stream().filter(outcome -> outcome.hazard().equals(hazard.id())).toList();
  }

  private static String tally(List<Outcome> outcomes) {
    return count(outcomes, Kind.RIGHT)
        + " / "
        + count(outcomes, Kind.MISSED)
        + " / "
        + count(outcomes, Kind.FALSE_ALARM);
  }

  private static String disagreements() {
    return "## Where the first run and the labels differed\n\n"
        + "| file | line | hazard | Flux | who was wrong |\n|---|---|---|---|---|\n"
        + Disagreement.all().stream()
            .map(
                d ->
                    row(
                        "`" + d.path().replaceFirst("^([^/]*/[^/]*)/.*/(.*/.*)$", "$1/…/$2") + "`",
                        d.line() == 0 ? "all" : d.line() + "",
                        "`" + d.hazard() + "`",
                        d.said() ? "said" : "missed",
                        (d.flux() ? "Flux: " : "label: ") + d.reason()))
            .collect(Collectors.joining());
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static long count(List<Outcome> outcomes, Kind kind) {
    return outcomes.stream().filter(outcome -> outcome.kind() == kind).count();
  }

  private static String count(List<Disagreement> all, Predicate<Disagreement> which) {
    return all.stream().filter(which).count() + "";
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / Math.max(1, whole));
  }
}
